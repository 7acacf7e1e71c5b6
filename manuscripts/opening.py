"""The lines above the text: headline, byline, date."""

import re
from dataclasses import dataclass

from .errors import Fault, ManuscriptError
from .layout import HASHES, Line
from .lexicon import PARTICLES
from .remarks import Notice, Remark
from .typography import typographic

# As long as an article's may be.
LONGEST_HEADLINE = 200
LONG_BYLINE = 160

BY = re.compile(r"(?:written\s+)?by:?\s+(?=\S)", re.IGNORECASE)
NAME_BREAK = re.compile(r"\s*(?:,|;|&|\||\band\b)\s*")
PLACE = re.compile(r"\s+(?:in|for|at|from)\s+")
ROLE_END = re.compile(r"\b(?:editor|correspondent|reporter|writer|columnist|analyst|staff writer)s?$", re.I)

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
CLOCK = r"(?:[,\s]+(?:at\s+)?\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?"
DATE = re.compile(
    rf"(?:(?:published|updated|posted|date)(?:\s+on)?:?\s+)?(?:{WEEKDAY},?\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}){CLOCK}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Opening:
    """What stands above the text, and how many lines it took."""

    headline: str
    byline: tuple[str, ...]
    remarks: tuple[Remark, ...]
    taken: int


def read_opening(lines: list[Line]) -> Opening:
    """Read the headline and what stands directly under it."""
    if not lines:
        raise ManuscriptError(Fault.NO_WORDS, line=1)
    headline = typographic(HASHES.sub("", lines[0].text, count=1))
    if not any(character.isalnum() for character in headline):
        raise ManuscriptError(Fault.HEADLINE_WITHOUT_WORDS, line=lines[0].number)
    if len(headline) > LONGEST_HEADLINE:
        counts = {"count": len(headline), "most": LONGEST_HEADLINE}
        raise ManuscriptError(Fault.LONG_HEADLINE, line=lines[0].number, **counts)
    remarks: list[Remark] = []
    byline: tuple[str, ...] = ()
    taken = 1
    for line in lines[1:4]:
        if not byline and (found := _read_byline(line)):
            byline, left_out = found
            remarks += left_out
        elif is_date(line.text):
            remarks.append(Remark(Notice.DATE_LEFT_OUT, line.number, line.text))
        else:
            break
        taken += 1
    return Opening(headline, byline, tuple(remarks), taken)


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    return len(text) < 60 and DATE.fullmatch(text) is not None


def is_byline(text: str) -> bool:
    """Tell whether a line names its writers: "By Jane Doe"."""
    return _read_byline(Line(0, text)) is not None


def _read_byline(line: Line) -> tuple[tuple[str, ...], list[Remark]] | None:
    opening = BY.match(line.text)
    if opening is None or len(line.text) > LONG_BYLINE or line.text.endswith(("!", "?", ":")):
        return None
    names: list[str] = []
    left_out: list[str] = []
    for part in NAME_BREAK.split(line.text[opening.end() :].removesuffix(".")):
        person, place, where = _split_once(PLACE, part)
        if names and not _is_name(person):
            left_out.append(part)
            continue
        if not _is_name(person):
            return None
        if names and ROLE_END.search(person):
            left_out.append(part)
            continue
        names.append(typographic(person))
        left_out += [where] if place else []
    remarks = [Remark(Notice.BYLINE_LEFT_OUT, line.number, text) for text in left_out if text]
    return tuple(names), remarks


def _split_once(pattern: re.Pattern[str], text: str) -> tuple[str, str, str]:
    found = pattern.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.start() :].strip()


def _is_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or not words[0][0].isalpha():
        return False
    for word in words:
        if word.lower() in PARTICLES:
            continue
        if not word[0].isalpha() or word[0].islower() or any(c.isdigit() for c in word):
            return False
    return words[0].lower() not in {"the", "a", "an", "this", "that"}
