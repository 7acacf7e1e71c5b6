"""From lines to blocks: headings, lists and paragraphs, by the shape of each line and of its neighbours."""

import re
from collections.abc import Iterator

from manuscripts.layout import BULLET, HASHES, NUMBER, Line, ends_sentence
from manuscripts.manuscript import Block, BlockQuote, Bullets, Figure, Heading, Item, MarkKind, Paragraph
from manuscripts.typography import typographic

from .marks import without_notes
from .opening import is_byline, is_date
from .words import CORRECTION, CREDIT

LONGEST_HEADING = 90
LONGEST_HEADING_WITHOUT_BLANKS = 24
MOST_HEADING_WORDS = 12
MOST_FIRST_HEADING_WORDS = 8
MOST_QUESTION_WORDS = 12
ENDS_BEFORE_MORE = (",", ";", "，", "、", "—", "–", "-", "&")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
NUMBERED = re.compile(r"^\(?(\d{1,2})[.)]\s+(?=\S)")
# “Of course,” Iliev replied. “Weren’t you?”
SAID_BETWEEN = re.compile(r"[\"“„«][^\"“”„«»]+[,!?][\"”“»][^\"“”„«»]+[\"“„«][^\"“”„«»]+[\"”“»]")
DIALOGUE = re.compile(r"^[—–]\s*(?=\S)")
NO_HEADING = re.compile(
    r"(?:pull\s?quote|photo|image|picture|credit|caption|copyright|contact|tel|phone|email|e-mail|source)s?\b\s*:"
    r"|[(\[©@—–（【]|https?://|www\.|[QAFR]\s*[:.]\s|(?:question|answer|interviewer|frage|antwort)\s*:"
    r"|(?:quelle|source|fuente|fonte|来源|المصدر)\s*:",
    re.IGNORECASE,
)
OPENS_QUOTE = '"“„«‘「『'
CLOSES_DOUBLE = '"”»」』'
CLOSES_QUOTE = '"”“»’」』'
ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def blocks_of(lines: list[Line], *, language: str = "", is_interview: bool = False) -> Iterator[Block]:
    """Return the blocks that lines make; what was a block already stays one."""
    headings = _headings(lines, is_interview=is_interview)
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.block is not None:
            yield _as_heading(line.block) if headings[at] else line.block
            at += 1
            continue
        end, ordered = _list_end(lines, at, headings)
        if end > at:
            marker = NUMBER if ordered else BULLET
            items = ((marker.sub("", each.text, count=1), each.number) for each in lines[at:end])
            yield Bullets(
                tuple(Item((Paragraph(typographic(text, language), line=number),)) for text, number in items),
                ordered,
            )
            at = end
            continue
        text = line.text
        if hashes := HASHES.match(text):
            yield Heading(
                typographic(text[hashes.end() :].rstrip("# "), language),
                max(2, min(3, len(hashes[1]))),
                line=line.number,
            )
        elif headings[at]:
            yield Heading(typographic(unbold(text), language), line=line.number)
        else:
            yield Paragraph(typographic(text, language), line=line.number)
        at += 1


def _as_heading(block: Block) -> Block:
    """Return a paragraph as the heading it is; that all of it is bold says nothing more."""
    if not isinstance(block, Paragraph):
        return block
    marks = tuple(mark for mark in block.marks if mark.kind is not MarkKind.STRONG)
    return Heading(block.text, marks=marks, cites=block.cites, line=block.line)


def unbold(text: str) -> str:
    """Return a line that is bold as a whole without the marks of it."""
    bold = BOLD.fullmatch(text)
    return bold[1].strip() if bold else text


def _list_end(lines: list[Line], at: int, headings: list[bool]) -> tuple[int, bool]:
    """Return where a list that starts here ends, and whether it is numbered; `at` if there is none."""
    if headings[at]:
        return at, False
    end = at
    while (
        end < len(lines) and lines[end].block is None and BULLET.match(lines[end].text) and not headings[end]
    ):
        end += 1
    if end > at:
        # In Spanish and Portuguese a dash opens what somebody says.
        spoken = [DIALOGUE.match(line.text) is not None for line in lines[at:end]]
        if all(spoken) and (end - at == 1 or any(_is_spoken(line.text) for line in lines[at:end])):
            return at, False
        return end, False
    while end < len(lines) and lines[end].block is None and not headings[end]:
        number = NUMBER.match(lines[end].text)
        # Only a count from one is a list: "2024. What a year" is a sentence.
        if number is None or int(number[1]) != end - at + 1:
            break
        end += 1
    return (end, True) if end - at > 1 else (at, True)


def _is_spoken(text: str) -> bool:
    return ends_sentence(text) or " — " in text or " – " in text


def _headings(lines: list[Line], *, is_interview: bool) -> list[bool]:
    """Tell which lines are section headings: short, without end punctuation, with text after them."""
    shaped = [
        (line.block is None or (line.is_shaped and _heads_text(lines, at))) and _looks_like_heading(line.text)
        for at, line in enumerate(lines)
    ]
    chosen = [False] * len(lines)
    _choose_numbered(lines, chosen)
    run = 0
    for at, line in enumerate(lines):
        run = run + 1 if shaped[at] else 0
        if not shaped[at] or at + 1 == len(lines) or shaped[at + 1]:
            continue
        first = run == at + 1
        bare = unbold(line.text)
        if first and len(bare.split()) > MOST_FIRST_HEADING_WORDS and not BOLD.fullmatch(line.text):
            continue
        asks = bare.rstrip(CLOSES_QUOTE)[-1:] in "?؟？"
        if (asks or bare.endswith((":", "："))) and not _stands_alone(lines, at):
            continue
        # Three short lines in a row are a verse, an address or a list rather than headings.
        chosen[at] = run < 3 or line.gap
    asked = [
        at
        for at, is_heading in enumerate(chosen)
        if is_heading and lines[at].text.rstrip(CLOSES_QUOTE)[-1:] in "?؟？"
    ]
    only_asked = len(asked) > 1 and len(asked) == sum(chosen)
    if is_interview or (only_asked and _is_interview(lines, asked)):
        for at in asked:
            chosen[at] = False
    return chosen


def _heads_text(lines: list[Line], at: int) -> bool:
    """Tell whether a paragraph of a document has longer text below it, and is no caption of a picture."""
    before, after = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
    if after is None or (before is not None and isinstance(before.block, Figure)):
        return False
    return isinstance(after.block, Paragraph | BlockQuote) and (
        not after.text or len(after.text) > len(lines[at].text)
    )


def _is_interview(lines: list[Line], asked: list[int]) -> bool:
    """Tell whether questions are somebody's, who is answered below each, rather than headings."""
    answers = [asked[place + 1] - at for place, at in enumerate(asked[:-1])]
    named = sum(
        bool(re.match(r"[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*){0,2}: ", lines[at + 1].text)) for at in asked
    )
    return named > 0 or (len(asked) > 2 and all(gap == 2 for gap in answers))


def _choose_numbered(lines: list[Line], chosen: list[bool]) -> None:
    """Choose the lines "1. …", "2) …" that each have text of their own below them."""
    found: list[int] = []
    for at, line in enumerate(lines):
        number = NUMBERED.match(line.text) if line.block is None else None
        if number is None or int(number[1]) != len(found) + 1:
            continue
        bare = line.text[number.end() :]
        after = lines[at + 1] if at + 1 < len(lines) else None
        if (
            after is None
            or NUMBERED.match(after.text)
            or len(bare.split()) > MOST_HEADING_WORDS
            or ends_sentence(bare)
        ):
            continue
        found.append(at)
    if len(found) > 1:
        for at in found:
            chosen[at] = True


def _stands_alone(lines: list[Line], at: int) -> bool:
    after = lines[at + 1]
    longer = len(after.text) > len(lines[at].text) or after.block is not None
    return (
        lines[at].gap
        and after.gap
        and longer
        and not BULLET.match(after.text)
        and not NUMBER.match(after.text)
    )


def _looks_like_heading(text: str) -> bool:
    bare = unbold(without_notes(text))
    if (
        not bare
        or bare != unbold(text)
        or len(bare) > LONGEST_HEADING
        or len(bare.split()) > MOST_HEADING_WORDS
    ):
        return False
    if ASIAN.search(bare) and len(bare) > LONGEST_HEADING_WITHOUT_BLANKS:
        return False
    if (
        BULLET.match(bare)
        or HASHES.match(bare)
        or NO_HEADING.match(bare)
        or CREDIT.match(bare)
        or CORRECTION.match(bare)
        or SAID_BETWEEN.fullmatch(bare)
    ):
        return False
    ending = bare.rstrip(CLOSES_QUOTE)[-1:]
    asks = ending in "?؟？" and len(bare.split()) <= MOST_QUESTION_WORDS
    tells = ending in ":：" and len(bare.split()) <= MOST_FIRST_HEADING_WORDS
    if not (asks or tells) and (ends_sentence(bare) or bare.endswith(ENDS_BEFORE_MORE)):
        return False
    if "://" in bare or "@" in bare or " | " in bare or "\t" in bare or bare.endswith((")", "]", "）", "】")):
        return False
    if (
        bare[0] in OPENS_QUOTE
        # Words behind what is quoted say who spoke: that is a sentence, also where a quotation ends it.
        and any(mark in bare[1:-1] for mark in CLOSES_DOUBLE)
    ):
        return False
    first = next((character for character in bare if character.isalnum()), "")
    if not first or first.islower() or not (any(map(str.isalpha, bare)) or re.fullmatch(r"\d{4}", bare)):
        return False
    return not (is_date(bare) or is_byline(bare))
