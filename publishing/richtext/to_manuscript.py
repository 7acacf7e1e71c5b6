"""Stored markup as the blocks of a manuscript: the way out, whatever file is made of it.

What is for colleagues alone stays here: private notes, places where a picture is missing. Words shown
large stand in the text already.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import manuscripts
from manuscripts import Mark, MarkKind
from publishing.richtext import document
from publishing.richtext.document import Line, Marks, Run
from publishing.richtext.parse import parse


def blocks_of(markup: str, *, pictures: Mapping[str, manuscripts.Figure]) -> tuple[manuscripts.Block, ...]:
    """Return a text as blocks; a picture is as whoever hands it over says, by its key.

    Whose it is stands there as its caption. A note cites the key of its source, or, where it waits for
    one, its words.
    """
    return tuple(_blocks(parse(markup), pictures))


def _blocks(
    blocks: Iterable[document.Block], pictures: Mapping[str, manuscripts.Figure]
) -> Iterator[manuscripts.Block]:
    for block in blocks:
        match block:
            case document.Paragraph(line=line, tag="p"):
                yield _paragraph(line)
            case document.Paragraph(line=line, tag=tag):
                said = _paragraph(line)
                yield manuscripts.Heading(said.text, 2 if tag == "h2" else 3, said.marks, said.cites)
            case document.Bullets(items=items, tag=tag):
                inner = (manuscripts.Item(tuple(_blocks(item, pictures))) for item in items)
                yield manuscripts.Bullets(tuple(inner), tag == "ol")
            case document.Table(rows=rows):
                yield manuscripts.Table(tuple(tuple(_cell(cell, pictures) for cell in row) for row in rows))
            case document.BlockQuotation(blocks=inside):
                yield manuscripts.BlockQuote(tuple(_blocks(inside, pictures)))
            case document.Figure():
                yield from _figure(block, pictures)
            case document.Rule():
                yield manuscripts.Rule()
            case document.Embed(url=url):
                yield manuscripts.Embed(url)


def _cell(cell: document.Cell, pictures: Mapping[str, manuscripts.Figure]) -> manuscripts.Cell:
    spans = (int(span) if span.isdecimal() else 1 for span in (cell.colspan, cell.rowspan))
    return manuscripts.Cell(tuple(_blocks(cell.blocks, pictures)), cell.head, *spans)


def _figure(
    figure: document.Figure, pictures: Mapping[str, manuscripts.Figure]
) -> Iterator[manuscripts.Figure]:
    known = pictures.get(figure.key)
    if known is not None:
        alt = "" if figure.decorative else figure.alt or known.alt
        caption = with_credit(_paragraph(figure.caption) if figure.caption else None, known.caption)
        yield manuscripts.Figure(known.picture, known.address, alt, caption)


def with_credit(
    caption: manuscripts.Paragraph | None, credit: manuscripts.Paragraph | None
) -> manuscripts.Paragraph | None:
    """Return a caption that says whose picture it is, where it does not yet."""
    if credit is None or (caption is not None and credit.text in caption.text):
        return caption
    if caption is None or not caption.text.strip():
        return credit
    return replace(caption, text=f"{caption.text} ({credit.text})")


def _paragraph(line: Line) -> manuscripts.Paragraph:
    marks: list[Mark] = []
    cites: list[manuscripts.Cite] = []
    text = ""
    for leaf in line:
        if isinstance(leaf, Run):
            marks += _marks(leaf.marks, len(text), len(text) + len(leaf.text))
            text += leaf.text
        else:
            cites.append(manuscripts.Cite(len(text), leaf.key or leaf.words, leaf.locator))
    return manuscripts.Paragraph(text, marks=tuple(_joined(marks)), cites=tuple(cites))


def _marks(marks: Marks, start: int, end: int) -> Iterator[Mark]:
    if marks.strong:
        yield Mark(MarkKind.STRONG, start, end)
    if marks.em:
        yield Mark(MarkKind.EM, start, end)
    if marks.script:
        yield Mark(MarkKind(marks.script), start, end)
    if marks.link:
        yield Mark(MarkKind.LINK, start, end, marks.link)


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Make one of the same marks that touch."""
    open_ones: dict[tuple[MarkKind, str], Mark] = {}
    for mark in marks:
        before = open_ones.get((mark.kind, mark.value))
        if before is not None and before.end == mark.start:
            open_ones[mark.kind, mark.value] = Mark(mark.kind, before.start, mark.end, mark.value)
        else:
            if before is not None:
                yield before
            open_ones[mark.kind, mark.value] = mark
    yield from open_ones.values()
