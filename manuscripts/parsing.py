"""From the text of a file to a manuscript: headings, paragraphs, lists, quotations, sources."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .errors import Fault, ManuscriptError
from .layout import BULLET, HASHES, NUMBER, Line, ends_sentence, lines_of, unwrap
from .manuscript import (
    Block,
    Bullets,
    Heading,
    Item,
    Manuscript,
    Paragraph,
    QuoteSpan,
    passages_of,
    with_passages,
)
from .names import people_named
from .opening import is_byline, is_date, read_opening
from .quotations import find_quotations
from .remarks import Notice, Remark
from .sources import split_closing
from .typography import typographic

LONGEST_HEADING = 90
MOST_HEADING_WORDS = 12
MOST_FIRST_HEADING_WORDS = 8
ENDS_BEFORE_MORE = (",", ";", "，", "、", "—", "–", "-", "&")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
NO_HEADING = re.compile(
    r"(?:photo|image|picture|credit|caption|copyright|contact|tel|phone|email|e-mail|source)s?\b\s*:"
    r"|(?:reporting|editing|edited|written|additional reporting|photos?|compiled|translated)\s+by\b"
    r"|[(\[©@—–]|https?://|www\.",
    re.IGNORECASE,
)
END_MARK = re.compile(r"\W*(?:ends?|30|eom)\W*", re.IGNORECASE)


def parse(text: str) -> Manuscript:
    """Read the text of a file as an article, or raise ManuscriptError naming the line."""
    lines = lines_of(text)
    opening = read_opening(lines)
    closing = split_closing(lines[opening.taken :])
    body, ended = _without_end_mark(closing.body)
    blocks = list(_blocks(unwrap(body)))
    if not any(passages_of(block) for block in blocks):
        raise ManuscriptError(Fault.ONLY_A_HEADLINE, line=lines[0].number)
    texts = [passage.text for block in blocks for passage in passages_of(block)]
    quotations, spans = find_quotations(texts, people=people_named(texts))
    return Manuscript(
        headline=opening.headline,
        byline=opening.byline,
        blocks=_with_quotes(blocks, iter(spans)),
        quotations=quotations,
        references=closing.sources,
        remarks=opening.remarks + closing.remarks + ended,
    )


def _without_end_mark(lines: list[Line]) -> tuple[list[Line], tuple[Remark, ...]]:
    """Drop the "ENDS" or "-30-" that closes a press text."""
    if not lines or not END_MARK.fullmatch(lines[-1].text) or lines[-1].text.islower():
        return lines, ()
    return lines[:-1], (Remark(Notice.END_MARK_LEFT_OUT, lines[-1].number, lines[-1].text),)


def _blocks(lines: list[Line]) -> Iterator[Block]:
    headings = _headings(lines)
    at = 0
    while at < len(lines):
        text = lines[at].text
        end, ordered = _list_end(lines, at)
        if end > at:
            marker = NUMBER if ordered else BULLET
            items = (marker.sub("", line.text, count=1) for line in lines[at:end])
            yield Bullets(tuple(Item((Paragraph(typographic(item)),)) for item in items), ordered)
            at = end
            continue
        if hashes := HASHES.match(text):
            yield Heading(typographic(text[hashes.end() :].rstrip("# ")), max(2, min(3, len(hashes[1]))))
        elif headings[at]:
            yield Heading(typographic(_unbold(text)))
        else:
            yield Paragraph(typographic(text))
        at += 1


def _list_end(lines: list[Line], at: int) -> tuple[int, bool]:
    """Return where a list that starts here ends, and whether it is numbered; `at` if there is none."""
    end = at
    while end < len(lines) and BULLET.match(lines[end].text):
        end += 1
    if end > at:
        return end, False
    while end < len(lines):
        number = NUMBER.match(lines[end].text)
        # Only a count from one is a list: "2024. What a year" is a sentence.
        if number is None or int(number[1]) != end - at + 1:
            break
        end += 1
    return (end, True) if end - at > 1 else (at, True)


def _headings(lines: list[Line]) -> list[bool]:
    """Tell which lines are section headings: short, without end punctuation, with text after them."""
    shaped = [_looks_like_heading(line.text) for line in lines]
    chosen = [False] * len(lines)
    run = 0
    for at, line in enumerate(lines):
        run = run + 1 if shaped[at] else 0
        if not shaped[at] or at + 1 == len(lines) or shaped[at + 1]:
            continue
        first = run == at + 1
        if first and len(line.text.split()) > MOST_FIRST_HEADING_WORDS and not BOLD.fullmatch(line.text):
            continue
        # Three short lines in a row are a verse, an address or a list rather than headings.
        chosen[at] = run < 3 or line.gap
    return chosen


def _looks_like_heading(text: str) -> bool:
    bare = _unbold(text)
    if len(bare) > LONGEST_HEADING or len(bare.split()) > MOST_HEADING_WORDS:
        return False
    if BULLET.match(bare) or HASHES.match(bare) or NO_HEADING.match(bare):
        return False
    if ends_sentence(bare) or bare.endswith(ENDS_BEFORE_MORE) or "://" in bare or "@" in bare:
        return False
    first = next((character for character in bare if character.isalnum()), "")
    if not first or first.islower() or not (any(map(str.isalpha, bare)) or re.fullmatch(r"\d{4}", bare)):
        return False
    return not (is_date(bare) or is_byline(bare))


def _unbold(text: str) -> str:
    bold = BOLD.fullmatch(text)
    return bold[1].strip() if bold else text


def _with_quotes(blocks: list[Block], spans: Iterator[tuple[QuoteSpan, ...]]) -> tuple[Block, ...]:
    passages = (passage for block in blocks for passage in passages_of(block))
    quoted = (replace(passage, quotes=quotes) for passage, quotes in zip(passages, spans, strict=True))
    return tuple(with_passages(block, quoted) for block in blocks)
