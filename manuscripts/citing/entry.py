"""One entry of a list of sources, split into its parts: authors, title, what it stands in, where it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from manuscripts.manuscript import Author, Mark, MarkKind, SourceLine
from manuscripts.typography import typographic

from .details import GBT, GBT_KINDS, LABELS, kind_of_label
from .heads import LAW, PAIRS, Head, head_of, quoted_title, whole_head
from .links import take_whereabouts, trailing_domain
from .people import is_office
from .tails import Rest, read_tail
from .titles import split_title, title_and_outlet, without_edition
from .words import COMMA, LOOSE, STOP, either, has_word

MARKER = re.compile(
    r"(?:[-*•–·‣▪◦]\s+|\[\^?\w{1,4}\][.:]?\s*|[(（]\d{1,3}[)）]\s*|\d{1,3}[.)．、]\s+|\d{1,3}\s{2,}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}\s*|[①-⑳]\s*|\d{1,3}\t)(?=\S)"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,2})(?=\S)([^*_]{2,300}?)(?<=\S)\1(?![\w*])")
_OPENING = re.compile(rf"(?:{either('opening')})[\s:]+(?=\S)", re.IGNORECASE)
_INTERVIEW = re.compile(rf"(?:\w+\s+)?(?:{either('interview')})(?!\w)", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)
# Nobody published these, so whatever name stands behind them is a place.
UNPUBLISHED = ("interview",)
_BY = re.compile(r",\s+(?:by|von|par|por)\s+(?P<name>[^\W\d_][^,.;:()]{3,60}?)(?=\s*[(,.;]|$)")
_SERIES = re.compile(
    r",\s*[(]?(?:coll\.|collection|Reihe|série|colección|coleção)\s*:?\s*[«“„\"][^«»“”„\"]{1,80}[»”“\"][)]?",
    re.IGNORECASE,
)
LONGEST = 3_000
UNSPLIT_WORDS = 12


@dataclass
class Reading:
    """An entry while it is being read."""

    raw: str
    title: str = ""
    authors: tuple[Author, ...] = ()
    rest: Rest = field(default_factory=Rest)
    kind: str = ""
    is_split: bool = False


def read_entry(text: str, marks: Iterable[Mark] = ()) -> SourceLine:
    """Read one entry; what cannot be split is kept whole as the title, and no author is made up."""
    raw = text.strip()
    emphasised = [text[mark.start : mark.end].strip() for mark in marks if mark.kind is MarkKind.EM]
    bare, place = take_whereabouts(_unmarked(raw, emphasised)[:LONGEST])
    reading = Reading(raw)
    note = place.note
    bare = _SERIES.sub("", bare)
    if len(raw) > LONGEST:
        reading.title = _tidy(raw)
    else:
        bare, opening = _opened(bare)
        note = "; ".join(filter(None, (opening, note)))
        if not (place.url or place.domain or place.doi) and (found := trailing_domain(bare)):
            place.domain, end = found
            bare = _tidy(bare[:end])
        _split(reading, bare, [part for part in emphasised if part], bool(place.url))
    rest = reading.rest
    if place.domain and place.domain in (rest.container.lower(), rest.publisher.lower()):
        # "grid.example" is where it is, and its address says so already.
        rest.container = rest.publisher = ""
    is_publisher = is_office(rest.publisher) or has_word(rest.publisher, "press")
    if place.doi and not (place.isbn or rest.container or is_publisher):
        # What has a DOI and no number yet stands in a journal, unless an office keeps it.
        rest.container, rest.publisher = rest.publisher, ""
    return SourceLine(
        title=typographic(reading.title),
        publisher=typographic(rest.publisher),
        domain=place.domain,
        url=place.url,
        doi=place.doi,
        note=typographic(note),
        raw=raw,
        authors=reading.authors,
        container=typographic(rest.container),
        issued=rest.issued,
        accessed=place.accessed,
        volume=rest.volume,
        issue=rest.issue,
        pages=rest.pages,
        isbn=place.isbn,
        kind=reading.kind,
        is_incomplete=_is_unsplit(reading),
    )


def _unmarked(text: str, emphasised: list[str]) -> str:
    """Take the number off, and the signs of Markdown; what they emphasise is remembered."""
    text = " ".join(text.translate(_DIGITS).replace("\u200e", "").replace("\u200f", "").split())
    if marker := MARKER.match(text):
        text = text[marker.end() :]
    emphasised += [found[2].strip() for found in _EMPHASIS.finditer(text)]
    text = _EMPHASIS.sub(r"\2", text)
    # GOST sets its parts apart with ". –".
    return re.sub(r"(?<=[.,])\s+[–—]\s+", " ", text)


def _opened(text: str) -> tuple[str, str]:
    """Take "See also" and "Vgl." off; they are kept as a note."""
    opening = _OPENING.match(text)
    if opening is None:
        return text, ""
    return text[opening.end() :], opening.group().strip(" :")


def _split(reading: Reading, text: str, emphasised: list[str], has_url: bool) -> None:
    text = _labels_off(reading, text)
    if _INTERVIEW.match(text):
        reading.kind, reading.is_split = "interview", True
        head, title, tail = Head(), *split_title(text, Head(separator=","), [])
    else:
        found = _coded(text) or _doubly_slashed(text) or _quoted(text) or _plain(text, emphasised)
        head, title, tail = found
    reading.authors = head.authors
    at = text.find(title)
    is_quoted = at > 0 and text[at - 1] in PAIRS
    reading.rest = read_tail(tail, head, emphasised, kind=reading.kind, is_quoted=is_quoted)
    if reading.kind in UNPUBLISHED:
        reading.rest.container = reading.rest.publisher = ""
    if LAW.search(text[:120]):
        reading.rest = Rest(issued=reading.rest.issued)
    if not (head.authors or is_quoted) and reading.rest == Rest(pages=reading.rest.pages):
        # Pages of nobody knows what: readers find them where the writer put them.
        reading.rest, title = Rest(), text
    subtitle = reading.rest.subtitle
    # Between quote marks stands the title and nothing else.
    title = _tidy(title if is_quoted else without_edition(title))
    reading.title = f"{title}{' ' if title.endswith(('?', '!')) else '. '}{subtitle}" if subtitle else title
    reading.is_split = reading.is_split or reading.rest.says_anything or bool(head.authors)
    if not reading.is_split and (outlet := title_and_outlet(reading.title)):
        reading.title, reading.rest = outlet
        reading.is_split = True
    reading.kind = reading.kind or reading.rest.kind or ("webpage" if has_url else "")


def _labels_off(reading: Reading, text: str) -> str:
    """Take "[online]", "[data set]" and the like out; they say what kind of thing it is."""
    for label in LABELS.finditer(text):
        if GBT.fullmatch(label.group().strip()) or label[1].isdigit():
            continue
        reading.kind = reading.kind or kind_of_label(label[1])
    kept = LABELS.sub(_unless_needed, text)
    code = GBT.search(kept)
    if code:
        reading.kind = GBT_KINDS.get(code["code"], "") or reading.kind
    # The letters of a label were never the title's, but a title may be nothing else.
    stripped = re.sub(r"\s+([,.;:])", r"\1", kept).strip()
    return " ".join(stripped.split()) if stripped.strip(" .,;:") else text


def _unless_needed(label: re.Match[str]) -> str:
    return label.group() if GBT.fullmatch(label.group().strip()) or label[1].isdigit() else " "


Split = tuple[Head, str, str]


def _coded(text: str) -> Split | None:
    """Read GB/T 7714: 李明, 王芳. 小模型的成本[J]. 临江学报, 2021."""
    code = GBT.search(text)
    if code is None:
        return None
    head = head_of(text[: code.start()], sure=True)
    title = head.rest or text[: code.start()]
    tail = text[code.end() :].lstrip(f" {STOP}{COMMA}/")
    # "[M]//王芳. 书名. 北京: 出版社": the book a chapter stands in, behind its editors.
    return head, title, re.sub(r"\[\d{4}-\d\d-\d\d\]", "", tail)


def _doubly_slashed(text: str) -> Split | None:
    """Read GOST: Иванов И. И. Название // Журнал."""
    left, slashes, right = text.partition(" // ")
    if not slashes or not left or not right:
        return None
    head = head_of(left, sure=True)
    # GOST names who is responsible once more behind the title.
    return head, (head.rest or left).partition(" / ")[0], right


def _quoted(text: str) -> Split | None:
    """Read an entry whose title stands in quote marks, behind its authors or nobody."""
    found = quoted_title(text)
    if found is None:
        return None
    head = whole_head(found.before)
    return None if head is None else (head, found.title, found.after)


def _plain(text: str, emphasised: list[str]) -> Split:
    """Read an entry without quote marks."""
    head = head_of(text, emphasised=emphasised)
    rest = head.rest or text
    if not head.authors and (named := _BY.search(rest)) and (by := whole_head(named["name"])) and by.authors:
        head, rest = by, f"{rest[: named.start()]}{rest[named.end() :]}"
    if (found := quoted_title(rest)) and not found.before:
        return head, found.title, found.after
    title, tail = split_title(rest, head, emphasised)
    return head, title, tail


def _tidy(text: str) -> str:
    text = text.strip(LOOSE)
    text = (
        text.removesuffix(".") if not text.endswith(("..", "etc.")) and not _ends_in_initial(text) else text
    )
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1]
    if text.count(")") > text.count("("):
        text = text.removesuffix(")")
    if text.count("(") > text.count(")"):
        text = text.removeprefix("(") if text.startswith("(") else text
    return text.strip(f"{LOOSE}。")


def _ends_in_initial(text: str) -> bool:
    return re.search(r"\b(?:[A-Z]\.){2,}$", text) is not None


def _is_unsplit(reading: Reading) -> bool:
    """Tell whether a long entry came out as nothing but a title."""
    if reading.is_split:
        return False
    return len(reading.raw) > LONGEST or len(reading.title.split()) > UNSPLIT_WORDS
