"""What stands behind the title: journal or book, publisher, date, volume, issue and pages."""

import re
from dataclasses import dataclass

from .dates import YEAR, find_date, months
from .details import BARE_PAGES, CUT, EDITORS_FIRST, PLACE_PUBLISHER, RANGE, bare_volume, cut, take_details
from .heads import PAIRS, Head, quoted_title
from .people import authors_at_head, is_office
from .words import COMMA, LOOSE, PLACES, either, has_word

_IN = re.compile(r"(?:In|in|Dans|dans|En|en|Em|em|I|W|w|В кн\.)\s?(?::\s*|\s+)(?=\S)")
_MONTHS = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
_DAY_AND_MONTH = re.compile(
    rf"(?<![\w/])(?:(?P<d>\d{{1,2}})\.?\s+(?:de\s+)?(?P<m>{_MONTHS})"
    rf"|(?P<m2>{_MONTHS})\.?\s+(?P<d2>\d{{1,2}}))(?!\w)\.?",
    re.IGNORECASE,
)
_REPORT = re.compile(
    rf"^(?:(?:unpublished\s+)?(?:{either('report')}|{either('thesis')}|{either('release')})(?!\w)"
    rf"[^,.:]{{0,40}}(?:[,.:]\s*|$))",
    re.IGNORECASE,
)
_NOISE = re.compile(rf"[.,;]?\s*(?:{either('status')})(?!\w)\.?", re.IGNORECASE)
_PAGES_ALONE = re.compile(rf"(?:^|(?<=[,;{CUT}]))\s*(?P<pages>{RANGE})\s*(?=[.,{CUT}]|$)")
_PUBLISHED_IN = re.compile(r"^\W*(?:载于|載於|刊于|刊於|载|載|刊|见)\s*(?=[《「『])")
_IN_SERIES = re.compile(r"\s*\(=[^()]{0,120}\)")
_BEFORE_A_DATE = re.compile(r"\s+(?:vom|du|de|del|of|from|dated|am|den|от|le|on)$")
LONGEST_NAME = 14
SERIES = re.compile(r"\([^()]{0,120}\)")


@dataclass
class Rest:
    """What the tail of an entry says."""

    container: str = ""
    publisher: str = ""
    issued: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    kind: str = ""
    # Sentences behind the title that are of it: "Die Kälte. Eine Geschichte. München: Beck".
    subtitle: str = ""

    @property
    def says_anything(self) -> bool:
        """Tell whether the tail said anything at all."""
        return bool(self.container or self.publisher or self.issued or self.volume or self.pages)


def read_tail(
    tail: str, head: Head, emphasised: list[str], *, kind: str = "", is_quoted: bool = False
) -> Rest:
    """Read what stands behind the title."""
    rest = Rest(issued=head.issued, container=head.container)
    tail = _NOISE.sub(" ", tail).strip(LOOSE)
    is_in = _IN.match(tail)
    if is_in and (":" in is_in.group() or not tail[is_in.end()].islower()):
        tail = tail[is_in.end() :]
    else:
        is_in = None
    tail, edited = _editors_off(tail) if is_in or kind == "chapter" else (tail, False)
    tail = _publisher_in_brackets(rest, _PUBLISHED_IN.sub("", _IN_SERIES.sub("", tail)))
    boxed = quoted_title(tail) if tail[:1] in PAIRS and tail[:1] not in "‘'" else None
    if boxed and not boxed.before:
        rest.container, tail = rest.container or boxed.title.strip(LOOSE), f"{CUT}{boxed.after}"
    tail = _take_date(rest, tail)
    tail, details = take_details(tail)
    # Who translated a book says nothing of its kind; a title in quote marks stands in another.
    edited = edited or (details.had_editors and is_quoted)
    if not details.pages and (is_in or edited) and (alone := _PAGES_ALONE.search(tail)):
        details.pages, tail = alone["pages"], cut(tail, alone.start(), alone.end())
    bare = BARE_PAGES.search(tail) if rest.issued or details.volume else None
    if not details.pages and bare and bare["pages"] != rest.issued[:4]:
        details.pages = bare["pages"]
        tail = cut(tail, bare.start(), bare.end())
    rest.volume, rest.issue, rest.pages = details.volume, details.issue, details.pages
    _name_places(rest, tail, head, emphasised, is_in=is_in is not None, edited=edited, kind=kind)
    _name_kind(rest, is_in=is_in is not None, edited=edited)
    return rest


def _editors_off(tail: str) -> tuple[str, bool]:
    """Take the editors of a book off, before its title: "K. Tamm & P. Saar (Eds.), Safety at sea"."""
    found = EDITORS_FIRST.match(tail)
    if found and (found["bracket"] or authors_at_head(found["who"])):
        return tail[found.end() :], True
    named = authors_at_head(tail)
    if named and named.is_sure and (after := re.match(r"\s*[,.:]\s+", tail[named.end :])):
        return tail[named.end + after.end() :], True
    return tail, False


def _publisher_in_brackets(rest: Rest, tail: str) -> str:
    found = PLACE_PUBLISHER.search(tail)
    if found is None:
        return tail
    publisher = found["publisher"].strip()
    if found["place"] or has_word(publisher, "press"):
        rest.publisher = publisher
    elif not rest.container and find_date(publisher) is None:
        named = paper_or_publisher(name_of(publisher))
        rest.container, rest.publisher = named.container, named.publisher
    rest.issued = rest.issued or found["year"]
    return cut(tail, found.start(), found.end())


def _take_date(rest: Rest, tail: str) -> str:
    dated = find_date(tail)
    if dated is None:
        return _take_day(rest, tail)
    if not dated.is_day and (brackets := re.search(rf"[(（]({YEAR})[a-z]?[)）]", tail)):
        start, end, iso = brackets.start(), brackets.end(), brackets[1]
    else:
        start, end, iso = dated.start, dated.end, dated.iso
        while tail[start - 1 : start] in ("(", "（") and tail[end : end + 1] in (")", "）") and start:
            start, end = start - 1, end + 1
    if not rest.issued or (iso.startswith(rest.issued) and len(iso) > len(rest.issued)):
        rest.issued = iso
    return cut(tail, start, end)


def _take_day(rest: Rest, tail: str) -> str:
    """Take "5 May" behind a paper whose year stood before the title."""
    found = _DAY_AND_MONTH.search(tail)
    if found is None or len(rest.issued) != 4:
        return tail
    day, name = found["d"] or found["d2"], (found["m"] or found["m2"]).lower()
    if 1 <= int(day) <= 31:
        rest.issued = f"{rest.issued}-{months()[name]:02}-{int(day):02}"
    return cut(tail, found.start(), found.end())


def _name_places(
    rest: Rest, tail: str, head: Head, emphasised: list[str], *, is_in: bool, edited: bool, kind: str
) -> None:
    chunks = [chunk for chunk in (_clean(part) for part in tail.split(CUT)) if chunk]
    first = chunks[0] if chunks else ""
    if rest.container:
        if not rest.publisher and (is_in or kind == "chapter"):
            rest.publisher = publisher_of(first)
        return
    whole = next((words for words in emphasised if first.startswith(words)), "")
    if rest.volume and not rest.issue and _is_book(first, head):
        # "t. 1, Paris, Gallimard": a volume of a book.
        rest.publisher = rest.publisher or publisher_of(first)
    elif rest.volume or rest.issue:
        if not rest.volume:
            first, rest.volume = bare_volume(first)
        rest.container = whole or _journal(rest, first, head)
    elif is_in or edited:
        rest.container, behind = _book(whole, first)
        if not rest.volume:
            rest.container, rest.volume = bare_volume(rest.container)
        if not rest.volume and not rest.publisher:
            rest.publisher = publisher_of(behind or ("" if _is_day(rest) else "".join(chunks[1:2])))
    elif first:
        _one_name(rest, first, chunks, head)


def _one_name(rest: Rest, first: str, chunks: list[str], head: Head) -> None:
    """Tell what a name alone is: a journal with a number, a paper, or who published."""
    name, volume = bare_volume(first)
    if volume and rest.issued and not head.container:
        rest.container, rest.volume = _journal(rest, name, head), volume
    elif re.search(r"arxiv", first, re.IGNORECASE):
        rest.container = "arXiv"
    elif rest.publisher:
        return
    elif re.search(r"\w\s?[:：]\s?\w", first) and not _is_day(rest):
        rest.publisher = publisher_of(first)
        rest.subtitle = _subtitle(first)
    elif rest.pages and _is_book(first, head):
        rest.publisher = publisher_of(first)
    elif rest.pages and not has_word(first, "press"):
        rest.container = _journal(rest, first, head)
    elif _is_day(rest) or (not head.is_dated and not rest.issued):
        name = name_of(_REPORT.sub("", first))
        named = paper_or_publisher(_one_of(_without_town(name, head)))
        rest.container, rest.publisher = named.container, named.publisher
    else:
        name = publisher_of(first)
        if has_word(name, "outlet") and not has_word(name, "press") and not is_office(name):
            rest.container = name
        elif head.shape != "office" or head.separator == "." or is_office(name) or has_word(name, "press"):
            # "Office: Title, Puerto Claro, 2023" may end in a town.
            rest.publisher = name


def _is_day(rest: Rest) -> bool:
    return len(rest.issued) == len("2025-01-27")


def _is_book(text: str, head: Head) -> bool:
    """Tell whether commas alone part a place from who published: "Torino, Einaudi, 2006, p. 88"."""
    return head.separator in tuple(COMMA) and text.partition(",")[0].strip().lower() in PLACES


def _subtitle(text: str) -> str:
    """Return the sentences before "Place: Publisher": they are of the title."""
    sentences = re.split(r"(?<=[^\W\d_]{3})\.\s+", text)
    at = next((at for at, part in enumerate(sentences) if re.search(r"\S\s?[:：]\s?\S", part)), 0)
    before = [part for part in sentences[:at] if len(part.split()) > 1 and not _REPORT.match(f"{part}.")]
    return ". ".join(before)


def _journal(rest: Rest, text: str, head: Head) -> str:
    """Return a journal's name; Brazilian lists put its town behind it."""
    first, stop, behind = text.partition(". ")
    subtitled = any(word.islower() and len(word) > 3 for word in first.split()[1:])
    if stop and len(first.split()) > 2 and subtitled and len(behind) > 3:
        rest.subtitle, text = first, behind
    return name_of(_without_town(text, head))


def _without_town(text: str, head: Head) -> str:
    parts = text.split(", ")
    is_town = head.shape == "FAMILY given" and len(parts[-1].split()) <= 3
    return ", ".join(parts[:-1]) if len(parts) > 1 and (is_town or parts[-1].lower() in PLACES) else text


def _book(whole: str, text: str) -> tuple[str, str]:
    """Part the book a chapter stands in from what stands behind it."""
    if whole:
        return whole, text[len(whole) :].strip(LOOSE + ".")
    match = re.match(r"(.{2,200}?)(?<!Proc)(?<!Conf)\.\s+(.*)$", text)
    if match and not text.startswith("Proc"):
        return name_of(match[1]), match[2]
    parts = text.split(", ")
    if text.startswith("Proc"):
        return name_of(parts[0]), ""
    if len(parts) > 1 and has_word(parts[-1], "press"):
        kept = parts[:-2] if len(parts) > 2 and parts[-2].lower() in PLACES else parts[:-1]
        return name_of(", ".join(kept)), parts[-1]
    town = next((at for at, part in enumerate(parts) if at and part.lower() in PLACES), 0)
    if town:
        return name_of(", ".join(parts[:town])), ", ".join(parts[town:])
    if placed := re.match(r"(.+?),\s+([^,:]+:\s+[^,]+)$", text):
        return name_of(placed[1]), placed[2]
    return name_of(text), ""


def publisher_of(text: str) -> str:
    """Return who published: behind the place and a colon, or the part that is named like one."""
    whole = SERIES.sub(" ", text).strip(LOOSE + ".")
    text = _REPORT.sub("", whole)
    is_thesis = text != whole and has_word(whole, "thesis")
    sentences = [
        part.strip(LOOSE + ".")
        for part in re.split(r"(?<=[^\W\d_]{3})\.\s+", text)
        if part.strip(LOOSE + ".")
    ]
    placed = next((part for part in sentences if re.search(r"[^\s]\s?[:：]\s?\S", part)), "")
    if placed:
        return name_of(re.split(r"\s?[:：]\s?", placed)[-1].split(";")[0])
    if not sentences:
        return ""
    parts = [
        part.strip()
        for part in re.split(rf"[{COMMA}]\s*", sentences[-1] if len(sentences) > 1 else sentences[0])
        if part.strip()
    ]
    named = [part for part in parts if has_word(part, "press") or is_office(part)]
    others = [part for part in parts if part.lower() not in PLACES]
    return name_of((named or ([] if is_thesis else others[-1:]) or [""])[0])


def _one_of(name: str) -> str:
    """Drop the town behind or before a name: "Köln", "Oslo, Norway"."""
    parts = [part for part in name.split(", ") if part.lower() not in PLACES]
    return ", ".join(parts)


def paper_or_publisher(name: str) -> Rest:
    """Tell a paper from an office that publishes; what is neither for certain is a paper or a site."""
    if not name:
        return Rest()
    is_publisher = is_office(name) or has_word(name, "press")
    if has_word(name, "outlet") and (name.startswith("The ") or not has_word(name, "organisation")):
        is_publisher = False
    return Rest(publisher=name) if is_publisher else Rest(container=name)


def name_of(text: str) -> str:
    """Return a name without what stands around it; "" where it is none."""
    text = _BEFORE_A_DATE.sub("", text.strip(f'{LOOSE}.。()（）[]《》『』「」«»“”"'))
    if not text or len(text.split()) > LONGEST_NAME or not any(letter.isalpha() for letter in text):
        return ""
    if text.count("(") > text.count(")"):
        text += ")"
    text = re.split("[，、]", text)[0]
    return text if not text[0].islower() or "." in text or (text[:1] in "aei" and text[1:2].isupper()) else ""


def _clean(text: str) -> str:
    text = re.sub(r"^[\s,.;:(\[，。、；：،)\]–—-]+", "", text)
    text = re.sub(r"[\s,;:(\[，、；：،–—-]+$", "", text)
    return text.removesuffix(".").removesuffix("。").strip()


def _name_kind(rest: Rest, *, is_in: bool, edited: bool) -> None:
    if rest.volume or rest.issue:
        rest.kind = "article-journal"
    elif rest.container and _is_day(rest):
        rest.kind = "article-newspaper"
    elif edited or (is_in and rest.publisher):
        rest.kind = "chapter"
    elif rest.publisher and has_word(rest.publisher, "press"):
        rest.kind = "book"
