"""The list of sources at the end of a text: where it begins, where it ends, and what cites its entries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from manuscripts.agencies import is_agency
from manuscripts.citing import read_sources
from manuscripts.citing.links import URL, holds_link
from manuscripts.layout import Line, ends_sentence
from manuscripts.manuscript import SourceLine
from manuscripts.remarks import Notice, Remark

from .numbers import MARKER, are_notes, notes_without_heading, number_of, with_stops
from .words import CONTACT, CORRECTION, CREDIT, REACHED_AT, SOURCES

# Addresses of other kinds: some run as a program in the reader's browser, none is a page to look up.
NO_PAGE = re.compile(
    r"\b(?:(?:javascript|vbscript|data|file|mailto|tel|blob|about):|(?!https?:)[a-z][a-z0-9+.-]{0,20}://)\S+",
    re.IGNORECASE,
)
DATED = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bn\.d\.")
ENTRY_SIGNS = re.compile(
    r"[“\"«„《].+[”\"»“》]|\bpp?\.|\bS\.\s?\d|\bvol\b|\bno\.|\d\(\d|\bet al|\(\d{4}|;\d{4}|\beds?\.|\bdoi\b|\[[A-Z][^\]]+\]",
    re.IGNORECASE,
)
SENTENCE = re.compile(
    r"\b(?:is|was|are|were|has|have|had|will|would|can|said|says|contributed|reported|lives|writes|teaches|ist|sind|war|waren|hat|haben|wurde|wurden|est|sont"
    r"|était|ont|a été|es|son|fue|fueron|ha|han|é|são|foi|foram|tem|shared)\b",
    re.IGNORECASE,
)
NOTES = re.compile(r"(?:notes?|anmerkungen?|notas?|remarques?)\s*:?", re.IGNORECASE)
EMPHASIS = "*_# "
LONG = 25
WRAPPED = 55
LONG_SENTENCE = 12
SHORT_SENTENCE = 4


@dataclass
class Closing:
    """The sources, and the lines of the text without them."""

    body: list[Line]
    sources: tuple[SourceLine, ...] = ()
    remarks: list[Remark] = field(default_factory=list)
    numbered: bool = False


def split_closing(lines: list[Line]) -> Closing:
    """Take the list of sources from the end of a text.

    What follows it is a correction, a credit, a note on the writer: that stays in the text. A line such
    as "Source: NOAA" amid the text belongs to a chart; it stays where it is and closes nothing.
    """
    notes = _last_notes(lines)
    for at in range(len(lines) - 1, -1, -1):
        heading = lines[at].text.strip(EMPHASIS)
        if at == notes and are_notes(lines, at):
            return _closed(lines, at, len(lines), "")
        found = SOURCES.fullmatch(heading)
        if found is None:
            continue
        rest = found["rest"].strip()
        if rest and (not found["colon"] or (rest[0].islower() and SENTENCE.search(rest))):
            continue
        beside = rest and at + 1 < len(lines) and lines[at + 1].gap
        end = at + 1 if beside else _end(lines, at)
        if end == at + 1 and not rest:
            if at + 1 == len(lines):
                return Closing(
                    lines[:at], remarks=[Remark(Notice.NO_SOURCES, lines[at].number, lines[at].text)]
                )
            continue
        behind = lines[end:]
        # A source beside its heading is a chart's, unless nothing but the frame of a text follows.
        if rest and (not is_entry(Line(0, rest)) or not all(is_frame(line) for line in behind)):
            continue
        if (
            not rest
            and behind
            and not all(is_frame(line) for line in behind)
            and not _surely(lines[at + 1 : end])
        ):
            continue
        if not rest and behind and not all(is_frame(line) for line in behind):
            # A short line that stands before other text heads that text.
            while end > at + 1 and not _surely(lines[end - 1 : end]):
                end -= 1
        return _closed(lines, at, end, rest)
    first = notes_without_heading(lines)
    return _closed(lines, first, len(lines), "", is_headed=False) if first < len(lines) else Closing(lines)


def _last_notes(lines: list[Line]) -> int:
    """Return where the last line "Notes" stands, -1 if none does."""
    return next(
        (
            at
            for at in range(len(lines) - 1, -1, -1)
            if lines[at].block is None and NOTES.fullmatch(lines[at].text.strip(EMPHASIS))
        ),
        -1,
    )


def is_frame(line: Line) -> bool:
    """Tell whether a line behind the sources is about the text, not a part of it."""
    text = line.text.strip("*_ ")
    return bool(
        not text
        or CORRECTION.fullmatch(text)
        or CREDIT.match(text)
        or (SENTENCE.search(text) and ends_sentence(text) and len(text.split()) < 60)
        or NOTES.fullmatch(text)
        or CONTACT.fullmatch(text)
    )


def is_entry(line: Line, *, is_bare: bool = False) -> bool:
    """Tell whether a line names a source, rather than telling anything.

    `is_bare` says that it stands under a heading without a colon, which may be one of the text's own.
    """
    text = line.text.strip("*_ ")
    if not text or CORRECTION.fullmatch(text) or CREDIT.match(text) or NOTES.fullmatch(text):
        return False
    if CONTACT.fullmatch(text) and REACHED_AT.search(text):
        return False
    if holds_link(text):
        return len(text.split()) < 3 * LONG
    marker = MARKER.match(text)
    bare = text[marker.end() :] if marker else text
    dated = DATED.search(bare) is not None and (
        ENTRY_SIGNS.search(bare) is not None or "," in bare or "." in bare[:-1]
    )
    stops = bare.rstrip("\"'”’»)\\").endswith((".", "。"))
    words = len(bare.split())
    tells = stops and (
        (words >= LONG_SENTENCE and not dated) or (SENTENCE.search(bare) is not None and words > 4)
    )
    if marker:
        return not tells or dated or len(bare.split()) < LONG
    if dated:
        return len(bare.split()) < 3 * LONG and not (tells and ENTRY_SIGNS.search(bare) is None)
    return (
        len(bare.split()) < LONG
        and not tells
        and not (stops and is_bare and len(bare.split()) >= SHORT_SENTENCE)
    )


def _end(lines: list[Line], at: int) -> int:
    """Return where the list that begins under a heading ends."""
    end = at + 1
    heading = SOURCES.fullmatch(lines[at].text.strip(EMPHASIS))
    is_bare = heading is not None and not heading["colon"]
    while end < len(lines):
        line = lines[end]
        before = lines[end - 1]
        goes_on = not line.gap and end > at + 1 and len(before.text) >= WRAPPED and line.text[:1].islower()
        if line.block is None and not line.text:
            break
        linked_below = end + 1 < len(lines) and not lines[end + 1].gap and holds_link(lines[end + 1].text)
        if not (is_entry(line, is_bare=is_bare) or goes_on or linked_below) or SOURCES.fullmatch(
            line.text.strip(EMPHASIS)
        ):
            break
        end += 1
    return end


def _surely(entries: list[Line]) -> bool:
    """Tell whether lines are a list of sources even with text behind them."""
    return any(MARKER.match(line.text) or holds_link(line.text) for line in entries)


def _closed(lines: list[Line], at: int, end: int, rest: str, *, is_headed: bool = True) -> Closing:
    if rest and all(map(is_agency, re.split(r"\s*[,/]\s*", rest.rstrip(".")))):
        rest = re.sub(r"\s*[,/]\s*", "; ", rest)
    entries = with_stops(lines[at + is_headed : end])
    sources = _numbered(entries) if not rest else None
    numbered = sources is not None
    if sources is None:
        sources = read_sources(entries, same_line=rest)
    closing = Closing(lines[:at] + lines[end:], sources, numbered=numbered)
    if not sources:
        closing.remarks = [Remark(Notice.NO_SOURCES, lines[at].number, lines[at].text)]
        return closing
    closing.remarks = [*_no_pages([Line(lines[at].number, rest), *entries]), *_kept_whole(sources, entries)]
    return closing


def _numbered(entries: list[Line]) -> tuple[SourceLine, ...] | None:
    """Read a list whose entries have numbers: each source is cited by its own."""
    groups: list[tuple[str, list[Line]]] = []
    for line in entries:
        number = number_of(line.text)
        if number:
            groups.append((number, [line]))
        elif groups:
            groups[-1][1].append(line)
        else:
            return None
    if not groups or len({number for number, _lines in groups}) < len(groups):
        return None
    found: list[SourceLine] = []
    for number, lines in groups:
        # The lines of one entry are one source, however many addresses it has.
        joined = [lines[0].with_text(MARKER.sub("", lines[0].text, count=1)), *lines[1:]]
        read = read_sources(joined)
        found += [
            replace(source, id=number if place == 0 else f"{number}-{place + 1}")
            for place, source in enumerate(read)
        ]
    return tuple(found)


def _no_pages(lines: list[Line]) -> Iterator[Remark]:
    """Tell of addresses that readers cannot follow: they stay in the title and link nowhere."""
    for line in lines:
        # An address may hold another one in its path.
        if found := NO_PAGE.search(URL.sub(" ", line.text)):
            yield Remark(Notice.NO_WEB_PAGE, line.number, found.group())


def _kept_whole(sources: tuple[SourceLine, ...], lines: list[Line]) -> Iterator[Remark]:
    """Tell of entries that could not be split: they stand whole in the title."""
    for source in sources:
        if source.is_incomplete:
            beginning = source.raw.split(" ", 1)[0]
            at = next((line.number for line in lines if beginning in line.text), 0)
            yield Remark(Notice.SOURCE_KEPT_WHOLE, at, source.raw)
