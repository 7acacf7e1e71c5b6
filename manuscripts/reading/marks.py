"""What is typed into a line to say something of it: notes, links, bold words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from manuscripts.manuscript import Cite, Heading, Mark, MarkKind, Paragraph
from manuscripts.remarks import Notice, Remark

from .numbers import RAISED

NUMBER = r"\d{1,3}"
LOCATOR = r"(?:,?\s*(?:pp?\.|S\.|ch\.|§|fol\.|seiten?|pages?)\s*[\w–—-]+(?:\s*[,–-]\s*\d+)*)?"
BOXED = re.compile(rf"\s?\[\^?(?P<inner>{NUMBER}{LOCATOR}(?:\s*[,;–-]\s*\^?{NUMBER}{LOCATOR})*)\]")
RAISED_SIGNS = re.compile(r"(?<=[^\W\d]|[.,;:!?”’\"»)\]])[¹²³⁰⁴-⁹]{1,3}(?![\w⁺⁻])")
# With a blank before it and words behind, "(2)" counts reasons: "(1) cost, (2) mud".
ROUND = re.compile(rf"(?:(?<=[.,;:!?”’\"»])|(?<=[.!?”’\"»])\s(?=\({NUMBER}\)\s*$))\((?P<inner>{NUMBER})\)")
ONE = re.compile(rf"(?P<number>{NUMBER})(?P<locator>{LOCATOR})")
MARKDOWN_LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,300})\]\((?P<address>https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"]*\")?\)"
)
BARE = re.compile(r"<?(?P<address>https?://[^\s<>\"“”]+|www\.[\w-]+\.[^\s<>\"“”]+)>?", re.IGNORECASE)
BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])(?P<words>[^*\n]{1,500}?)(?<=[^\s*])\*\*(?![\w*])")
SLANTED = re.compile(
    r"(?<![\w*])\*(?=[^\s*])(?P<words>[^*\n]{1,300}?)(?<=[^\s*])\*(?![\w*])|(?<![\w_/])_(?=[^\s_])(?P<under>[^_\n]{1,300}?)(?<=[^\s_])_(?![\w_/])"
)
TRAILING = ".,;:!?)]}’”\"'…"


@dataclass
class Entries:
    """The entries a mark may lead to, and the marks that led nowhere."""

    ids: set[str]
    remarks: list[Remark] = field(default_factory=list)


class _Text:
    """One line whose letters are taken out while what points into it is moved along."""

    def __init__(self, text: str, marks: Iterable[Mark] = (), cites: Iterable[Cite] = ()) -> None:
        self.text = text
        self.marks: list[list[Any]] = [[m.kind, m.start, m.end, m.value] for m in marks]
        self.cites: list[list[Any]] = [[c.at, c.note, c.locator] for c in cites]

    def cut(self, start: int, end: int) -> None:
        gone = end - start
        self.text = self.text[:start] + self.text[end:]
        for mark in self.marks:
            for place in (1, 2):
                mark[place] -= min(gone, max(0, mark[place] - start))
        for cite in self.cites:
            cite[0] -= min(gone, max(0, cite[0] - start))

    def as_marks(self) -> tuple[Mark, ...]:
        return tuple(Mark(*mark) for mark in self.marks if mark[1] < mark[2])

    def as_cites(self) -> tuple[Cite, ...]:
        return tuple(Cite(*cite) for cite in sorted(self.cites, key=lambda cite: cite[0]))


def read_marks(line: Paragraph, entries: Entries) -> Paragraph:
    """Return a line of plain text with what is typed into it as marks, links and cites."""
    text = _Text(line.text, line.marks, line.cites)
    _links(text)
    for pattern, kind in ((BOLD, MarkKind.STRONG), (SLANTED, MarkKind.EM)):
        _emphasis(text, pattern, kind)
    _notes(text, entries, line=line.line)
    return Paragraph(text.text, line.quotes, text.as_marks(), text.as_cites(), line.line)


def read_cites(line: Paragraph, entries: Entries) -> Paragraph:
    """Return a line of a document with the notes that are typed into it as cites."""
    text = _Text(line.text, line.marks, line.cites)
    _bare_links(text)
    _notes(text, entries, line=line.line)
    return Paragraph(text.text, line.quotes, text.as_marks(), text.as_cites(), line.line)


def cites_in_heading(heading: Heading, entries: Entries) -> Heading:
    """Return a heading with the notes typed into it as cites."""
    text = _Text(heading.text, heading.marks, heading.cites)
    _notes(text, entries, line=heading.line)
    return Heading(text.text, heading.level, text.as_marks(), text.as_cites(), heading.line)


def without_notes(text: str) -> str:
    """Return a line without the marks of notes at its end, to see what kind of line it is."""
    text = BOXED.sub("", text)
    text = ROUND.sub("", text)
    return RAISED_SIGNS.sub("", text).rstrip()


def _links(text: _Text) -> None:
    for found in reversed(list(MARKDOWN_LINK.finditer(text.text))):
        text.cut(found.end("words"), found.end())
        text.cut(found.start(), found.start("words"))
        text.marks.append(
            [MarkKind.LINK, found.start(), found.start() + len(found["words"]), found["address"]]
        )
    _bare_links(text)


def _bare_links(text: _Text) -> None:
    taken = [(mark[1], mark[2]) for mark in text.marks if mark[0] is MarkKind.LINK]
    for found in reversed(list(BARE.finditer(text.text))):
        address = found["address"].rstrip(TRAILING)
        if found["address"].count("(") > address.count(")") and "(" in address:
            address = found["address"][: len(address) + 1]
        start = found.start("address")
        if any(start < end and begin < start + len(address) for begin, end in taken):
            continue
        leads = address if address.lower().startswith("http") else f"https://{address}"
        text.marks.append([MarkKind.LINK, start, start + len(address), leads])


def _emphasis(text: _Text, pattern: re.Pattern[str], kind: MarkKind) -> None:
    linked = [(mark[1], mark[2]) for mark in text.marks if mark[0] is MarkKind.LINK]
    for found in reversed(list(pattern.finditer(text.text))):
        name = next(name for name, value in found.groupdict().items() if value)
        if any(begin < found.start() < end or begin < found.end() < end for begin, end in linked):
            continue
        start, words = found.start(), found[name]
        text.cut(found.end(name), found.end())
        text.cut(start, found.start(name))
        text.marks.append([kind, start, start + len(words), ""])


def _notes(text: _Text, entries: Entries, *, line: int) -> None:
    places: list[tuple[int, int, list[tuple[str, str]], str]] = []
    for pattern in (BOXED, RAISED_SIGNS, ROUND):
        for found in pattern.finditer(text.text):
            inner = found.groupdict().get("inner") or found.group().strip().translate(RAISED)
            cited = [(one["number"], _locator(one["locator"])) for one in ONE.finditer(_spread(inner))]
            places.append((found.start(), found.end(), cited, found.group().strip()))
    for start, end, cited, shown in sorted(places, reverse=True):
        known = [(number, locator) for number, locator in cited if number in entries.ids]
        if len(known) < len(cited) or not cited:
            is_note = entries.ids and (shown.startswith("[") or shown[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹")
            if is_note or shown.startswith("[^"):
                entries.remarks.append(Remark(Notice.CITE_WITHOUT_ENTRY, line, shown))
            continue
        text.cut(start, end)
        # In reverse, and each before those that follow it, so their order stays.
        text.cites = [[start, number, locator] for number, locator in known] + text.cites


def _spread(inner: str) -> str:
    """Return "2–4" as "2, 3, 4"."""

    def each(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        return ", ".join(map(str, range(first, last + 1))) if first < last <= first + 20 else found[0]

    return (
        re.sub(r"(?<![\w.])(\d{1,3})\s*[–-]\s*(\d{1,3})(?![\w])", each, inner)
        if re.fullmatch(r"[\d\s,;–^-]+", inner)
        else inner
    )


def _locator(text: str) -> str:
    return text.strip(" ,")
