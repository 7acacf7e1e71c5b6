"""The closing block that names an article's sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from .citing import read_sources
from .citing.links import URL, holds_link
from .layout import BULLET, Line
from .manuscript import SourceLine
from .remarks import Notice, Remark

HEADING = re.compile(
    r"(?:(?:reference|source)(?:s| ?\(s\))?|bibliography|works cited|citations?)"
    r"\s*(?P<colon>:)?[\s*_]*(?P<rest>.*)",
    re.IGNORECASE,
)
MARKER = re.compile(r"(?:[-*•–·‣▪◦]\s+|\[\d{1,3}\][.:]?\s*|\(?\d{1,3}[.)]\s+)(?=\S)")
# Addresses of other kinds: some run as a program in the reader's browser, none is a page to look up.
NO_PAGE = re.compile(
    r"\b(?:(?:javascript|vbscript|data|file|mailto|tel|blob|about):|(?!https?:)[a-z][a-z0-9+.-]{0,20}://)\S+",
    re.IGNORECASE,
)
EMPHASIS = "*_# "
LONG = 25
LONG_WITH_COLON = 12
LONG_WITHOUT_COLON = 6
WRAPPED = 55


@dataclass(frozen=True)
class Closing:
    """The sources, and the lines of the text without them."""

    body: list[Line]
    sources: tuple[SourceLine, ...]
    remarks: tuple[Remark, ...] = ()


def split_closing(lines: list[Line]) -> Closing:
    """Take the block of sources from the end of a text.

    Its heading must be followed by lines that look like sources up to the end. When ordinary
    paragraphs follow, it is a block only if what stands before them holds a link or a domain;
    then those paragraphs stay in the text.
    """
    headings = [(at, heading) for at, line in enumerate(lines) if (heading := _heading(line))]
    if not headings:
        return Closing(lines, ())
    linked = [holds_link(line.text) for line in lines]
    links = list(accumulate(linked, initial=0))
    for colon in (True, False):
        stop = _next_prose(lines, linked, colon=colon)
        for at, heading in headings:
            rest = heading["rest"].strip()
            if bool(heading["colon"]) != colon or (rest and not colon):
                continue
            if rest and _is_prose(Line(lines[at].number, rest), None, colon=colon):
                continue
            end = stop[at + 1]
            if end < len(lines):
                if links[end] == links[at]:
                    continue
                while not linked[end - 1]:
                    end -= 1
            return _closing(lines, at, end, rest)
    return Closing(lines, ())


def _closing(lines: list[Line], at: int, end: int, rest: str) -> Closing:
    entries = [line for line in lines[at + 1 : end] if not _is_bare_heading(line)]
    sources = read_sources(entries, same_line=rest)
    body = lines[:at] + lines[end:]
    if sources:
        beside = Line(lines[at].number, rest)
        remarks = (*_no_pages([beside, *entries]), *_kept_whole(sources, entries))
        return Closing(body, sources, remarks)
    return Closing(body, (), (Remark(Notice.NO_SOURCES, lines[at].number, lines[at].text),))


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


def _heading(line: Line) -> re.Match[str] | None:
    return HEADING.fullmatch(line.text.strip(EMPHASIS))


def _is_bare_heading(line: Line) -> bool:
    heading = _heading(line)
    return heading is not None and not heading["rest"]


def _next_prose(lines: list[Line], linked: list[bool], *, colon: bool) -> list[int]:
    """For each position, where the next ordinary paragraph stands at or after it."""
    stop = [len(lines)] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        following = lines[at + 1] if at + 1 < len(lines) else None
        links_follow = following is not None and not following.gap and linked[at + 1]
        prose = not linked[at] and not links_follow and _is_prose(lines[at], following, colon=colon)
        stop[at] = at if prose else stop[at + 1]
    return stop


def _is_prose(line: Line, following: Line | None, *, colon: bool) -> bool:
    text = line.text
    count = len(text.split())
    if MARKER.match(text):
        return not colon and BULLET.match(text) is None and count >= LONG
    if count >= LONG:
        return True
    if not colon and len(text) >= WRAPPED and following is not None and not following.gap:
        return following.text[0].islower()
    fewest = LONG_WITH_COLON if colon else LONG_WITHOUT_COLON
    dated = any(character.isdigit() for character in text)
    return count >= fewest and not dated and text.rstrip("\"'”’\\").endswith(".")
