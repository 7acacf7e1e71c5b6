"""An embargo that stands elsewhere than above the headline: in the subject, in the headline, at the end."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from manuscripts.layout import Line, ends_sentence
from manuscripts.manuscript import Embargo, SetAside
from manuscripts.remarks import Notice, Remark

from .aside import Aside
from .embargo import moment_of, names_day, read_embargo, stricter
from .words import EMBARGO

AT_THE_END = 10
BRACKETS = re.compile(r"\s*[(\[](?P<line>[^()\[\]]{6,160})[)\]]\s*")
LEADING = re.compile(r"(?P<line>.{6,120}?)(?:\s+[-–—|]+\s+|:\s+)(?P<headline>\S+\s.*)")


@dataclass(frozen=True)
class Framed:
    """A headline without the embargo that stood in it, what goes on, and the embargo."""

    headline: str
    lines: list[Line]
    embargo: Embargo | None = None


def without_embargo(headline: str, lines: list[Line], aside: Aside, *, subject: str = "") -> Framed:
    """Look for an embargo around a text that has none above it; its line is set aside, a sentence stays."""
    in_headline = _in_headline(headline, aside)
    if in_headline is not None:
        return Framed(in_headline[0], lines, in_headline[1])
    if found := _in_subject(subject):
        aside.remarks.append(Remark(notice_of(found), 0, found.text))
        return Framed(headline, lines, found)
    for line in lines[-AT_THE_END:]:
        found = read_embargo(line)
        if found is None or not names_day(line.text):
            continue
        if ends_sentence(line.text):
            aside.remarks.append(Remark(notice_of(found), line.number, line.text))
            return Framed(headline, lines, found)
        aside.take("embargo", line, notice=notice_of(found))
        return Framed(headline, [other for other in lines if other is not line], found)
    return Framed(headline, lines)


def embargo_aside(set_aside: Iterable[SetAside]) -> Embargo | None:
    """Return the strictest embargo among lines that were set aside: the desk's notes, a mail's signature."""
    return stricter(
        *(
            found
            for one in set_aside
            for number, text in enumerate(one.text.splitlines(), start=one.line)
            if (found := read_embargo(Line(number, text))) and (names_day(text) or EMBARGO.match(text))
        )
    )


def with_lead_apart(lines: list[Line]) -> list[Line]:
    """Return lines with the headline that shares a line with an embargo on a line of its own."""
    if len(lines) < 2 or lines[0].block is not None or not ends_sentence(lines[1].text):
        return lines
    parts = _apart(lines[0].text)
    if parts is None or parts[1][0].islower():
        return lines
    return [*(replace(lines[0], text=part) for part in parts), *lines[1:]]


def _in_headline(headline: str, aside: Aside) -> tuple[str, Embargo] | None:
    """Return the headline and the embargo that stood in it."""
    parts = _apart(headline)
    if parts is None:
        return None
    line = Line(1, parts[0])
    aside.take("embargo", line, notice=Notice.EMBARGO)
    return parts[1], Embargo(line.text, moment_of(line.text), line.number)


def _apart(text: str) -> tuple[str, str] | None:
    """Return an embargo and a headline that share a line: the one in brackets, or before a dash.

    What says more of its moment is no headline: "Embargo: 4 May 2026 - 06:00".
    """
    if EMBARGO.search(text) is None:
        return None
    for pattern in (BRACKETS, LEADING):
        for match in pattern.finditer(text):
            line = match["line"].strip()
            found = read_embargo(Line(1, line))
            rest = match.groupdict().get("headline") or f"{text[: match.start()]} {text[match.end() :]}"
            is_whole = found is not None and found.moment and found.moment == moment_of(text, amid=True)
            if is_whole and any(map(str.isalpha, rest)):
                return line, " ".join(rest.split())
    return None


def _in_subject(subject: str) -> Embargo | None:
    """Return the embargo of a subject: one with its moment, or one in capitals."""
    found = read_embargo(Line(0, subject)) if subject else None
    named = EMBARGO.search(subject)
    if found is None or named is None:
        return None
    return found if found.moment or (named.group().isupper() and not subject.isupper()) else None


def notice_of(embargo: Embargo) -> Notice:
    return Notice.EMBARGO if embargo.moment else Notice.EMBARGO_UNREAD
