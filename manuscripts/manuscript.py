"""What a text file says once it is read: a headline, blocks, quotations and sources."""

from dataclasses import dataclass

from .remarks import Remark


@dataclass(frozen=True)
class QuoteSpan:
    """Where a part of a quotation stands in its paragraph, quote marks included."""

    start: int
    end: int
    quotation: str


@dataclass(frozen=True)
class Paragraph:
    """Running text, or one item of a list."""

    text: str
    quotes: tuple[QuoteSpan, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A section heading; level 2 unless the file marks a deeper one."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[Paragraph, ...]
    ordered: bool = False


Block = Paragraph | Heading | Bullets


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
class SourceLine:
    """One source as the closing block gives it; nothing is made up for what it leaves out."""

    title: str = ""
    publisher: str = ""
    domain: str = ""
    url: str = ""
    doi: str = ""
    note: str = ""


@dataclass(frozen=True)
class Manuscript:
    """One file as an article."""

    headline: str
    blocks: tuple[Block, ...]
    byline: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    references: tuple[SourceLine, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def sections(self) -> int:
        """Count the section headings."""
        return sum(isinstance(block, Heading) for block in self.blocks)

    @property
    def words(self) -> int:
        """Count the words of the body, headings included."""
        return sum(
            any(character.isalnum() for character in word)
            for block in self.blocks
            for text in texts_of(block)
            for word in text.split()
        )


def passages_of(block: Block) -> tuple[Paragraph, ...]:
    """Return the running text of a block: none of a heading, one of a paragraph, each item of a list."""
    match block:
        case Heading():
            return ()
        case Paragraph():
            return (block,)
        case Bullets(items=items):
            return items


def texts_of(block: Block) -> tuple[str, ...]:
    """Return every text of a block, a heading's own included."""
    if isinstance(block, Heading):
        return (block.text,)
    return tuple(passage.text for passage in passages_of(block))
