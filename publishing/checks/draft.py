"""What a check is given: the words as they are on the screen, read once for all checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from django.db import models

from publishing.bases import Payload, WorkingCopy
from publishing.checks.quote_marks import is_inside
from publishing.richtext import extract_blocks
from publishing.richtext.document import (
    Attribution,
    Block,
    BlockQuotation,
    Figure,
    Leaf,
    Line,
    Paragraph,
    PullQuote,
    Run,
    inner,
    text_of,
)
from publishing.richtext.extracting import Extract
from publishing.richtext.parse import parsed
from publishing.richtext.sentences import sentences

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where something was found: a field of the form, or words in a block of the text.

    `block` counts the blocks of the text that hold something, `nth` how often these words come before
    in it; both from 0. `about` is the key of the row a remedy is about, `name` what it is called.
    """

    field: str = "body"
    words: str = ""
    block: int | None = None
    nth: int = 0
    about: str = ""
    name: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what stays of a place while the words around it change."""
        return (self.field, self.words, self.about)


NO_WORDS = frozenset(["slug", "language", "body"])


@dataclass(frozen=True)
class Passage:
    """One line of the text: its words, the block it stands in from 0, and what it is part of."""

    text: str
    line: Line
    block: int
    tag: str = "p"
    said: Attribution | None = None

    @property
    def is_heading(self) -> bool:
        return self.tag in ("h2", "h3")

    @property
    def runs(self) -> Iterator[tuple[int, Leaf]]:
        """Yield the words and notes of the line, each with where it begins."""
        at = 0
        for leaf in self.line:
            yield at, leaf
            at += len(leaf.text) if isinstance(leaf, Run) else 0

    def is_said(self, start: int, end: int) -> bool:
        """Tell whether a stretch touches words that the text gives to somebody."""
        return self.said is not None or is_inside(self._given_away, start, end)

    @cached_property
    def _given_away(self) -> list[tuple[int, int]]:
        return [
            (at, at + len(leaf.text))
            for at, leaf in self.runs
            if isinstance(leaf, Run) and leaf.marks.quotation
        ]


@dataclass
class Draft:
    """A working copy with the content to be looked at, which need not be what is saved."""

    row: WorkingCopy
    content: Payload
    at: datetime
    loaded: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, load: Callable[[], T]) -> T:
        """Return what several checks need of the database, asked for by the first of them."""
        if name not in self.loaded:
            self.loaded[name] = load()
        found: T = self.loaded[name]
        return found

    @property
    def language(self) -> str:
        """Return the language without its country."""
        return str(self.content["language"]).partition("-")[0].casefold()

    @cached_property
    def blocks(self) -> list[Block]:
        return parsed(self.content["body"])

    @cached_property
    def extract(self) -> Extract:
        return extract_blocks(self.blocks)

    @cached_property
    def passages(self) -> list[Passage]:
        """Return every line in reading order; a pull quote only repeats words that stand elsewhere."""
        return [passage for number, block in enumerate(self.blocks) for passage in _passages(block, number)]

    def sentences(self, passage: Passage) -> list[tuple[int, int]]:
        """Return where each sentence of a line begins and ends, worked out once for all checks."""
        if id(passage) not in self._sentences:
            self._sentences[id(passage)] = sentences(passage.text)
        return self._sentences[id(passage)]

    @cached_property
    def _sentences(self) -> dict[int, list[tuple[int, int]]]:
        return {}

    def place(self, passage: Passage, start: int, words: str, *, about: str = "", name: str = "") -> Place:
        """Return the place of words in a line, by how often they come before in its block."""
        nth = self._count_before(passage, start, words) if words else 0
        return Place("body", words, passage.block, nth, about, name)

    def _count_before(self, passage: Passage, start: int, words: str) -> int:
        """Count words in the block before a place, going on from where they were counted last."""
        end = self._begins[id(passage)] + start
        counted, count = self._counted.get((passage.block, words), (0, 0))
        if counted > end:
            counted, count = 0, 0
        count += self._texts[passage.block].count(words, counted, end)
        self._counted[passage.block, words] = (end, count)
        return count

    @cached_property
    def _counted(self) -> dict[tuple[int, str], tuple[int, int]]:
        return {}

    @cached_property
    def _texts(self) -> dict[int, str]:
        """Return the words of each block, line after line."""
        of_block = groupby(self.passages, key=lambda passage: passage.block)
        return {block: "\n".join(passage.text for passage in passages) for block, passages in of_block}

    @cached_property
    def _begins(self) -> dict[int, int]:
        """Return for each line where it begins in the words of its block."""
        found: dict[int, int] = {}
        for _block, passages in groupby(self.passages, key=lambda passage: passage.block):
            begin = 0
            for passage in passages:
                found[id(passage)] = begin
                begin += len(passage.text) + 1
        return found

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield what stands in the other fields that hold words, by the field's name."""
        columns: Any = self.row._meta.fields
        for column in columns:
            value = self.content.get(column.name)
            holds_words = isinstance(column, models.CharField | models.TextField) and not column.choices
            if holds_words and column.name not in NO_WORDS and isinstance(value, str) and value:
                yield column.name, value

    def chosen(self, model: type[models.Model]) -> Iterator[tuple[str, str]]:
        """Yield the field and the key of each row of a kind that a field of the form leads to."""
        columns: Any = self.row._meta.fields
        for column in columns:
            if column.related_model is model and (key := self.content.get(column.name)):
                yield column.name, str(key)


def _passages(block: Block, number: int, said: Attribution | None = None) -> Iterator[Passage]:
    match block:
        case PullQuote():
            return
        case Paragraph(line=line, tag=tag):
            yield Passage(text_of(line), line, number, tag, said)
        case Figure(caption=line) if line:
            yield Passage(text_of(line), line, number, "figcaption")
        case BlockQuotation(attribution=attribution):
            said = attribution
    for blocks in inner(block):
        for inside in blocks:
            yield from _passages(inside, number, said)
