"""The one form every format becomes: what a text says once it is read, before it is a draft.

Text is kept plain, and whatever is said of a part of it (bold, a link, a quotation) points into it by
places, counted in characters of that one text. So the words are looked at in one way, whatever format
they came in, and marks and quotations may overlap as they like: what is stored decides their nesting.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .counting import count_words
from .remarks import Remark


class MarkKind(StrEnum):
    """What may be said of letters in a line."""

    STRONG = "strong"
    EM = "em"
    SUP = "sup"
    SUB = "sub"
    # Its value is the address.
    LINK = "link"
    # Its value is the id of a comment: a private note for colleagues.
    COMMENT = "comment"


@dataclass(frozen=True)
class Mark:
    """What is said of the letters from `start` to before `end`."""

    kind: MarkKind
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True)
class Cite:
    """A place in a text where a source is cited: before the letter at `at`.

    `note` is the id of a note of the manuscript, or, once notes are read, of one of its references.
    """

    at: int
    note: str
    locator: str = ""


@dataclass(frozen=True)
class QuoteSpan:
    """Where a part of a quotation stands in its paragraph, quote marks included."""

    start: int
    end: int
    quotation: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; `line` is the line of the file, or the paragraph's number where it has no lines."""

    text: str
    quotes: tuple[QuoteSpan, ...] = ()
    marks: tuple[Mark, ...] = ()
    cites: tuple[Cite, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Heading:
    """A section heading; level 2 unless the file marks a deeper one."""

    text: str
    level: int = 2
    marks: tuple[Mark, ...] = ()
    cites: tuple[Cite, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Item:
    """One item of a list: mostly one paragraph, with lists inside it behind."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    blocks: tuple["Block", ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True)
class Table:
    """A table, row by row."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class BlockQuote:
    """A quotation set apart; `quotation` is the id of what is known of its speaker, if anything is."""

    blocks: tuple["Block", ...]
    quotation: str = ""


@dataclass(frozen=True)
class Rule:
    """A line across the text."""


@dataclass(frozen=True)
class Figure:
    """A picture; `picture` is the id of one that came along, `address` where one is that did not."""

    picture: str = ""
    address: str = ""
    alt: str = ""
    caption: Paragraph | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Embed:
    """A video, a post or the like that another site shows."""

    address: str


Block = Paragraph | Heading | Bullets | Table | BlockQuote | Rule | Figure | Embed


@dataclass(frozen=True)
class Note:
    """A footnote, an endnote or an entry of a numbered list, as it was written, by the id cites use."""

    id: str
    paragraphs: tuple[Paragraph, ...]
    # What a citation manager kept of the sources in the document itself: CSL data, each as JSON.
    csl: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Comment:
    """What somebody wrote beside the text for colleagues; never for readers."""

    id: str
    text: str
    author: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture that came along, its bytes as they were."""

    id: str
    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True)
class Quotation:
    """Words the text attributes to somebody, in one or more parts without their quote marks.

    The speaker is a name ("Li Qiang"), a description ("an unnamed AI researcher"), or empty where
    the text says only "he" or "they" and does not settle who that is.
    """

    id: str
    parts: tuple[str, ...]
    speaker: str = ""


@dataclass(frozen=True)
class Author:
    """Who made a source: a person by names, or an organisation by `literal` alone."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True)
class SourceLine:
    """One source as the text gives it; nothing is made up for what it leaves out.

    `id` is what cites name it by; `raw` is the entry as it was written; `issued` and `accessed` are
    ISO dates, a year or a month alone where no more is said; `kind` is a type of CSL. `is_incomplete`
    says that an editor has to look: a note without an address, or one that could not be split.
    """

    title: str = ""
    publisher: str = ""
    domain: str = ""
    url: str = ""
    doi: str = ""
    note: str = ""
    id: str = field(default="", compare=False)
    raw: str = ""
    authors: tuple[Author, ...] = ()
    container: str = ""
    issued: str = ""
    accessed: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    isbn: str = ""
    kind: str = ""
    is_incomplete: bool = False


@dataclass(frozen=True)
class Embargo:
    """Until when a text may not be public, as its line says.

    `moment` is ISO: with an offset where the line names its zone, without one where it is meant in the
    newsroom's, a date alone where it names no hour; empty where it could not be read.
    """

    text: str
    moment: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class SetAside:
    """Words that are no part of the article, kept so that nothing is lost: a label, a contact block."""

    kind: str
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Manuscript:
    """One file as an article.

    A reader of a format fills in what the format itself says: blocks, notes, comments, pictures, and
    hints such as a title or a language. The editorial reading fills in the rest.
    """

    headline: str
    blocks: tuple[Block, ...]
    byline: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    references: tuple[SourceLine, ...] = ()
    remarks: tuple[Remark, ...] = ()
    summary: str = ""
    notes: tuple[Note, ...] = ()
    comments: tuple[Comment, ...] = ()
    pictures: tuple[Picture, ...] = ()
    language: str = ""
    direction: str = ""
    # When it was first published elsewhere, and when it was last changed there: ISO.
    published: str = ""
    embargo: Embargo | None = None
    slug: str = ""
    # Where it stood, or stands: the canonical address.
    address: str = ""
    tags: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    # What a later version of the same piece has in common with it: the slug of a wire story.
    story: str = ""

    @property
    def sections(self) -> int:
        """Count the section headings."""
        return sum(isinstance(block, Heading) for block in self.blocks)

    @property
    def words(self) -> int:
        """Count the words of the body, headings included."""
        return sum(count_words(text) for block in self.blocks for text in texts_of(block))


def passages_of(block: Block) -> tuple[Paragraph, ...]:
    """Return the running text of a block in reading order: none of a heading, one of a paragraph."""
    return tuple(inner for inner in every_block((block,)) if isinstance(inner, Paragraph))


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks and those inside them, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Bullets(items=items):
                yield from every_block(inner for item in items for inner in item.blocks)
            case Table(rows=rows):
                yield from every_block(inner for row in rows for cell in row for inner in cell.blocks)
            case BlockQuote(blocks=inside):
                yield from every_block(inside)


def texts_of(block: Block) -> tuple[str, ...]:
    """Return every text of a block, a heading's own included."""
    if isinstance(block, Heading):
        return (block.text,)
    return tuple(passage.text for passage in passages_of(block))


def with_passages(block: Block, passages: Iterator[Paragraph]) -> Block:
    """Return a block with its running text taken from `passages`, in the order of `passages_of`."""

    def each(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(with_passages(within, passages) for within in blocks)

    match block:
        case Paragraph():
            return next(passages)
        case Bullets(items=items):
            return replace(block, items=tuple(Item(each(item.blocks)) for item in items))
        case Table(rows=rows):
            cells = tuple(tuple(replace(cell, blocks=each(cell.blocks)) for cell in row) for row in rows)
            return replace(block, rows=cells)
        case BlockQuote(blocks=blocks):
            return replace(block, blocks=each(blocks))
        case _:
            return block
