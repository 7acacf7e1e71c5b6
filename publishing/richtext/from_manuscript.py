"""The blocks of a manuscript as stored markup: the one way in, whatever brought them.

Whoever brings a manuscript knows which rows its parts lead to, and hands that over: a note's citations, a
quotation's speaker, the people named, the pictures. What leads nowhere keeps its words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import manuscripts
from manuscripts import MarkKind
from publishing.richtext import document
from publishing.richtext.document import PLAIN, Attribution, Leaf, Line, Marks, Run
from publishing.richtext.sanitising import sanitise
from publishing.richtext.writing import write


@dataclass(frozen=True)
class Known:
    """What the parts of a manuscript lead to, each by its id in the manuscript."""

    # From what a cite names to the notes it becomes: several, where one footnote names several sources.
    cites: Mapping[str, Sequence[document.Cite]] = field(default_factory=dict)
    # A quotation that is not here is marked as one of nobody in particular.
    quotations: Mapping[str, Attribution] = field(default_factory=dict)
    mentions: Sequence[manuscripts.MentionSpan] = ()
    # By the id of a picture that came along, else by its address; without one, a place is left for it.
    figures: Mapping[str, document.Figure] = field(default_factory=dict)
    # From a comment to the private note that was made of it.
    comments: Mapping[str, str] = field(default_factory=dict)


def markup_of(blocks: Iterable[manuscripts.Block], *, known: Known | None = None) -> str:
    """Return blocks as stored markup; raises RichTextError where they are more than a text may hold."""
    return sanitise(write(_Building(known or Known()).top(blocks)))


def documents_of(
    blocks: Iterable[manuscripts.Block], *, known: Known | None = None
) -> list[list[document.Block]]:
    """Return what each block becomes, to be looked at before it is stored."""
    building, found = _Building(known or Known()), []
    for number, block in enumerate(blocks):
        building.place = (number, 0)
        found.append(building.block(block))
    return found


class _Building:
    """One text being built; passages are counted as people named in them are told of."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.gaps = count(1)
        self.mentions: dict[tuple[int, int], list[manuscripts.MentionSpan]] = {}
        for span in known.mentions:
            self.mentions.setdefault((span.block, span.item), []).append(span)
        self.place = (0, 0)

    def top(self, blocks: Iterable[manuscripts.Block]) -> Iterator[document.Block]:
        """Build the blocks of a whole text."""
        for number, block in enumerate(blocks):
            self.place = (number, 0)
            yield from self.block(block)

    def inside(self, blocks: Iterable[manuscripts.Block]) -> list[document.Block]:
        """Build what stands inside an item, a cell or a quotation."""
        return [built for block in blocks for built in self.block(block)]

    def block(self, block: manuscripts.Block) -> list[document.Block]:
        """Build one block; a picture's caption stands behind a place that is left for it."""
        match block:
            case manuscripts.Paragraph():
                return [document.Paragraph(self.passage(block))]
            case manuscripts.Heading(level=level):
                return [document.Paragraph(self.line(block), "h2" if level <= 2 else "h3")]
            case manuscripts.Bullets(items=items, ordered=ordered):
                inner = [self.inside(item.blocks) for item in items]
                return [document.Bullets(inner, "ol" if ordered else "ul")]
            case manuscripts.Table(rows=rows):
                return [document.Table([list(map(self.cell, row)) for row in rows])] if rows else []
            case manuscripts.BlockQuote(blocks=blocks, quotation=name):
                said = self.attribution(name) if name else Attribution("")
                return [document.BlockQuotation(said, self.inside(blocks))]
            case manuscripts.Rule():
                return [document.Rule()]
            case manuscripts.Figure():
                return self.figure(block)
            case manuscripts.Embed(address=address):
                return [document.Embed(address)]

    def cell(self, cell: manuscripts.Cell) -> document.Cell:
        """Build one cell of a table."""
        spans = ("" if span < 2 else str(span) for span in (cell.colspan, cell.rowspan))
        return document.Cell(self.inside(cell.blocks), cell.header, *spans)

    def figure(self, figure: manuscripts.Figure) -> list[document.Block]:
        """Build a picture, or the place of one."""
        caption = self.line(figure.caption) if figure.caption else []
        picture = self.known.figures.get(figure.picture or figure.address)
        if picture is None:
            gap = document.Gap(str(next(self.gaps)), figure.alt)
            return [gap, document.Paragraph(caption)] if caption else [gap]
        alt = "" if picture.decorative else picture.alt or figure.alt
        captioned = picture.caption or caption
        return [document.Figure(picture.key, alt, picture.size, captioned, picture.decorative)]

    def attribution(self, name: str) -> Attribution:
        """Return whose words a quotation is made of."""
        return self.known.quotations.get(name) or Attribution(name)

    def passage(self, paragraph: manuscripts.Paragraph) -> Line:
        """Build running text with the people who are named in it."""
        mentions = self.mentions.get(self.place, ())
        self.place = (self.place[0], self.place[1] + 1)
        return self.line(paragraph, mentions)

    def line(
        self,
        said: manuscripts.Paragraph | manuscripts.Heading,
        mentions: Sequence[manuscripts.MentionSpan] = (),
    ) -> Line:
        """Cut a text wherever something begins to be said of it, or ends."""
        turns = _Turns(len(said.text))
        for mark in said.marks:
            turns.mark(mark.start, mark.end, *self.said_by(mark))
        if isinstance(said, manuscripts.Paragraph):
            for quote in said.quotes:
                turns.mark(quote.start, quote.end, "quotation", self.attribution(quote.quotation))
        for span in mentions:
            turns.mark(span.start, span.end, "person", span.key)
        for cite in said.cites:
            for note in self.known.cites.get(cite.note, ()):
                turns.cite(cite.at, note._replace(locator=note.locator or cite.locator))
        return turns.line(said.text)

    def said_by(self, mark: manuscripts.Mark) -> tuple[str, "Attribution | str | bool"]:
        """Return what a mark says, by the name it has in a document."""
        match mark.kind:
            case MarkKind.STRONG | MarkKind.EM:
                return mark.kind.value, True
            case MarkKind.SUP | MarkKind.SUB:
                return "script", mark.kind.value
            case MarkKind.LINK:
                return "link", mark.value
            case MarkKind.COMMENT:
                return "note", self.known.comments.get(mark.value, "")


class _Turns:
    """The places of a text at which what is said of it changes; what began last is what holds."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.starts: dict[int, list[tuple[int, str, Attribution | str | bool]]] = {}
        self.ends: dict[int, list[tuple[int, str]]] = {}
        self.cites: dict[int, list[document.Cite]] = {}
        self.serial = count()

    def mark(self, start: int, end: int, name: str, value: "Attribution | str | bool") -> None:
        """Say something of the letters from `start` to before `end`."""
        start, end = max(start, 0), min(end, self.length)
        if start < end and value:
            number = next(self.serial)
            self.starts.setdefault(start, []).append((number, name, value))
            self.ends.setdefault(end, []).append((number, name))

    def cite(self, at: int, cite: document.Cite) -> None:
        """Put a note before the letter at a place."""
        self.cites.setdefault(min(max(at, 0), self.length), []).append(cite)

    def line(self, text: str) -> Line:
        """Return the text as a line."""
        leaves: list[Leaf] = []
        active: dict[str, dict[int, Attribution | str | bool]] = {}
        places = sorted({0, *self.starts, *self.ends, *self.cites, self.length})
        for place, following in zip(places, [*places[1:], self.length], strict=True):
            for number, name in self.ends.get(place, ()):
                del active[name][number]
            leaves += [cite._replace(marks=_marks(active)) for cite in self.cites.get(place, ())]
            for number, name, value in self.starts.get(place, ()):
                active.setdefault(name, {})[number] = value
            if place < following:
                leaves.append(Run(text[place:following], _marks(active)))
        return leaves


def _marks(active: dict[str, dict[int, "Attribution | str | bool"]]) -> Marks:
    """Return what is said of a letter; a person's name leads to the person."""
    said: dict[str, Any] = {
        name: next(reversed(values.values())) for name, values in active.items() if values
    }
    if "person" in said:
        said.pop("link", None)
    return PLAIN._replace(**said)
