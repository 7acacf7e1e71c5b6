"""Dates as lists of sources write them: 14 Sept. 2022, 2025年1月27日, am 3.11.2025."""

import re
from dataclasses import dataclass
from datetime import date

from .words import DASH, either, months

YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_MONTH = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
_D = r"\d{1,2}(?:st|nd|rd|th|er|º|ª)?"
_BEFORE = rf"(?<![\w{DASH}/.])"
_RANGE = rf"(?:\s?[{DASH}]\s?{_D}\.?)?"
_PATTERNS = (
    # 14. Januar 2025, 14 de fevereiro de 2025, 14 Sept. 2022
    rf"{_BEFORE}(?:\d{{1,2}}\.?\s?/\s?)?(?P<d>{_D}){_RANGE}\.?\s*(?:de\s+|of\s+)?(?P<m>{_MONTH})\b\.?,?\s*(?:de\s+|del\s+)?(?P<y>{YEAR})(?:\s*(?:г\.|року|г))?",
    # March 7, 2025
    rf"{_BEFORE}(?P<m>{_MONTH})\b\.?\s+(?P<d>{_D}){_RANGE},?\s+(?P<y>{YEAR})",
    # 2025, May 13; 2025 Nov 3
    rf"{_BEFORE}(?P<y>{YEAR}),?\s+(?P<m>{_MONTH})\b\.?\s+(?P<d>{_D}){_RANGE}(?![\d:])",
    rf"{_BEFORE}(?P<y>{YEAR}),?\s+(?P<d>{_D})\.?\s+(?:de\s+)?(?P<m>{_MONTH})\b\.?",
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?:(?P<d>\d{1,2})\s*日)?",
    r"(?P<y>\d{4})\s*년\s*(?P<m>\d{1,2})\s*월\s*(?:(?P<d>\d{1,2})\s*일)?",
    rf"{_BEFORE}(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
    rf"{_BEFORE}(?P<y>{YEAR})/(?P<m>\d\d?)/(?P<d>\d\d?)(?!\d)",
    rf"{_BEFORE}(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>{YEAR})(?!\d)",
    rf"{_BEFORE}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>{YEAR})(?!\d)",
    # 14-03-2025; where both may be a month, nobody knows which is.
    rf"{_BEFORE}(?P<d>1[3-9]|2\d|3[01])-(?P<m>0?[1-9]|1[0-2])-(?P<y>{YEAR})(?!\d)",
    rf"{_BEFORE}(?:0?[1-9]|1[0-2])-(?:0?[1-9]|1[0-2])-(?P<y>{YEAR})(?!\d)",
    # May–July 2025, May 2025, 2025, May
    rf"{_BEFORE}(?:(?:{_MONTH})\b\.?\s?[{DASH}/]\s?)(?:{_MONTH})\b\.?,?\s+(?:de\s+)?(?P<y>{YEAR})",
    rf"{_BEFORE}(?P<m>{_MONTH})\b\.?,?\s+(?:de\s+|del\s+)?(?P<y>{YEAR})(?!\d)",
    rf"{_BEFORE}(?P<y>{YEAR}),?\s+(?P<m>{_MONTH})\b\.?",
    rf"{_BEFORE}(?:{either('seasons')})\s+(?P<y>{YEAR})(?!\d)",
    rf"{_BEFORE}(?P<y>{YEAR}),\s+(?:{either('seasons')})\b",
)
_FULL = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)
_YEAR = re.compile(rf"(?<![\w{DASH}/.§])(?:c\.\s?)?(?P<y>{YEAR})[a-z]?(?:\s*年|\s*г\.|\s*م)?(?![\w{DASH}/])")


@dataclass(frozen=True)
class Dated:
    """Where a date stands in a text, and which it is."""

    start: int
    end: int
    iso: str

    @property
    def is_day(self) -> bool:
        """Tell whether the day is known."""
        return len(self.iso) == len("2025-01-27")


def find_date(text: str, *, years: bool = True) -> Dated | None:
    """Return the first date of a text: a day, else a month, else a year."""
    found = [match for pattern in _FULL if (match := pattern.search(text))]
    if found:
        # Of what begins at one place the longer says more.
        best = min(found, key=lambda match: (match.start(), -match.end()))
        return Dated(best.start(), best.end(), _iso(best))
    year = _YEAR.search(text) if years else None
    return Dated(year.start(), year.end(), year["y"]) if year else None


def whole_date(text: str) -> str:
    """Return the date a text is, and nothing else, or ""."""
    text = text.strip(" .,;()[]")
    dated = find_date(text)
    return dated.iso if dated and dated.start == 0 and dated.end >= len(text) else ""


def last_year(text: str) -> Dated | None:
    """Return the last year alone of a text."""
    years = list(_YEAR.finditer(text))
    last = years[-1] if years else None
    return Dated(last.start(), last.end(), last["y"]) if last else None


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    year, month, day = int(parts["y"]), _month(parts.get("m") or ""), _number(parts.get("d") or "")
    if not month:
        return f"{year:04}"
    if "/" in match.group() and not match.group()[:4].isdigit() and day <= 12 and day != month:
        # 3/11/2025 is two days in two countries.
        return f"{year:04}"
    try:
        return date(year, month, day).isoformat() if day else f"{date(year, month, 1):%Y-%m}"
    except ValueError:
        return f"{year:04}"


def _month(text: str) -> int:
    return int(text) if text.isdigit() else months().get(text.lower(), 0)


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else 0
