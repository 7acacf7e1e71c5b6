"""One line of text being collected: letters with their looks, notes, and blanks as a reader sees them."""

import re
from dataclasses import dataclass, field

from manuscripts.manuscript import Cite, Heading, Mark, MarkKind, Paragraph

from .styles import Look

BLANKS = re.compile("[ \t\n\r\f\v\u00a0\u2002-\u200a\u3000]+")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffc\x00-\x08\x0e-\x1f]")
# In French a blank that does not break stands before these, and behind an opening quote mark.
BEFORE = frozenset(";:!?»%€$°")
BEHIND = frozenset("«–—")


@dataclass
class Line:
    """The letters of one line so far."""

    text: list[str] = field(default_factory=list)
    looks: list[tuple[int, Look]] = field(default_factory=list)
    cites: list[tuple[int, str]] = field(default_factory=list)
    length: int = 0
    gap: bool = False
    gap_behind: bool = False

    def add(self, text: str, look: Look) -> None:
        """Add letters; a blank that was taken out with deleted words still keeps two words apart."""
        text = INVISIBLE.sub("", text)
        if not text:
            return
        if self.gap and self.text and self.text[-1][-1:].isalnum() and text[:1].isalnum():
            text = f" {text}"
        self.gap = False
        self.looks.append((self.length, look))
        self.text.append(text)
        self.length += len(text)

    def _drop_comma(self, behind: int) -> None:
        """Take out a raised comma that stands alone behind a place."""
        if self.length - behind > 3:
            return
        between = 0
        at = self.length
        while at > behind:
            between += 1
            at -= len(self.text[-between])
        runs = self.text[len(self.text) - between :]
        looks = self.looks[len(self.looks) - between :]
        if "".join(runs).strip() in (",", ";") and all(look.script == "sup" for _start, look in looks):
            del self.text[len(self.text) - between :], self.looks[len(self.looks) - between :]
            self.length = behind

    def end_inserted(self) -> None:
        """Hear where inserted words end: they stay as far from the next as what they stand for was."""
        self.gap, self.gap_behind = self.gap or self.gap_behind, False

    def cite(self, note: str) -> None:
        """Put a note here; a raised comma between two notes goes with their numbers."""
        if self.cites:
            self._drop_comma(self.cites[-1][0])
        self.cites.append((self.length, note))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of it can be seen."""
        return not self.cites and not any(BLANKS.sub("", part) for part in self.text)

    def paragraph(self) -> Paragraph:
        """Return the line as running text."""
        text, marks, cites = self._set()
        return Paragraph(text, marks=marks, cites=cites)

    def heading(self, level: int) -> Heading:
        """Return the line as a heading: what is bold in it is so because headings are."""
        text, marks, cites = self._set()
        kept = tuple(mark for mark in marks if mark.kind is not MarkKind.STRONG)
        return Heading(text, level=level, marks=kept, cites=cites)

    def _set(self) -> tuple[str, tuple[Mark, ...], tuple[Cite, ...]]:
        """Set the blanks as they are shown, and move everything that points into the text along."""
        raw = "".join(self.text)
        out: list[str] = []
        places = [0] * (len(raw) + 1)
        at = length = 0
        for blanks in BLANKS.finditer(raw):
            for place in range(at, blanks.start()):
                places[place] = length + place - at
            out.append(raw[at : blanks.start()])
            length += blanks.start() - at
            before = raw[blanks.start() - 1 : blanks.start()]
            shown = _blank(blanks.group(), before, raw[blanks.end() : blanks.end() + 1]) if length else ""
            for place in range(blanks.start(), blanks.end()):
                places[place] = length
            out.append(shown)
            length += len(shown)
            at = blanks.end()
        for place in range(at, len(raw) + 1):
            places[place] = length + place - at
        out.append(raw[at:])
        text = "".join(out).rstrip()
        ends = [min(place, len(text)) for place in places]
        cites = tuple(Cite(_behind_words(text, ends[at]), note) for at, note in self.cites)
        return text, tuple(self._marks(ends, len(raw), text)), cites

    def _marks(self, ends: list[int], length: int, text: str) -> list[Mark]:
        if not self.looks:
            return []
        open_: dict[tuple[MarkKind, str], int] = {}
        found: list[Mark] = []
        stops = [start for start, _look in self.looks[1:]] + [length]

        def close(key: tuple[MarkKind, str], end: int) -> None:
            start = open_.pop(key)
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                found.append(Mark(key[0], start, end, key[1]))

        for (start, look), stop in zip(self.looks, stops, strict=True):
            said = set(_said(look))
            first, last = ends[start], ends[stop]
            if first == last or not text[first:last].strip():
                # A blank between two bold words belongs to both; one by itself says nothing.
                continue
            for key in [key for key in open_ if key not in said]:
                close(key, first)
            for key in said:
                open_.setdefault(key, first)
        for key in list(open_):
            close(key, len(text))
        return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))


def _said(look: Look) -> list[tuple[MarkKind, str]]:
    said: list[tuple[MarkKind, str]] = []
    if look.bold:
        said.append((MarkKind.STRONG, ""))
    if look.italic:
        said.append((MarkKind.EM, ""))
    if look.script:
        said.append((MarkKind.SUP if look.script == "sup" else MarkKind.SUB, ""))
    if look.link:
        said.append((MarkKind.LINK, look.link))
    return said


def _blank(blanks: str, before: str, behind: str) -> str:
    if blanks != "\u00a0":
        return " "
    return "\u00a0" if behind in BEFORE or before in BEHIND or before.isdigit() else " "


def _behind_words(text: str, at: int) -> int:
    """Return the place of a note: right behind the word it belongs to."""
    while at and text[at - 1].isspace():
        at -= 1
    return at
