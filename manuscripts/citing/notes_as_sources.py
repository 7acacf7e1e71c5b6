"""A manuscript's notes made sources: its marks lead to them, and the notes themselves are gone."""

from dataclasses import replace

from manuscripts.manuscript import (
    Block,
    BlockQuote,
    Bullets,
    Cite,
    Figure,
    Heading,
    Item,
    Manuscript,
    Paragraph,
    SourceLine,
    Table,
)
from manuscripts.remarks import Notice, Remark

from .notes import Notes, read_notes


def with_notes_as_sources(manuscript: Manuscript) -> Manuscript:
    """Return the manuscript with every note a source, cited at its marks with the place in it."""
    if not manuscript.notes:
        return manuscript
    read = read_notes(manuscript.notes)
    return replace(
        manuscript,
        blocks=tuple(_block(block, read) for block in manuscript.blocks),
        references=(*manuscript.references, *read.sources),
        notes=(),
        remarks=(*manuscript.remarks, *_remarks(manuscript, read)),
    )


def _remarks(manuscript: Manuscript, read: Notes) -> tuple[Remark, ...]:
    """Tell of the notes an editor has to look at, because they say no address."""
    lines = {note.id: note.line for note in manuscript.notes}
    return tuple(
        Remark(Notice.NOTE_WITHOUT_ADDRESS, lines.get(source.id, 0), _beginning(source))
        for source in read.sources
        if source.is_incomplete
    )


def _beginning(source: SourceLine) -> str:
    return source.raw if len(source.raw) <= 80 else f"{source.raw[:79]}…"


def _cites(cites: tuple[Cite, ...], read: Notes) -> tuple[Cite, ...]:
    found = []
    for cite in cites:
        for source, place in read.cited.get(cite.note, ((cite.note, ""),)):
            found.append(Cite(cite.at, source, cite.locator or place))
    return tuple(found)


def _block(block: Block, read: Notes) -> Block:
    def each(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_block(within, read) for within in blocks)

    match block:
        case Paragraph() | Heading():
            return replace(block, cites=_cites(block.cites, read))
        case Bullets(items=items):
            return replace(block, items=tuple(Item(each(item.blocks)) for item in items))
        case Table(rows=rows):
            cells = (tuple(replace(cell, blocks=each(cell.blocks)) for cell in row) for row in rows)
            return replace(block, rows=tuple(cells))
        case BlockQuote(blocks=blocks):
            return replace(block, blocks=each(blocks))
        case Figure(caption=Paragraph() as caption):
            return replace(block, caption=replace(caption, cites=_cites(caption.cites, read)))
        case _:
            return block
