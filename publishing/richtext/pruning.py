"""Take out what is empty, and move notes that have no words of their own to words before them."""

from typing import Any

from publishing.richtext.document import (
    PLAIN,
    Block,
    BlockQuotation,
    Bullets,
    Cite,
    Embed,
    Figure,
    Gap,
    Marks,
    Paragraph,
    PullQuote,
    Rule,
    Run,
    Table,
    inner,
    lines,
)
from publishing.richtext.tidying import has_text, tidy


def prune(blocks: list[Block]) -> list[Block]:
    """Return the blocks with everything empty gone."""
    for block in blocks:
        if isinstance(block, PullQuote):
            _make_plain(block)
    _settle_notes(blocks)
    return _filled(blocks)


def _make_plain(quote: PullQuote) -> None:
    """Keep of a pull quote only its words: it repeats them, it does not say or prove anything anew."""
    for line in lines([quote]):
        line[:] = tidy(
            [Run(leaf.text, PLAIN._replace(**_looks(leaf.marks))) for leaf in line if isinstance(leaf, Run)]
        )


def _looks(marks: Marks) -> dict[str, Any]:
    """Return what marks say about letters alone."""
    return {"strong": marks.strong, "em": marks.em, "script": marks.script}


def _settle_notes(blocks: list[Block]) -> None:
    """Move the notes of lines without words, so that an unshown note leaves no empty line."""
    repeated = {id(line) for block in blocks if isinstance(block, PullQuote) for line in lines([block])}
    waiting: list[Cite] = []
    before = None
    for line in lines(blocks):
        if id(line) in repeated:
            continue
        if has_text(line):
            line[:0] = waiting
            waiting, before = [], line
            continue
        cites = [leaf._replace(marks=PLAIN) for leaf in line if isinstance(leaf, Cite)]
        line.clear()
        if before is None:
            waiting += cites
        else:
            before += cites


def _filled(blocks: list[Block]) -> list[Block]:
    """Return the blocks that hold something."""
    for block in blocks:
        match block:
            case Bullets():
                block.items = [item for item in map(_filled, block.items) if item]
            case BlockQuotation() | PullQuote():
                block.blocks = _filled(block.blocks)
            case Table():
                for row in block.rows:
                    for cell in row:
                        cell.blocks = _filled(cell.blocks)
    return [block for block in blocks if _holds_something(block)]


def _holds_something(block: Block) -> bool:
    match block:
        case Rule() | Figure() | Gap() | Embed():
            return True
        case Paragraph(line=line):
            return bool(line)
    return any(inner(block))
