"""What a text says about rows: whom it names, what it cites, who is quoted, which pictures it uses."""

from dataclasses import dataclass, field

from manuscripts.counting import count_words
from publishing.richtext.document import (
    Attribution,
    Block,
    BlockQuotation,
    Cite,
    Embed,
    Figure,
    Gap,
    Line,
    Paragraph,
    PullQuote,
    inner,
    lines,
    text_of,
)
from publishing.richtext.headings import headings
from publishing.richtext.kept import Kept
from publishing.richtext.parse import parsed
from publishing.richtext.sentences import sentence_at, sentences
from publishing.richtext.writing import write_block

SUMMARY_LENGTH = 300


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Mention:
    """A person linked in the text, with the name as written there first."""

    key: str
    name: str


@dataclass(frozen=True)
class CitationPlace:
    """One note mark: its number in the text from 1, the place in the source, and the sentence it is for."""

    ordinal: int
    locator: str
    sentence: str


@dataclass
class Citation:
    key: str
    places: list[CitationPlace] = field(default_factory=list)


@dataclass
class Quotation:
    """Words attributed to somebody; parts with the same id are one quotation."""

    id: str
    parts: list[str] = field(default_factory=list)
    person: str = ""
    speaker: str = ""
    reference: str = ""


@dataclass(frozen=True)
class ImageUse:
    key: str
    alt: str
    caption_text: str
    size: str
    decorative: bool = False


@dataclass(frozen=True)
class Extract:
    """All of it; every list is in order of first appearance."""

    text: str
    words: int
    headings: list[Heading]
    mentions: list[Mention]
    citations: list[Citation]
    quotations: list[Quotation]
    images: list[ImageUse]
    notes: list[str]
    links: list[str]
    embeds: list[str]
    waiting: list[Cite]
    """The notes that wait for their sources."""
    gaps: list[str]
    """The numbers of the pictures that are missing."""


@Kept
def extract(stored: str) -> Extract:
    """Read a stored text for what becomes rows, a search index and a table of contents."""
    return extract_blocks(parsed(stored))


@Kept
def texts_of_blocks(stored: str) -> tuple[tuple[str, str], ...]:
    """Return the stored markup of each block at the top of a text, and its words."""
    return tuple((write_block(block), _words_of(block)) for block in parsed(stored))


def _words_of(block: Block) -> str:
    reading = _Extracting()
    reading.read([block])
    return "\n".join(reading.texts)


def extract_blocks(blocks: list[Block]) -> Extract:
    """Read a text that has been parsed already."""
    reading = _Extracting()
    reading.read(blocks)
    text = "\n".join(reading.texts)
    return Extract(
        text=text,
        words=count_words(text),
        headings=[Heading(int(block.tag[1]), text_of(block.line), name) for name, block in headings(blocks)],
        mentions=[Mention(key, name) for key, name in reading.mentions.items()],
        citations=list(reading.citations.values()),
        quotations=list(reading.quotations.values()),
        images=reading.images,
        notes=list(reading.notes),
        links=list(reading.links),
        embeds=reading.embeds,
        waiting=reading.waiting,
        gaps=reading.gaps,
    )


class _Extracting:
    """One walk over a document in reading order."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.mentions: dict[str, str] = {}
        self.citations: dict[str, Citation] = {}
        self.quotations: dict[str, Quotation] = {}
        self.images: list[ImageUse] = []
        self.notes: dict[str, None] = {}
        self.links: dict[str, None] = {}
        self.embeds: list[str] = []
        self.waiting: list[Cite] = []
        self.gaps: list[str] = []
        self.places = 0

    def read(self, blocks: list[Block]) -> None:
        """Read blocks; a pull quote only repeats words and says nothing of its own."""
        for block in blocks:
            match block:
                case PullQuote():
                    continue
                case Paragraph(line=line):
                    self.line(line)
                case Figure(caption=caption):
                    self.images.append(_use(block))
                    self.line(caption)
                case Gap(number=number):
                    self.gaps.append(number)
                case Embed(url=url):
                    self.embeds.append(url)
            for blocks_inside in inner(block):
                self.read(blocks_inside)
            if isinstance(block, BlockQuotation):
                self._block_quotation(block)

    def line(self, line: Line) -> None:
        """Read one line: its words, its marks and its notes."""
        text = text_of(line)
        if text:
            self.texts.append(text)
        spans = sentences(text) if any(isinstance(leaf, Cite) for leaf in line) else []
        offset = 0
        mentioned = ""
        quoting: Attribution | None = None
        for leaf in line:
            if isinstance(leaf, Cite) and not leaf.key:
                self.waiting.append(leaf)
                continue
            if isinstance(leaf, Cite):
                self._cite(leaf.key, leaf.locator, sentence_at(text, spans, offset))
                continue
            offset += len(leaf.text)
            quotation, note, link, person, *_ = leaf.marks
            if person and (person == mentioned or person not in self.mentions):
                self.mentions[person] = self.mentions.get(person, "") + leaf.text
                mentioned = person
            else:
                mentioned = ""
            self.notes |= {note: None} if note else {}
            self.links |= {link: None} if link else {}
            if quotation:
                self._quoted(quotation, leaf.text, goes_on=quotation == quoting)
            quoting = quotation

    def _cite(self, key: str, locator: str, sentence: str) -> None:
        self.places += 1
        citation = self.citations.setdefault(key, Citation(key))
        citation.places.append(CitationPlace(self.places, locator, sentence))

    def _quoted(self, said: Attribution, text: str, *, goes_on: bool) -> None:
        """Add words to a quotation, to its last part where they follow on from it."""
        quotation = self.quotations.setdefault(said.id, Quotation(said.id))
        quotation.person = quotation.person or said.person
        quotation.speaker = quotation.speaker or said.speaker
        quotation.reference = quotation.reference or said.reference
        if goes_on:
            quotation.parts[-1] += text
        else:
            quotation.parts.append(text)

    def _block_quotation(self, block: BlockQuotation) -> None:
        text = "\n".join(map(text_of, lines(block.blocks)))
        self._quoted(block.attribution, text, goes_on=False)
        if block.attribution.reference:
            self._cite(block.attribution.reference, "", text)


def _use(figure: Figure) -> ImageUse:
    words = text_of(figure.caption)
    return ImageUse(figure.key, figure.alt, words, figure.size or "normal", figure.decorative)


def summary_of(standfirst: str, extract: Extract) -> str:
    """Return what lists, feeds and search engines show: the summary, else the text's beginning."""
    if standfirst:
        return standfirst
    first = next((line for line in extract.text.splitlines() if line.strip()), "")
    if len(first) <= SUMMARY_LENGTH:
        return first
    return first[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
