"""One file as its sender looks at it before it is a draft: every remark beside its line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from articles.delivering.markup import block_in_html
from articles.importing import Plan
from articles.importing.sentences import remark_in_words
from articles.importing.sources import key_of
from manuscripts import Block, KnownPerson, Manuscript, every_block, find_mentions, passages_of
from manuscripts import Figure as Picture
from publishing.richtext.document import Cite
from publishing.richtext.from_manuscript import Known, documents_of


@dataclass
class Row:
    """One line of the file, or a block that begins there."""

    line: int
    html: list[SafeString] = field(default_factory=list)
    # Words that are no part of the text, and which remarks there are.
    words: str = ""
    remarks: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    last: int = 0


def counts_of(manuscript: Manuscript) -> dict[str, int]:
    """Count what a person would look for."""
    blocks = list(every_block(manuscript.blocks))
    return {
        "words": manuscript.words,
        "headings": manuscript.sections,
        "quotations": len(manuscript.quotations),
        "sources": len(manuscript.references),
        "pictures": sum(isinstance(block, Picture) for block in blocks),
        "remarks": len(manuscript.remarks),
    }


def rows_of(plan: Plan) -> tuple[list[str], list[Row]]:
    """Return the remarks on the whole file, and its lines, each with what is remarked there."""
    manuscript = plan.manuscript
    rows = [*_text_rows(plan), *_aside_rows(manuscript)]
    whole = []
    for remark in manuscript.remarks:
        sentence = remark_in_words(remark)
        if not remark.line:
            whole.append(sentence)
            continue
        row = next((row for row in rows if row.line <= remark.line <= row.last), None)
        if row is None:
            words = "" if remark.text.isdecimal() else remark.text
            rows.append(row := Row(remark.line, words=words, last=remark.line))
        row.remarks.append(sentence)
    return whole, sorted(rows, key=lambda row: row.line)


def _text_rows(plan: Plan) -> Iterator[Row]:
    manuscript = plan.manuscript
    numbers = {source.key: str(number) for number, source in enumerate(plan.sources, start=1)}
    cites: dict[str, list[Cite]] = {}
    for line in manuscript.references:
        if line.id and (number := numbers.get(key_of(line))):
            cites.setdefault(line.id, []).append(Cite(number))
    people = [
        KnownPerson(person.key, person.name, (named.name, *person.aliases))
        for named in plan.people
        for person in named.found
    ]
    mentions = find_mentions(manuscript.blocks, people).spans
    speakers = {said.id: said.speaker for said in manuscript.quotations}
    known = Known(cites=cites, mentions=mentions)
    at = 0
    for block, documents in zip(manuscript.blocks, documents_of(manuscript.blocks, known=known), strict=True):
        lines = _lines_of(block)
        at = min(lines, default=at)
        html = [block_in_html(document) for document in documents]
        yield Row(at, html, speakers=_speakers_in(block, speakers), last=max(lines, default=at))


def _aside_rows(manuscript: Manuscript) -> Iterator[Row]:
    for aside in manuscript.set_aside:
        yield Row(aside.line, words=aside.text, last=aside.line + aside.text.count("\n"))


def _lines_of(block: Block) -> list[int]:
    found: Iterable[Any] = every_block((block,))
    return [line for inner in found if (line := getattr(inner, "line", 0))]


def _speakers_in(block: Block, speakers: dict[str, str]) -> list[str]:
    """Return whose words stand in a block; an empty name is somebody the text does not name."""
    ids = dict.fromkeys(span.quotation for passage in passages_of(block) for span in passage.quotes)
    return list(dict.fromkeys(speakers[id] for id in ids if id in speakers))
