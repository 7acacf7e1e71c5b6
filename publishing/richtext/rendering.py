"""From stored markup to the readers' HTML, with tokens where it depends on what is current."""

from collections.abc import Mapping
from types import MappingProxyType

from publishing.richtext import tokens
from publishing.richtext.document import (
    Block,
    BlockQuotation,
    Bullets,
    Cell,
    Cite,
    Embed,
    Figure,
    Gap,
    Line,
    Marks,
    Paragraph,
    PullQuote,
    Rule,
    Table,
    lines,
    text_of,
)
from publishing.richtext.headings import headings
from publishing.richtext.parse import parsed
from publishing.richtext.tidying import without_private_notes
from publishing.richtext.tokens import token
from publishing.richtext.writing import Opened, nest_marks, tag

# Raised when the same text would be rendered otherwise, so that published texts can be rendered anew.
VERSION = 3
_NONE: Mapping[str, str] = MappingProxyType({})


def render(stored: str, *, names: Mapping[str, str] = _NONE, alts: Mapping[str, str] = _NONE) -> str:
    """Return the neutral HTML of a text, to be frozen with an edition and given to `resolve`.

    `names` maps a person's key to the name readers know: a block quotation that is attributed to a person,
    but says nothing of how to write the name, is signed with it. `alts` maps a picture's key to its
    description in the library, for pictures that have none where they stand.
    """
    blocks = [_described(_signed(block, names), alts) for block in parsed(stored)]
    ids = {id(heading): name for name, heading in headings(blocks)}
    shown = (block for block in blocks if not isinstance(block, Gap))
    return "\n".join(_block(block, ids.get(id(block), "")) for block in shown)


def _signed(block: Block, names: Mapping[str, str]) -> Block:
    """Return a block quotation with its speaker's name, and any other block as it is."""
    if not isinstance(block, BlockQuotation) or block.attribution.speaker:
        return block
    speaker = names.get(block.attribution.person, "")
    return BlockQuotation(block.attribution._replace(speaker=speaker), block.blocks)


def _described(block: Block, alts: Mapping[str, str]) -> Block:
    """Return a picture with what it shows, and any other block as it is."""
    if not isinstance(block, Figure) or block.alt or block.decorative:
        return block
    return Figure(block.key, alts.get(block.key, ""), block.size, block.caption)


def _block(block: Block, name: str = "") -> str:
    match block:
        case Paragraph(line=line, tag=element):
            return f"{tag(element, id=name)}{_line(line)}</{element}>"
        case Bullets(items=items, tag=element, start=start):
            inside = "".join(f"<li>{_inside(item)}</li>" for item in items)
            return f"{tag(element, start=start)}{inside}</{element}>"
        case Table(rows=rows):
            return _table(rows)
        case Rule():
            return "<hr>"
        case BlockQuotation():
            return _quotation(block)
        case PullQuote(blocks=blocks):
            return token(tokens.PULL, "\n".join(map(text_of, lines(blocks))))
        case Figure(key=key, alt=alt, size=size, caption=caption):
            return token(tokens.IMAGE, key, size or "normal", alt) + _line(caption) + token(tokens.IMAGE_END)
        case Embed(url=url):
            return token(tokens.EMBED, url)
        case Gap():
            return ""


def _inside(blocks: list[Block]) -> str:
    """Render an item's or a cell's content; its only paragraph needs no tag of its own."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    if len(paragraphs) != 1:
        return "".join(map(_block, blocks))
    return "".join(_line(block.line) if isinstance(block, Paragraph) else _block(block) for block in blocks)


def _table(rows: list[list[Cell]]) -> str:
    head, *body = ["".join(_cell(cell, row=number) for cell in row) for number, row in enumerate(rows)]
    rest = "".join(f"<tr>{row}</tr>" for row in body)
    return f"<table><thead><tr>{head}</tr></thead>{f'<tbody>{rest}</tbody>' if rest else ''}</table>"


def _cell(cell: Cell, *, row: int) -> str:
    name = "th" if cell.head else "td"
    scope = ("row" if row else "col") if cell.head else ""
    opening = tag(name, scope=scope, colspan=cell.colspan, rowspan=cell.rowspan)
    return f"{opening}{_inside(cell.blocks)}</{name}>"


def _quotation(block: BlockQuotation) -> str:
    said = block.attribution
    inside = "".join(map(_block, block.blocks))
    attribution = token(tokens.SAID, said.person, said.speaker, said.reference)
    return f'<figure class="quotation"><blockquote>{inside}</blockquote>{attribution}</figure>'


def _line(line: Line) -> str:
    return nest_marks(without_private_notes(line), open_marks=_open_marks, write_cite=_cite)


def _cite(cite: Cite) -> str:
    # A note without its source is for those who write.
    return token(tokens.NOTE, cite.key, cite.locator) if cite.key else ""


def _open_marks(marks: Marks) -> list[Opened]:
    """Return the tags around words, outermost first."""
    opened: list[Opened] = []
    if marks.quotation:
        # No <q>: wherever the stylesheet is absent, it would double the marks that stand in the text.
        opened.append(('<span class="quotation">', "</span>"))
    if marks.person:
        opened.append((token(tokens.PERSON, marks.person), token(tokens.PERSON_END)))
    if marks.link:
        opened.append((tag("a", href=marks.link), "</a>"))
    if marks.strong:
        opened.append(("<strong>", "</strong>"))
    if marks.em:
        opened.append(("<em>", "</em>"))
    if marks.script:
        opened.append((f"<{marks.script}>", f"</{marks.script}>"))
    return opened
