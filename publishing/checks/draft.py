"""What a check is given: the words as they are on the screen, read once for all checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models

from publishing.bases import Payload, WorkingCopy
from publishing.richtext import extract_blocks
from publishing.richtext.document import (
    Attribution,
    Block,
    BlockQuotation,
    Cite,
    Figure,
    Line,
    Paragraph,
    PullQuote,
    inner,
    text_of,
)
from publishing.richtext.extracting import Extract
from publishing.richtext.parse import parse

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
    def cites(self) -> bool:
        """Tell whether a source stands at this line, its own or that of the quotation it is part of."""
        return bool(self.said and self.said.reference) or any(
            isinstance(leaf, Cite) or bool(leaf.marks.quotation and leaf.marks.quotation.reference)
            for leaf in self.line
        )


@dataclass
class Draft:
    """A working copy with the payload to be looked at, which need not be what is saved."""

    row: WorkingCopy
    payload: Payload
    at: datetime

    @property
    def language(self) -> str:
        """Return the language without its country."""
        return str(self.payload["language"]).partition("-")[0].casefold()

    @cached_property
    def blocks(self) -> list[Block]:
        return parse(self.payload["body"])

    @cached_property
    def extract(self) -> Extract:
        return extract_blocks(self.blocks)

    @cached_property
    def passages(self) -> list[Passage]:
        """Return every line in reading order; a pull quote only repeats words that stand elsewhere."""
        return [passage for number, block in enumerate(self.blocks) for passage in _passages(block, number)]

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield what stands in the other fields that hold words, by the field's name."""
        columns: Any = self.row._meta.fields
        for column in columns:
            value = self.payload.get(column.name)
            holds_words = isinstance(column, models.CharField | models.TextField) and not column.choices
            if holds_words and column.name not in NO_WORDS and isinstance(value, str) and value:
                yield column.name, value

    def chosen(self, model: type[models.Model]) -> Iterator[tuple[str, str]]:
        """Yield the field and the key of each row of a kind that a field of the form leads to."""
        columns: Any = self.row._meta.fields
        for column in columns:
            if column.related_model is model and (key := self.payload.get(column.name)):
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
