"""From the paragraphs of a document, each with its part in it, to blocks: lists, quotations, headings."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from manuscripts.manuscript import (
    Block,
    BlockQuote,
    Bullets,
    Cell,
    Figure,
    Heading,
    Item,
    Manuscript,
    Paragraph,
    Rule,
    Table,
    passages_of,
)

from .letters import Letters

LONGEST_HEADING = 90
MOST_WORDS = 14
# Shorter lines below a bold one are a list of samples or names, not its section.
FEWEST_WORDS = 8
FEWEST_LETTERS = 50
# A text as long as this has its title at the top, also where that is styled as any heading.
ARTICLE = 100
# A line that is a sentence, or announces one, is bold for its own sake.
NO_HEADING = re.compile(r"[.,;:…。،]\W*$|^\W*(?:by|von|par|por|da|door|av|af)\s", re.IGNORECASE)


class Part(Enum):
    """The part a paragraph has in its document."""

    TEXT = "text"
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    CAPTION = "caption"


@dataclass
class Piece:
    """One line of a document; `goes_on` says that it belongs to the item before it."""

    letters: Letters
    part: Part = Part.TEXT
    level: int = 0
    ordered: bool = False
    list_name: str = ""
    goes_on: bool = False
    line: int = 0


@dataclass
class _List:
    level: int
    ordered: bool
    name: str
    items: list[list[Block]] = field(default_factory=list)

    def finished(self) -> Bullets:
        """Return the list with all its items."""
        return Bullets(tuple(Item(tuple(item)) for item in self.items), self.ordered)


def assembled(pieces: Sequence[Piece | Block]) -> Manuscript:
    """Return a document's headline, summary and blocks."""
    pieces = [piece for piece in pieces if not isinstance(piece, Piece) or not piece.letters.is_empty]
    _mark_bold_headings(pieces)
    levels = sorted({piece.level for piece in _headings(pieces)})
    titles, summaries, rest = _titles(pieces, levels)
    top = min((piece.level for piece in _headings(rest)), default=1)
    return Manuscript(" ".join(titles), tuple(blocks_of(rest, top=top)), summary=" ".join(summaries))


def blocks_of(pieces: Sequence[Piece | Block], *, top: int = 1) -> list[Block]:
    """Return pieces as blocks; headings of the level `top` are sections, all others within them."""
    made: list[Block] = []
    lists: list[_List] = []

    def close(level: int) -> None:
        while lists and lists[-1].level >= level:
            inner = lists.pop().finished()
            (lists[-1].items[-1] if lists else made).append(inner)

    for piece in pieces:
        if not isinstance(piece, Piece):
            if lists and isinstance(piece, Figure):
                lists[-1].items[-1].append(piece)
                continue
            close(-1)
            made.append(piece)
            continue
        if piece.letters.is_empty:
            continue
        if piece.part is Part.ITEM:
            _into_list(piece, lists, made, close)
            continue
        close(-1)
        _add(made, piece, top)
    close(-1)
    return _with_captions(made, pieces)


def flat(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    """Return blocks as paragraphs alone, as they stand in a note."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(Paragraph(block.text, marks=block.marks, cites=block.cites, line=block.line))
        elif isinstance(block, Figure) and block.caption is not None:
            found.append(block.caption)
        else:
            found += passages_of(block)
    return tuple(found)


def table_of(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """Return a table; one of a single cell is a box around text, and is taken away."""
    kept = tuple(tuple(row) for row in rows if row)
    if not kept or not any(cell.blocks for row in kept for cell in row):
        return []
    if len(kept) == 1 and len(kept[0]) == 1:
        return list(kept[0][0].blocks)
    return [Table(kept)]


def in_cell(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return what may stand in a cell: a table within a table is its paragraphs, a heading its words."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, (Table, Heading)):
            kept += flat([block])
        else:
            kept.append(block)
    return tuple(kept)


def _into_list(piece: Piece, lists: list[_List], made: list[Block], close: Callable[[int], None]) -> None:
    paragraph = piece.letters.paragraph(piece.line)
    if piece.goes_on and lists:
        close(piece.level + 1)
        (lists[-1].items[-1] if lists else made).append(paragraph)
        return
    close(piece.level + 1)
    last = lists[-1] if lists else None
    if last is not None and last.level == piece.level and _is_other(last, piece):
        close(piece.level)
        last = lists[-1] if lists else None
    if last is None or last.level < piece.level:
        lists.append(_List(piece.level, piece.ordered, piece.list_name))
    lists[-1].items.append([paragraph])


def _is_other(last: _List, piece: Piece) -> bool:
    return last.ordered != piece.ordered or last.name != piece.list_name


def _add(made: list[Block], piece: Piece, top: int) -> None:
    if piece.part in (Part.HEADING, Part.TITLE):
        made.append(piece.letters.heading(2 if piece.level <= top else 3, piece.line))
        return
    paragraph = piece.letters.paragraph(piece.line)
    if piece.part is not Part.QUOTE:
        made.append(paragraph)
    elif made and isinstance(made[-1], BlockQuote) and piece.goes_on:
        made[-1] = replace(made[-1], blocks=(*made[-1].blocks, paragraph))
    else:
        made.append(BlockQuote((paragraph,)))


def _with_captions(blocks: list[Block], pieces: Sequence[Piece | Block]) -> list[Block]:
    """Put the caption below a picture, or above it, with the picture."""
    lines = {piece.line for piece in pieces if isinstance(piece, Piece) and piece.part is Part.CAPTION}
    made: list[Block] = []
    above: Paragraph | None = None
    for block in blocks:
        last = made[-1] if made else None
        is_caption = isinstance(block, Paragraph) and block.line in lines
        if is_caption and isinstance(last, Figure) and last.caption is None:
            assert isinstance(block, Paragraph)
            made[-1] = replace(last, caption=block)
            above = None
        elif isinstance(block, Figure) and block.caption is None and above is not None and last is above:
            made[-1] = replace(block, caption=above)
            above = None
        else:
            above = block if is_caption and isinstance(block, Paragraph) else None
            made.append(block)
    return made


def _titles(
    pieces: Sequence[Piece | Block], levels: list[int]
) -> tuple[list[str], list[str], list[Piece | Block]]:
    """Take what is styled as title and subtitle out of the text."""
    titles: list[str] = []
    summaries: list[str] = []
    rest: list[Piece | Block] = []
    heads = [piece for piece in _headings(pieces) if piece.level == levels[0]] if levels else []
    first = next((piece for piece in pieces if isinstance(piece, Piece)), None)
    styled = any(isinstance(piece, Piece) and piece.part is Part.TITLE for piece in pieces)
    for piece in pieces:
        if not isinstance(piece, Piece):
            rest.append(piece)
        elif piece.part is Part.TITLE and (not titles or (piece.goes_on and not summaries)):
            titles.append(piece.letters.words)
            rest += _cited(piece)
        elif piece.part is Part.SUBTITLE and not summaries:
            summaries.append(piece.letters.words)
            rest += _cited(piece)
        elif (
            piece is first
            and not styled
            and [piece] == heads
            and (len(levels) > 1 or _words(pieces) >= ARTICLE)
        ):
            # One heading above all others, at the very top, is what the others are sections of.
            titles.append(piece.letters.words)
            rest += _cited(piece)
        else:
            rest.append(piece)
    return titles, summaries, rest


def _words(pieces: Sequence[Piece | Block]) -> int:
    return sum(len(piece.letters.words.split()) for piece in pieces if isinstance(piece, Piece))


def _cited(piece: Piece) -> list[Piece]:
    """Keep a note at a title: it stands by itself, for a headline holds none."""
    cites = [part for part in piece.letters.parts if not isinstance(part, tuple)]
    return [replace(piece, part=Part.TEXT, letters=Letters([*cites]))] if cites else []


def _headings(pieces: Sequence[Piece | Block]) -> Iterator[Piece]:
    return (piece for piece in pieces if isinstance(piece, Piece) and piece.part is Part.HEADING)


def _mark_bold_headings(pieces: Sequence[Piece | Block]) -> None:
    """Let short bold lines be headings in a document that has none by style: text stands below each."""
    styled = list(_headings(pieces))
    if styled and (len(styled) > 1 or styled[0] is not pieces[0]):
        return
    for at in range(1, len(pieces) - 1):
        piece, before, behind = pieces[at], pieces[at - 1], pieces[at + 1]
        if _may_head(piece) and _is_text(behind) and not (at == 1 and _may_head(before)):
            assert isinstance(piece, Piece)
            piece.part, piece.level = Part.HEADING, styled[0].level + 1 if styled else 1


def _may_head(piece: Piece | Block) -> bool:
    if not isinstance(piece, Piece) or piece.part is not Part.TEXT or piece.goes_on:
        return False
    words = piece.letters.words
    short = len(words) <= LONGEST_HEADING and len(words.split()) <= MOST_WORDS
    return short and piece.letters.is_strong and not NO_HEADING.search(words)


def _is_text(piece: Piece | Block) -> bool:
    if not isinstance(piece, Piece):
        return not isinstance(piece, Rule)
    if piece.part in (Part.ITEM, Part.QUOTE):
        return True
    words = piece.letters.words
    long = len(words.split()) >= FEWEST_WORDS or len(words) >= FEWEST_LETTERS
    return piece.part is Part.TEXT and long and not piece.letters.is_strong
