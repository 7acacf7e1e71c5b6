"""From blocks as a format gives them, or from plain lines, to an article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.language import language_of
from manuscripts.layout import Line, lines_of, unwrap
from manuscripts.manuscript import (
    Block,
    Bullets,
    Heading,
    Manuscript,
    Paragraph,
    QuoteSpan,
    passages_of,
    texts_of,
    with_passages,
)
from manuscripts.names import people_named
from manuscripts.quotations import find_quotations
from manuscripts.remarks import Remark
from manuscripts.typography import typographic

from .aside import Aside
from .blocks import blocks_of
from .closing import split_closing
from .embargo import stricter
from .ending import without_ending
from .framing import embargo_aside, notice_of, with_lead_apart, without_embargo
from .mail import split_mail
from .marks import Entries, cites_in_heading, read_cites, read_marks
from .opening import read_opening
from .whole import is_article
from .words import SOURCES

P = TypeVar("P", Paragraph, Heading)
# A long book has fewer; each line is looked at in many ways, with those around it.
MOST_LINES = 30_000


def parse(text: str, *, language: str = "") -> Manuscript:
    """Read plain text as an article, or raise ManuscriptError naming the line."""
    subject, copy, taken = split_mail(text)
    aside = Aside()
    if taken:
        aside.take("mail", *taken)
    lines = _not_too_many(lines_of(copy))
    told = language_of(copy, said=language)
    read = _read(lines, Manuscript("", ()), aside, subject=subject, language=told.tag)
    return finished(read, language=language)


def parse_body(text: str, *, language: str = "") -> Manuscript:
    """Read plain text that belongs into an article: nothing is taken for a headline or set aside."""
    told = language_of(text, said=language)
    read = _within(_not_too_many(lines_of(text)), Manuscript("", ()), language=told.tag)
    return finished(read, language=language)


def understand_body(manuscript: Manuscript, *, language: str = "") -> Manuscript:
    """Read what a format gave as text of an article: no line is taken out of it, and no letter is changed."""
    lines = _not_too_many(_lines(manuscript.blocks))
    return finished(_within(lines, manuscript, sets=False), language=language)


def understand(manuscript: Manuscript, *, language: str = "", name: str = "") -> Manuscript:
    """Read what a format gave as an article: what it says itself of a title or a heading is believed.

    `name` is the file's, for a document that begins with its first sentence.
    """
    lines = _not_too_many(_lines(manuscript.blocks))
    called = " ".join(re.sub(r"\.\w{2,8}$", "", name).replace("_", " ").split()) or _first_words(lines)
    read = _read(lines, manuscript, Aside(), headline=manuscript.headline, fallback=called)
    return finished(read, language=language)


def _read(
    lines: list[Line],
    given: Manuscript,
    aside: Aside,
    *,
    headline: str = "",
    subject: str = "",
    language: str = "",
    fallback: str = "",
) -> Manuscript:
    lines = with_lead_apart(lines)
    opening = read_opening(lines, aside, headline=headline, subject=subject, fallback=fallback)
    rest = without_ending([*opening.kept, *lines[opening.taken :]], aside)
    headline, embargo = opening.headline, stricter(opening.embargo, given.embargo)
    if embargo is None:
        framed = without_embargo(headline, rest, aside, subject=subject)
        headline, rest, embargo = framed.headline, framed.lines, framed.embargo
    among = embargo_aside((*given.set_aside, *aside.kept))
    if among is not None and stricter(embargo, among) is not embargo:
        aside.remarks.append(Remark(notice_of(among), among.line, among.text))
        embargo = among
    read = _within(rest, given, language=language, is_interview=opening.is_interview)
    if not any(passages_of(block) for block in read.blocks) and not given.notes:
        raise ManuscriptError(Fault.ONLY_A_HEADLINE, line=lines[0].number if lines else 1)
    return replace(
        read,
        headline=headline,
        summary=given.summary or opening.summary,
        byline=given.byline or opening.byline,
        embargo=embargo,
        story=opening.story,
        set_aside=(*given.set_aside, *aside.kept),
        remarks=(*given.remarks, *opening.remarks, *aside.remarks, *read.remarks[len(given.remarks) :]),
    )


def _within(
    lines: list[Line],
    given: Manuscript,
    *,
    language: str = "",
    is_interview: bool = False,
    sets: bool = True,
) -> Manuscript:
    """Read the text itself: its headings and lists, its sources, and what cites them."""
    closing = split_closing(lines)
    blocks = list(blocks_of(unwrap(closing.body), language=language, is_interview=is_interview))
    entries = Entries({source.id for source in closing.sources if source.id})
    typed = all(line.block is None for line in lines)
    blocks = [_with_cites(block, entries, typed=typed, sets=sets) for block in blocks]
    return replace(
        given,
        blocks=tuple(blocks),
        references=(*given.references, *closing.sources),
        remarks=(*given.remarks, *closing.remarks, *entries.remarks),
    )


def _not_too_many(lines: Iterable[Line]) -> list[Line]:
    counted = list(islice(lines, MOST_LINES + 1))
    if len(counted) > MOST_LINES:
        raise ManuscriptError(Fault.TOO_MUCH, line=counted[-1].number)
    return counted


def _first_words(lines: list[Line]) -> str:
    """Return the beginning of a text, for one that has neither headline nor name."""
    words = next((line.text.split() for line in lines if any(map(str.isalnum, line.text))), [])
    return " ".join(words[:8])


def finished(manuscript: Manuscript, *, language: str = "") -> Manuscript:
    """Return an article with its language and its quotations."""
    texts = [text for block in manuscript.blocks for text in texts_of(block)]
    told = language_of("\n".join([manuscript.headline, *texts]), said=language or manuscript.language)
    return with_quotations(replace(manuscript, language=told.tag, direction=told.direction))


def with_quotations(manuscript: Manuscript, *, known: Sequence[str] = ()) -> Manuscript:
    """Return an article with its quotations; `known` are full names in it that are people's for certain."""
    words = [_printed(passage.text) for block in manuscript.blocks for passage in passages_of(block)]
    people = people_named(words)
    quotations, spans = find_quotations(words, people=people, known=known, language=manuscript.language)
    return replace(manuscript, blocks=_with_quotes(manuscript.blocks, spans), quotations=quotations)


def _with_cites(block: Block, entries: Entries, *, typed: bool, sets: bool) -> Block:
    sets = sets and not typed
    if isinstance(block, Heading):
        return cites_in_heading(_set(block) if sets else block, entries)
    read = read_marks if typed else read_cites
    passages = map(_set, passages_of(block)) if sets else passages_of(block)
    return with_passages(block, (read(passage, entries) for passage in passages))


def _set(passage: P) -> P:
    """Return a line of a document with straight quote marks as printed ones: letter for letter.

    Where setting it would move what points into it, it stays as it came.
    """
    text = typographic(passage.text)
    is_free = not (passage.marks or passage.cites)
    return replace(passage, text=text) if is_free or len(text) == len(passage.text) else passage


def _printed(text: str) -> str:
    """Return a text as it would be printed, if every letter keeps its place."""
    printed = typographic(text)
    return printed if len(printed) == len(text) else text


def _with_quotes(blocks: Sequence[Block], spans: Sequence[tuple[QuoteSpan, ...]]) -> tuple[Block, ...]:
    passages = (passage for block in blocks for passage in passages_of(block))
    quoted = (replace(passage, quotes=quotes) for passage, quotes in zip(passages, spans, strict=True))
    return tuple(with_passages(block, quoted) for block in blocks)


def _lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Yield a line for each block of a document, and one for each item of a list, to be looked at as text is.

    A paragraph stays the block it was, with all that is said of it.
    """
    is_shaped = not any(isinstance(block, Heading) for block in blocks) and is_article(blocks)
    for number, block in enumerate(blocks, start=1):
        match block:
            case Paragraph(text=text) | Heading(text=text):
                yield Line(block.line or number, text, gap=True, block=block, is_shaped=is_shaped)
            case Bullets():
                yield from _items(blocks, number, block)
            case _:
                yield Line(number, "", gap=True, block=block)


def _items(blocks: Sequence[Block], number: int, block: Bullets) -> Iterator[Line]:
    """Yield a list as one line, or, under the heading of the sources, each of its items as an entry."""
    before = blocks[number - 2] if number > 1 else None
    if isinstance(before, Heading | Paragraph) and _names_sources(before.text):
        for place, item in enumerate(block.items, start=1):
            text = " ".join(passage.text for within in item.blocks for passage in passages_of(within))
            yield Line(number, f"{place}. {text}" if block.ordered else text, gap=True)
    else:
        yield Line(number, "", gap=True, block=block)


def _names_sources(text: str) -> bool:
    found = SOURCES.fullmatch(text.strip("*_# "))
    return found is not None and not found["rest"]
