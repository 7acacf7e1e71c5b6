"""The authors at the head of an entry: who they are, and where they end."""

import re
from dataclasses import dataclass
from functools import cache

from manuscripts.lexicon import NEVER_NAMES, ORGANISATION_OR_PLACE
from manuscripts.manuscript import Author

from .words import COLON, COMMA, GIVEN_NAMES, LOWER, SEMICOLON, UPPER, either, has_word, is_ideographic, words

_ANY = f"{UPPER}{LOWER}ʼ’'"
_PARTICLE = f"(?:{either('particles')})"
_CAP = rf"(?:[dDlLO][’']|[aA]l-|[eE]l-)?[{UPPER}][{_ANY}]*(?:[-‐‑][{_ANY}]+){{0,3}}"
_WORD = rf"(?:[dDlLO][’']|[aA]l-|[eE]l-)?[{UPPER}][{_ANY}]*[{LOWER}][{_ANY}]*(?:[-‐‑][{_ANY}]+){{0,3}}"
_CAPITALS = rf"(?:[dDlLO][’'])?[{UPPER}]{{2}}[{UPPER}’']*(?:[-‐‑][{UPPER}’']+){{0,2}}"
_INITIAL = rf"[{UPPER}][{LOWER}]?\."
_INITIALS = rf"{_INITIAL}(?:\s?[-‐‑]?\s?{_INITIAL}){{0,4}}"
_FAMILY = rf"(?:{_PARTICLE}\s+){{0,2}}{_CAP}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_CAP}){{0,2}}"
_FAMILY_CASE = rf"(?:{_PARTICLE}\s+){{0,2}}{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{0,2}}"
_GIVEN = (
    rf"{_WORD}(?:\s+(?:{_INITIALS}|{_WORD}|{_PARTICLE}(?=\s+[{UPPER}]))){{0,3}}"
    rf"(?:\s+{_PARTICLE}(?=[{COMMA}{SEMICOLON}.:]))?"
)
_SUFFIX = r"(?:,?\s+(?:Jr\.?|Sr\.?|I{2,3}|IV))?"
_NEXT = (
    rf"(?=\s*(?:$|[—–]\s|[{COMMA}{SEMICOLON}{COLON}.(\[&“\"«„‘/]"
    rf"|\b(?:{either('and')})\b|{either('et_al')}))"
)
# "Walker, Matthew P. Why We Sleep": the stop of an initial ends the name too.
_END = rf"(?:(?<=\s[{UPPER}]\.)(?=\s)|{_NEXT})"

_SHAPES = {
    # Marchetti, L.
    "family, initials": (
        rf"(?P<family>{_FAMILY}){_SUFFIX}\s*,\s*"
        rf"(?P<given>{_INITIALS}|[{UPPER}]{{1,3}}(?![{_ANY}])){_SUFFIX}"
    ),
    # Иванов И. И.; Smith J. A.
    "family initials": rf"(?P<family>{_FAMILY_CASE})\s+(?P<given>{_INITIALS})",
    # Aldous R
    "family letters": rf"(?P<family>{_FAMILY_CASE})\s+(?P<given>[{UPPER}]{{1,3}})(?![{_ANY}]){_NEXT}",
    # M. Thorne
    "initials family": rf"(?P<given>{_INITIALS})\s*(?P<family>{_FAMILY_CASE}){_SUFFIX}",
    # VALADÃO, Inês; TESSIER Bruno
    "FAMILY given": (
        rf"(?P<family>(?:{_PARTICLE}\s+){{0,2}}{_CAPITALS}(?:\s+{_CAPITALS}){{0,2}})\s*,?\s+"
        rf"(?P<given>{_INITIALS}|{_GIVEN}){_END}"
    ),
    # Vasko, Irena
    "family, given": rf"(?P<family>{_FAMILY_CASE}){_SUFFIX}\s*,\s*(?P<given>{_GIVEN}){_SUFFIX}{_END}",
    # Tessier (Bruno)
    "family (given)": rf"(?P<family>{_FAMILY_CASE})\s+\((?P<given>{_WORD})\){_NEXT}",
    # Ingrid Solberg
    "given family": (
        rf"(?P<given>{_WORD}(?:\s+(?:{_INITIALS}|{_WORD}))??(?:\s+{_INITIALS})?)\s+"
        rf"(?P<family>(?:{_PARTICLE}\s+){{0,2}}{_CAP}(?:\s+(?:{_PARTICLE}\s+){{1,2}}{_CAP})?){_SUFFIX}{_NEXT}"
    ),
}
_STRONG = ("family, initials", "FAMILY given", "initials family", "family letters", "family initials")
# How the second author may be written where the first is written so.
_FOLLOWING = {
    "family, initials": ("family, initials", "initials family"),
    "family initials": ("family initials",),
    "family letters": ("family letters",),
    "initials family": ("initials family",),
    "FAMILY given": ("FAMILY given", "family, given"),
    "family, given": ("family, given", "given family", "initials family"),
    "given family": ("given family", "initials family"),
    "family (given)": ("family (given)", "given family"),
}
_AND = re.compile(
    rf"\s*[{COMMA}]?\s*(?:(?:&|(?<!\w)(?:{either('and')}))(?:\s+(?=\S))|…\s*,?\s*|\.\s?\.\s?\.\s*)",
    re.IGNORECASE,
)
_COMMA = re.compile(rf"\s*[{COMMA}]\s*")
_SEMICOLON = re.compile(rf"\s*[{SEMICOLON}]\s*(?:&\s+|(?:{either('and')})\s+)?|\s+/\s+", re.IGNORECASE)
_ET_AL = re.compile(
    rf"\s*[{COMMA}{SEMICOLON}]?\s*(?:&\s*)?(?:{either('et_al')})(?![^\W\d_])\.?", re.IGNORECASE
)
_ROLE = re.compile(
    rf"\s*,?\s*[(\[]\s*(?:{either('editors')}|host|hosts|director|producer|executive producer|writer|narrator"
    rf"|@\w{{1,40}})[^()\[\]]{{0,30}}[)\]]\.?",
    re.IGNORECASE,
)
_BARE_ROLE = re.compile(
    r",?\s+(?:eds?\.|editors?\.?|translators?\.?|dir\.|org\.|hrsg\.|hg\.|coord\.)(?=\s*[,:(]|\s+\S)",
    re.IGNORECASE,
)
# Jan Born has written much.
_NEVER = NEVER_NAMES - {"born", "still", "old", "new", "last", "march", "august"}
_SMALL = (
    "of for the on für des der die das im am et pour sur les los las para por per dei delle og och voor het"
)
_CONNECTORS = frozenset((*words("and"), *words("particles"), *words("in"), *_SMALL.split()))
MOST_AUTHORS = 60
LONGEST_ORGANISATION = 14
_HAN_NAMES = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff·・]{2,10}(?:\s?[,，、・]\s?[\u3040-\u30ff\u4e00-\u9fff·]{2,10}){0,9}(?:\s?[,，]?\s?(?:等|ほか|他))?"
)
_ARABIC = re.compile(r"[\u0621-\u064a\u0670-\u06d3]+(?:[ -][\u0621-\u064a\u0670-\u06d3]+){1,4}")

_ARABIC_INVERTED = re.compile(
    r"([\u0621-\u064a]+(?:[ -][\u0621-\u064a]+)?)، ([\u0621-\u064a]+(?: [\u0621-\u064a]+)?)(?=\s*(?:\(|\.\s))"
)


@dataclass(frozen=True)
class Authors:
    """Who is named at the head of a text, how, and where that ends."""

    names: tuple[Author, ...]
    end: int
    shape: str

    @property
    def is_sure(self) -> bool:
        """Tell whether initials or capitals say that these are people."""
        return self.shape in _STRONG


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    """Return the pattern of a shape: made when the first entry is read, for it takes half a second."""
    return re.compile(_SHAPES[shape])


def authors_at_head(text: str) -> Authors | None:
    """Read the people an entry begins with; None where there are none for certain."""
    for shape in _SHAPES:
        found = _one(text, 0, (shape,))
        if found is None:
            continue
        author, end, _shape = found
        authors = _rest(text, [author], end, shape)
        if shape in ("family, given", "given family") and not _is_bounded(text, authors.end):
            continue
        return authors
    return _in_other_scripts(text)


def _one(text: str, at: int, shapes: tuple[str, ...]) -> tuple[Author, int, str] | None:
    for shape in shapes:
        match = _compiled(shape).match(text, at)
        if match and _plausible(match["family"], match["given"], shape):
            return _author(match["family"], match["given"], shape), match.end(), shape
    return None


def _rest(text: str, names: list[Author], end: int, shape: str) -> Authors:
    """Read on behind the first author, as far as names go on."""
    kept, kept_end = len(names), end
    loose = shape in ("family, given", "given family")
    while len(names) < MOST_AUTHORS:
        joint, sure = _AND.match(text, end), True
        if joint is None and (joint := _SEMICOLON.match(text, end)) is None:
            joint, sure = _COMMA.match(text, end), not loose
        found = _one(text, joint.end(), _FOLLOWING[shape]) if joint else None
        if found is None:
            break
        names.append(found[0])
        end = found[1]
        if sure:
            kept, kept_end = len(names), end
    if kept < len(names) and (
        _ET_AL.match(text, end) or re.match(rf"\s*[{COMMA}.]?\s*[“\"«„‘(]", text[end:])
    ):
        # "A B, C D, “Title”": names in a row up to what cannot be one.
        kept, kept_end = len(names), end
    if others := _ET_AL.match(text, kept_end):
        kept_end = others.end()
    while role := _ROLE.match(text, kept_end) or _BARE_ROLE.match(text, kept_end):
        kept_end = role.end()
    return Authors(tuple(names[:kept]), kept_end, shape)


def _is_bounded(text: str, end: int) -> bool:
    follows = rf"\s*(?:$|[—–]\s|[{COMMA}{COLON}{SEMICOLON}.(\[“\"«„‘])"
    return text[:end].endswith(".") or re.match(follows, text[end:]) is not None


def _plausible(family: str, given: str, shape: str) -> bool:
    said = family if shape == "family letters" else f"{family} {given}"
    words = [word.lower().strip("’'") for word in said.split()]
    if any(len(word) > 40 for word in words):
        return False
    if shape in ("family, initials", "initials family", "family initials"):
        return not (shape != "family, initials" and any(word in _NEVER for word in words))
    if any(word in _NEVER for word in words):
        return False
    if has_word(f"{given} {family}", "organisation") or has_word(f"{given} {family}", "press"):
        return False
    if shape in ("family, given", "given family") and has_word(f"{family}", "outlet"):
        return False
    return shape == "family letters" or not any(
        word
        in ORGANISATION_OR_PLACE
        - {"park", "lake", "rolls", "west", "north", "martin", "stanley", "morgan", "banks"}
        for word in words
    )


def _author(family: str, given: str, shape: str) -> Author:
    family, given = " ".join(family.split()), " ".join(given.split())
    first_of_family = family.split()[0].lower()
    if (
        shape == "given family"
        and first_of_family in GIVEN_NAMES
        and given.split()[0].lower() not in GIVEN_NAMES
    ):
        family, given = given, family
    if shape == "FAMILY given":
        family = _in_lower_case(family)
    return Author(family=family, given=given)


def _in_lower_case(name: str) -> str:
    """Write a family name in capitals as it is written elsewhere."""
    parts = re.split(r"([\s'’-]+)", name)
    return "".join(part if part.islower() else part.capitalize() for part in parts)


def _in_other_scripts(text: str) -> Authors | None:
    """Read names in scripts without capitals, which only what follows them tells from a title."""
    if match := _HAN_NAMES.match(text):
        names = re.split(r"\s?[,，、]\s?", re.sub(r"[,，]?\s?(?:等|ほか|他)$", "", match.group().strip()))
        names = [one for name in names for one in _parted(name) if one]
        short = all(len(name) <= 6 or "·" in name or "・" in name for name in names)
        if (
            names
            and short
            and not any(has_word(name, kind) for name in names for kind in ("outlet", "organisation"))
        ):
            return Authors(tuple(Author(literal=name) for name in names), match.end(), "other script")
    if match := _ARABIC_INVERTED.match(text):
        return Authors((Author(family=match[1], given=match[2]),), match.end(), "other script")
    if match := _ARABIC.match(text):
        name = match.group()
        follows = re.match(r"\s*[،,:(\"«“.]", text[match.end() :])
        if follows and not any(
            has_word(name, kind) for kind in ("outlet", "organisation", "interview", "press")
        ):
            given, _space, family = name.rpartition(" ")
            return Authors((Author(family=family, given=given),), match.end(), "other script")
    return None


def _parted(name: str) -> list[str]:
    """Part two names that a dot joins, which stands within the name of a foreigner too: 約翰・史密斯."""
    parts = re.split("[・·]", name)
    is_foreign = any("\u30a0" <= letter <= "\u30fa" for letter in name) or min(map(len, parts)) < 3
    return [name] if is_foreign else parts


def organisation(text: str) -> Author | None:
    """Return a name that no person has as an author; None where it cannot be one."""
    name = text.strip(f" {COMMA}{SEMICOLON}{COLON}.")
    words = name.split()
    if (
        not words
        or len(words) > LONGEST_ORGANISATION
        or not (
            name[0].isupper()
            or has_word(name, "outlet")
            or (name[0].isalpha() and not name[0].islower())
            or name[0] == "@"
        )
    ):
        return None
    sentences = re.sub(rf"\b[{UPPER}]\w?\.", "", name)
    if any(mark in name for mark in '“”„«»"?!…[]「『《') or re.search(r"[.:]\s", sentences):
        return None
    if _is_said(words, name):
        return None
    return Author(literal=name)


def _is_said(words: list[str], name: str) -> bool:
    """Tell whether words are a sentence that speaks of somebody: "According to the water authority"."""
    # "WHO" is no "who", and "U.S. Coast Guard" is one name.
    is_acronym = words[0].isupper() and (words[0].count(".") > 1 or (len(words) == 1 and len(name) > 1))
    if not is_acronym and words[0].lower() in _NEVER - {
        "the",
        "all",
        "one",
        "our",
        "first",
        "no",
        "her",
        "his",
    }:
        return True
    small = [word for word in words if word[0].islower() and "’" not in word[:3]]
    small = [word for word in small if word not in _CONNECTORS]
    return len(small) > 2 or (bool(small) and not is_office(name) and not has_word(name, "outlet"))


def is_office(name: str) -> bool:
    """Tell whether a name is an organisation's for certain: a word of one, or an acronym."""
    if is_ideographic(name):
        return has_word(name, "organisation")
    return (
        has_word(name, "organisation")
        or re.fullmatch(rf"[{UPPER}]{{2,8}}(?:[ -/][{UPPER}]{{2,8}})?", name) is not None
    )
