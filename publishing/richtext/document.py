"""A text as the contract sees it: blocks that hold lines, lines that hold words and notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from publishing.richtext.characters import raised


class Attribution(NamedTuple):
    """Whose words, and where they are from."""

    id: str
    person: str = ""
    speaker: str = ""
    reference: str = ""

    def agrees_with(self, other: "Attribution") -> bool:
        """Tell whether both can belong to one quotation; what one does not say, the other may."""
        mine, others = (self.person, self.speaker), (other.person, other.speaker)
        same_speaker = mine == others or not any(mine) or not any(others)
        return same_speaker and (
            self.reference == other.reference or not (self.reference and other.reference)
        )

    def filled_from(self, other: "Attribution") -> "Attribution":
        """Return this with what only the other says."""
        speaker = self if self.person or self.speaker else other
        return Attribution(self.id, speaker.person, speaker.speaker, self.reference or other.reference)


class Marks(NamedTuple):
    """What is said about some words, from the outermost tag to the innermost."""

    quotation: Attribution | None = None
    note: str = ""
    link: str = ""
    person: str = ""
    strong: bool = False
    em: bool = False
    script: str = ""

    def shared(self, other: "Marks") -> "Marks":
        """Return what both have in common."""
        return Marks(
            self.quotation if self.quotation == other.quotation else None,
            self.note if self.note == other.note else "",
            self.link if self.link == other.link else "",
            self.person if self.person == other.person else "",
            self.strong and other.strong,
            self.em and other.em,
            self.script if self.script == other.script else "",
        )


PLAIN = Marks()


class Run(NamedTuple):
    """Words with the same marks."""

    text: str
    marks: Marks = PLAIN


class Cite(NamedTuple):
    """The place of a note: of a source by its key, or in a draft of one that waits for its source.

    A note that waits has no key, but its words, and what was read from them (publishing.richtext.waiting).
    """

    key: str
    locator: str = ""
    marks: Marks = PLAIN
    words: str = ""
    read: str = ""


Leaf = Run | Cite
Line = list[Leaf]


@dataclass
class Paragraph:
    line: Line
    tag: str = "p"


@dataclass
class Bullets:
    items: "list[list[Block]]"
    tag: str = "ul"
    start: str = ""


@dataclass
class Cell:
    blocks: "list[Block]"
    head: bool = False
    colspan: str = ""
    rowspan: str = ""


@dataclass
class Table:
    rows: list[list[Cell]]


@dataclass
class Rule:
    pass


@dataclass
class BlockQuotation:
    attribution: Attribution
    blocks: "list[Block]"


@dataclass
class PullQuote:
    blocks: "list[Block]"


@dataclass
class Figure:
    key: str
    alt: str = ""
    size: str = ""
    caption: Line = field(default_factory=list)
    decorative: bool = False


@dataclass
class Gap:
    """Where a picture is missing; drafts alone have such places."""

    number: str
    alt: str = ""


@dataclass
class Embed:
    url: str


Block = Paragraph | Bullets | Table | Rule | BlockQuotation | PullQuote | Figure | Gap | Embed


def inner(block: Block) -> "list[list[Block]]":
    """Return the lists of blocks that stand directly inside a block."""
    match block:
        case Bullets(items=items):
            return items
        case Table(rows=rows):
            return [cell.blocks for row in rows for cell in row]
        case BlockQuotation(blocks=blocks) | PullQuote(blocks=blocks):
            return [blocks]
    return []


def lines(blocks: list[Block]) -> Iterator[Line]:
    """Yield every line of the text in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.line
        elif isinstance(block, Figure):
            yield block.caption
        for blocks_inside in inner(block):
            yield from lines(blocks_inside)


def text_of(line: Line) -> str:
    """Return the words of a line, letter for letter as many as it has; 10²⁵ is not 1025."""
    return "".join(raised(leaf.text, leaf.marks.script) for leaf in line if isinstance(leaf, Run))
