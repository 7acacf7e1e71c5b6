"""The head of an entry: authors or an office, and the date where it stands behind them."""

import re
from dataclasses import dataclass

from manuscripts.manuscript import Author

from .dates import YEAR, find_date, whole_date
from .details import PLACE_PUBLISHER
from .people import Authors, authors_at_head, is_office, organisation
from .words import COLON, COMMA, GIVEN_NAMES, PLACES, STOP, UPPER, either, has_word, is_ideographic

PAIRS = {
    "“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "‘": "’", "'": "'", "「": "」", "『": "』", "《": "》",
    "〈": "〉", "‹": "›", "‚": "‘’", "”": "”", "＂": "＂", "〝": "〞",
}  # fmt: skip
_DATE_IN_BRACKETS = re.compile(r"\s*[.,]?\s*[(（\[]([^()（）\[\]]{4,40})[)）\]]\s*[.,:;。：，]?\s*")
_YEAR_BEHIND = re.compile(
    rf"\s*[.,，。]?\s*({YEAR}|{either('no_date')})[a-z]?(?:\s*年)?\s*[.,:。：]\s*", re.IGNORECASE
)
_NO_DATE = re.compile(
    rf"(?:{either('no_date')})[-\s]?[a-z]?|[^,]{{0,20}}(?:forthcoming|in press)", re.IGNORECASE
)
_DELIMITER = re.compile(rf"\s*([{STOP}](?=\s|$)|[{COMMA}{COLON}]|[—–](?=\s))\s*")
_ORIGINAL = re.compile(rf"({YEAR})\s*/\s*({YEAR})")
# "The council counts boats": an office that is spoken of, not one that wrote.
_SENTENCE = re.compile(rf"(?:The|An?|This|Our|Der|Die|Das|Le|La|Les|El|Los|Las|O|Os|As) [^{UPPER}]")
_BY = re.compile(rf"^(?:By|Par|Por|Von|Di|Door)\s+(?=[{UPPER}])")
FURTHEST_QUOTE = 400
FEW_WORDS = 4
LAW = re.compile(
    rf"[^\W\d_]{{2,}}\.? (?:{either('courts')}) (?=[{UPPER}])"
    rf"|^[{UPPER}][^,.:]{{1,30}}, (?:{either('rulings')})(?!\w)"
)


@dataclass(frozen=True)
class Head:
    """Who made a source and when, as the head says, and what stands behind it."""

    authors: tuple[Author, ...] = ()
    issued: str = ""
    container: str = ""
    rest: str = ""
    # What stood between the authors and the rest: it tells how the rest is divided.
    separator: str = ""
    shape: str = ""
    is_dated: bool = False


@dataclass(frozen=True)
class Quoted:
    """A title in quote marks and what stands around it."""

    before: str
    title: str
    after: str


def head_of(text: str, *, sure: bool = False, emphasised: list[str] | None = None) -> Head:
    """Read the head of an entry; nobody where that is not certain.

    `sure` says that the form of the entry promises authors there.
    """
    if LAW.search(text[:120]):
        return Head(rest=text)
    named = authors_at_head(text)
    if named and (head := _behind(text, named, sure=sure, emphasised=emphasised or [])):
        return head
    return _office_head(text) or Head(rest=text)


def _behind(text: str, named: Authors, *, sure: bool, emphasised: list[str]) -> Head | None:
    after = text[named.end :]
    if (dated := _dated(after)) is not None:
        issued, end = dated
        rest = after[end:].strip()
        return (
            Head(
                named.names,
                issued,
                rest=rest,
                separator=after[:end].strip()[-1:],
                shape=named.shape,
                is_dated=True,
            )
            if rest
            else None
        )
    delimiter = _DELIMITER.match(after)
    ended = text[: named.end].endswith(".") and after[:1] in (" ", "")
    if delimiter is None and not ended:
        return None
    rest = after[delimiter.end() :] if delimiter else after.strip()
    separator = delimiter[1] if delimiter else "."
    if not rest or not (sure or _is_certain(named, separator, rest, emphasised)):
        return None
    return Head(named.names, rest=rest, separator=separator, shape=named.shape)


def _is_certain(named: Authors, separator: str, rest: str, emphasised: list[str]) -> bool:
    """Tell whether what looks like a name is one, where no date stands behind it."""
    if named.is_sure:
        return True
    first = named.names[0]
    if any(word.lower() in GIVEN_NAMES for word in first.given.split()):
        return True
    if first.given.lower() in PLACES:
        # "Eastport, Maine: a history"
        return False
    if len(named.names) > 1 and named.shape != "other script":
        return True
    if any(rest.startswith(words) for words in emphasised if len(words) > 3):
        return True
    if named.shape == "other script":
        # "ليلى حداد، المدينة والنهر، بيروت: دار النشر": a name, a title, a place with its publisher.
        return (
            separator in COLON or rest[:1] in PAIRS or re.match(r"[^،,:.]+[،,.][^،,:.]+:", rest) is not None
        )
    if rest[:1] in PAIRS or PLACE_PUBLISHER.search(rest):
        return True
    has_initial = any(part.endswith(".") for part in first.given.split())
    # "Public Safety, Private Gain" are too many words for a name that nobody knows.
    is_short = len(first.given.split()) == 1 and named.shape == "family, given"
    return has_initial or (is_short and re.search(YEAR, rest) is not None)


def _dated(after: str) -> tuple[str, int] | None:
    """Return the date that stands first in a text, in brackets or as a year alone, and its end."""
    if (brackets := _DATE_IN_BRACKETS.match(after)) and (date := _date_said(brackets[1])) is not None:
        return date, brackets.end()
    if year := _YEAR_BEHIND.match(after):
        return (year[1] if year[1].isdigit() else ""), year.end()
    return None


def _date_said(text: str) -> str | None:
    text = text.strip()
    if original := _ORIGINAL.fullmatch(text):
        return original[2]
    if _NO_DATE.fullmatch(text.rstrip(".")) or _NO_DATE.fullmatch(text):
        return ""
    text = re.sub(r"(?<=\d{4})[a-z](?=$|,)", "", text)
    if date := whole_date(text):
        return date
    if ranged := re.fullmatch(rf"({YEAR})\s?[–-]\s?(?:{YEAR}|present|\d\d)", text):
        return ranged[1]
    dated = find_date(text)
    return dated.iso if dated and dated.start == 0 and re.search(r"[–-]", text) else None


def _office_head(text: str) -> Head | None:
    """Read an office, a paper or a group at the head: before a date anybody, else only a certain one."""
    for brackets in _DATE_IN_BRACKETS.finditer(text[:FURTHEST_QUOTE]):
        date = _date_said(brackets[1])
        if date is None:
            continue
        name, rest = text[: brackets.start()], text[brackets.end() :].strip()
        by = organisation(re.sub(r"\s*\([^()]*\)$", "", name.strip()))
        if by is None or not rest or has_word(name, "interview"):
            return None
        colon = brackets.group().strip()[-1:] in (":", "：")
        if _is_paper(name) and (colon or len(date) == 10) and not is_office(name):
            return Head(issued=date, container=by.literal, rest=rest, separator=":", is_dated=True)
        if rest[0].islower() and not rest[:2].isalpha():
            return None
        return Head(
            (by,), date, rest=rest, separator=brackets.group().strip()[-1:], shape="office", is_dated=True
        )
    return _year_behind_office(text) or _certain_office(text)


def _year_behind_office(text: str) -> Head | None:
    match = re.match(rf"([^.:“„«\"]{{2,150}})\.\s+({YEAR})[a-z]?\.\s+(?=\S)", text)
    by = organisation(match[1]) if match else None
    if match is None or by is None:
        return None
    return Head((by,), match[2], rest=text[match.end() :], separator=".", shape="office", is_dated=True)


def _certain_office(text: str) -> Head | None:
    match = re.match(
        r"((?:(?:[A-Z]\.){2,4}\s)?[^.:：“„«\"?!;]{2,120}?)([.:：](?=\s)|：|,(?=\s)|\s[—–-](?=\s))\s*(?=\S)",
        text,
    )
    if match is None or not is_office(match[1]):
        return None
    dated = find_date(text[match.end() :])
    if match[2] == "," and (len(match[1].split()) > 6 or (dated and dated.start == 0)):
        return None
    if _SENTENCE.match(match[1]) or re.search(r"\d", match[1]) or text[match.end()].islower():
        return None
    by = organisation(match[1])
    if by is None or (is_ideographic(match[1]) and len(match[1]) > 20) or find_date(match[1]):
        return None
    return Head((by,), rest=text[match.end() :], separator=match[2], shape="office")


def _is_paper(name: str) -> bool:
    return has_word(name, "outlet")


def whole_head(text: str) -> Head | None:
    """Read what stands before a title in quote marks; None where it is no head."""
    bare = _BY.sub("", text.strip())
    if not bare:
        return Head()
    named = authors_at_head(bare)
    if named:
        after = bare[named.end :]
        dated = _dated(f"{after} " if after else "")
        left = after[dated[1] :] if dated else after
        if not left.strip(f" {COMMA}{COLON}{STOP}—–-"):
            return Head(named.names, dated[0] if dated else "", shape=named.shape, is_dated=dated is not None)
        if named.is_sure or named.shape == "family, given":
            # People, and something else that nobody can tell: then nobody rather than half of them.
            return Head()
    found = _office_before(bare)
    # A few words that are nobody for certain: then nobody, and the title all the same.
    is_short = len(bare.split()) <= FEW_WORDS and bare.endswith(".")
    return found or (Head() if is_short and not find_date(bare) else None)


def _office_before(bare: str) -> Head | None:
    issued, is_dated = "", False
    if (brackets := re.search(r"[(（]([^()（）]{4,40})[)）]\s*[,.:]?$", bare)) and (
        said := _date_said(brackets[1])
    ) is not None:
        issued, bare, is_dated = said, bare[: brackets.start()].strip(), True
    elif year := re.search(rf"[.,]\s+({YEAR})[a-z]?[.,:]$", bare):
        issued, bare, is_dated = year[1], bare[: year.start() + 1], True
    elif bare[-1:] not in f"{COMMA}{COLON}{STOP}—–" and not _is_named_by_its_end(bare):
        return None
    if (dated := find_date(bare)) and dated.is_day and dated.start > 2 and not bare[dated.end :].strip(" :,"):
        issued, bare = dated.iso, bare[: dated.start]
    by = organisation(bare)
    if (
        by is None
        or " in " in bare
        or has_word(bare, "interview")
        or re.search(rf"[{COMMA}] (?!.*(?:and|und|et|y|e) )", by.literal)
    ):
        return None
    if _is_paper(bare) and not is_office(by.literal):
        return Head(issued=issued, container=by.literal, is_dated=is_dated)
    return Head((by,), issued, shape="office", is_dated=is_dated)


def _is_named_by_its_end(name: str) -> bool:
    return is_ideographic(name) and (is_office(name) or _is_paper(name))


def quoted_title(text: str) -> Quoted | None:
    """Find a title in quote marks, if it is the whole of one: what follows goes on as entries do."""
    for at, mark in enumerate(text[:FURTHEST_QUOTE]):
        if mark not in PAIRS or (at and text[at - 1].isalnum() and not is_ideographic(text[at - 1])):
            continue
        end = _closing(text, at)
        if end < 0:
            return None
        title, after = text[at + 1 : end], text[end + 1 :]
        if len(title.strip()) < 2 or not _goes_on(title, after):
            return None
        if re.match(r"\s*[.,]?\s*$", title):
            return None
        return Quoted(text[:at], title.strip(), after.lstrip(f" {COMMA}{STOP}{COLON}"))
    return None


def _closing(text: str, at: int) -> int:
    """Return where the quote mark at a place is closed, nested ones passed over."""
    opening, closers = text[at], PAIRS[text[at]]
    depth = 0
    for place in range(at + 1, len(text)):
        letter, following = text[place], text[place + 1 : place + 2]
        if letter in closers:
            if letter in "’'‘" and following.isalnum():
                continue
            if letter in "’'" and opening in "‘'" and following == " " and not _ends_title(text, place):
                continue
            if opening == '"' and following.isalnum() and not is_ideographic(following):
                depth += 1
                continue
            if depth:
                depth -= 1
                continue
            return place
        if letter == opening and opening not in closers:
            depth += 1
    return -1


def _ends_title(text: str, place: int) -> bool:
    """Tell whether a single mark before a blank closes: "the miners’ strike" goes on in small letters."""
    after = text[place + 1 :].lstrip()
    return text[place - 1 : place] in tuple(".,?!…") or not after[:1].islower()


def _goes_on(title: str, after: str) -> bool:
    bare = after.lstrip()
    if not bare or title[-1:] in ".,?!…。？！，":
        return True
    if bare[0] in f"{COMMA}{STOP}{COLON};(（[–—|-《『「〈":
        return True
    return not bare[0].islower() or re.match(rf"(?:{either('in')})\b:?\s", bare) is not None
