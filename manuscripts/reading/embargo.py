"""Until when a text may not be public, from the line that says so."""

import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from manuscripts.layout import Line, ends_sentence
from manuscripts.manuscript import Embargo

from .words import ASIAN, DAY_MONTH, EMBARGO, ISO_DAY, MONTH_DAY, MONTHS, POINTED, SLASHED

LONGEST = 240
MOST_BEFORE = 30
SAYS_WHEN = re.compile(
    r"\b(?:until|till|bis|jusqu|hasta|até|before|avant|antes|prior|fino|release)|[:：]|\d", re.IGNORECASE
)
CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<hour>\d{1,2})\s?(?:[:.时時点點]|h\s?)(?P<minute>\d{2})(?!\.?\d)\s*(?:(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
HOUR = re.compile(
    r"(?<![\d.:/-])(?P<hour>\d{1,2})\s*(?:(?P<half>[ap])\.?\s?m\b\.?|uhr\b|h\b(?!\d)|hrs\b|o[’']clock|[时時点點](?!半)|(?<=ore \d)\b|(?<=ore \d\d)\b)",
    re.IGNORECASE,
)
FOUR = re.compile(
    r"(?<![\d.:/-])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s*(?:h(?:ou)?rs\b|h\b|[A-Z]{2,4}\b))"
)
WORD_HOURS = (
    (re.compile(r"\b(?:noon|midday|mittags?|midi|mediodía|meio-dia)\b", re.I), 12),
    (re.compile(r"\bmidnight\b|\bmitternacht\b|\bminuit\b|\bmedianoche\b", re.I), 0),
)
AFTERNOON = re.compile(
    r"下午|午後|晚上|\b(?:nachmittags|abends|du soir|de l[’']après-midi|de la (?:tarde|noche)|da (?:tarde|noite))\b",
    re.IGNORECASE,
)
# "Embargo on arms" is a headline; "embargo on 3 May" has its day.
ON_GOODS = re.compile(r"\s*(?:on|against|of|contra|sobre|gegen|auf|sur|su|contre)\b", re.IGNORECASE)
OFFSETS = {
    "GMT": 0,
    "UTC": 0,
    "Z": 0,
    "BST": 1,
    "WEST": 1,
    "WET": 0,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "KST": 9,
    "HKT": 8,
    "SGT": 8,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "SAST": 2,
    "BRT": -3,
}
NAMED_ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "pacific": "America/Los_Angeles",
    "london": "Europe/London",
    "uk": "Europe/London",
    "british": "Europe/London",
    "dublin": "Europe/Dublin",
    "paris": "Europe/Paris",
    "berlin": "Europe/Berlin",
    "brussels": "Europe/Brussels",
    "geneva": "Europe/Zurich",
    "zurich": "Europe/Zurich",
    "madrid": "Europe/Madrid",
    "rome": "Europe/Rome",
    "lisbon": "Europe/Lisbon",
    "vienna": "Europe/Vienna",
    "oslo": "Europe/Oslo",
    "stockholm": "Europe/Stockholm",
    "copenhagen": "Europe/Copenhagen",
    "amsterdam": "Europe/Amsterdam",
    "athens": "Europe/Athens",
    "moscow": "Europe/Moscow",
    "new york": "America/New_York",
    "washington": "America/New_York",
    "chicago": "America/Chicago",
    "los angeles": "America/Los_Angeles",
    "tokyo": "Asia/Tokyo",
    "beijing": "Asia/Shanghai",
    "hong kong": "Asia/Hong_Kong",
    "singapore": "Asia/Singapore",
    "delhi": "Asia/Kolkata",
    "sydney": "Australia/Sydney",
    "nairobi": "Africa/Nairobi",
    "são paulo": "America/Sao_Paulo",
    "mexico city": "America/Mexico_City",
}
OFFSET = re.compile(
    r"(?:\b(?:GMT|UTC)\s*|(?<=\d)\s*)(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\b"
)
ABBREVIATION = re.compile(r"(?<![A-Za-z])[A-Z]{1,4}(?![A-Za-z])")
LOCAL = re.compile(
    r"\b(?P<place>[a-zã]+(?: [a-z]+)?)\s+(?:local\s+)?(?:standard\s+|daylight\s+)?time\b", re.IGNORECASE
)
NO_ZONES = frozenset(
    ["AM", "PM", "A", "P", "US", "EU", "UN", "FOR", "NOT", "THE", "ON", "AT", "OF", "TO", "H", "I"]
)


def read_embargo(line: Line) -> Embargo | None:
    """Return until when a text may not be public, if its line says that; with no moment if it cannot be read."""
    text = line.text
    found = EMBARGO.search(text)
    # "Oil embargo holds" is a headline, and "The embargo held until March." a sentence.
    if len(text) > LONGEST or found is None or SAYS_WHEN.search(text) is None:
        return None
    if found.start() > MOST_BEFORE or (found.start() and ends_sentence(text) and not text.endswith(":")):
        return None
    moment = moment_of(text)
    if not moment and ON_GOODS.match(text, found.end()):
        return None
    return Embargo(text, moment, line.number)


def moment_of(text: str) -> str:
    """Return the moment a line names, ISO; "" where it names none that is certain."""
    day = _day(text)
    if day is None:
        return ""
    bare = text[: day[1]] + " " * (day[2] - day[1]) + text[day[2] :]
    clock = _clock(bare)
    if clock is None:
        # A number that is left may be its hour: the day's first moment would be too early.
        return "" if re.search(r"\d", bare) else day[0].isoformat()
    moment = datetime(day[0].year, day[0].month, day[0].day, *clock)
    zone = _zone(bare, moment)
    if zone is None:
        return ""
    return moment.isoformat(timespec="minutes") + zone


def _day(text: str) -> tuple[date, int, int] | None:
    for pattern in (ISO_DAY, ASIAN, DAY_MONTH, MONTH_DAY, POINTED, SLASHED):
        for found in pattern.finditer(text):
            month = found["month"]
            number = int(month) if month.isdecimal() else MONTHS.get(month.lower().rstrip("."), 0)
            if not found["year"]:
                continue
            day = int(found["day"])
            # 3/4/2025 is one day in London and another in New York.
            if pattern is SLASHED and day <= 12 and number <= 12 and day != number:
                return None
            if pattern is SLASHED and number > 12:
                day, number = number, day
            try:
                return date(int(found["year"]), number, day), found.start(), found.end()
            except ValueError:
                return None
    return None


def _clock(text: str) -> tuple[int, int] | None:
    for pattern in (CLOCK, FOUR, HOUR):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            hour, minute = int(parts["hour"]), int(parts.get("minute") or 0)
            if half := (parts.get("half") or "").lower():
                if not 1 <= hour <= 12:
                    continue
                hour = hour % 12 + (12 if half == "p" else 0)
            elif hour < 12 and AFTERNOON.search(text):
                hour += 12
            if hour < 24 and minute < 60:
                return hour, minute
    return next(((hour, 0) for word, hour in WORD_HOURS if word.search(text)), None)


def _zone(text: str, moment: datetime) -> str | None:
    """Return an offset as ISO writes it, "" where no zone is named, None where the one named is not known."""
    if found := OFFSET.search(text):
        delta = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return _iso(-delta if found["sign"] != "+" else delta)
    if (found := LOCAL.search(text)) and found["place"].lower().removeprefix("local").strip():
        words = found["place"].lower().split()
        name = NAMED_ZONES.get(" ".join(words)) or NAMED_ZONES.get(words[-1])
        return _iso(moment.replace(tzinfo=ZoneInfo(name)).utcoffset() or timedelta()) if name else None
    for found in ABBREVIATION.finditer(text):
        name = found.group()
        if name in OFFSETS:
            return _iso(timedelta(hours=OFFSETS[name]))
        if name in NAMED_ZONES:
            return _iso(moment.replace(tzinfo=ZoneInfo(NAMED_ZONES[name])).utcoffset() or timedelta())
    behind = text[_end_of_clock(text) :].lstrip(" ,(")
    unknown = ABBREVIATION.match(behind)
    return None if unknown and unknown.group() not in NO_ZONES else ""


def _end_of_clock(text: str) -> int:
    return max(
        (found.end() for pattern in (CLOCK, FOUR, HOUR) for found in pattern.finditer(text)), default=0
    )


def _iso(delta: timedelta) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(delta)).isoformat()[19:]
