"""Until when a text may not be public, from the line that says so."""

import re
from datetime import date, datetime

from manuscripts.layout import Line, ends_sentence
from manuscripts.manuscript import Embargo

from .words import (
    ASIAN,
    DAY_MONTH,
    EMBARGO,
    ISO_DAY,
    MONTH,
    MONTH_DAY,
    MONTHS,
    POINTED,
    SLASHED,
    WEEKDAY,
)
from .zones import zone_of

LONGEST = 240
MOST_BEFORE = 30
SAYS_WHEN = re.compile(
    r"\b(?:until|till|bis|jusqu|hasta|até|before|avant|antes|prior|fino|tot|till|release)|[:：]|\d",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<hour>\d{1,2})\s?(?:[:.时時点點]|h\s?)(?P<minute>\d{2})(?!\.?\d)\s*(?:(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
HOUR = re.compile(
    r"(?<![\d.:/-])(?P<hour>\d{1,2})\s*(?:(?P<half>[ap])\.?\s?m\b\.?|uhr\b|h\b(?!\d)|hrs\b|heures?\b|horas?\b|uur\b|час\w*|o[’']clock|[时時点點](?!半)|(?<=ore \d)\b|(?<=ore \d\d)\b|(?<=الساعة \d)\b|(?<=الساعة \d\d)\b)",
    re.IGNORECASE,
)
FOUR = re.compile(
    r"(?<![\d.:/-])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s*(?:h(?:ou)?rs\b|h\b|[A-Z]{2,4}\b))"
)
WORD_HOURS = (
    (re.compile(r"\b(?:noon|midday|mittags?|midi|mediodía|meio-dia|mezzogiorno)\b|正午|中午", re.I), 12),
)
AFTERNOON = re.compile(
    r"下午|午後|晚上|مساء|\b(?:nachmittags|abends|du soir|de l[’']après-midi|de la (?:tarde|noche)|da (?:tarde|noite))\b",
    re.IGNORECASE,
)
# "Embargo on arms" is a headline; "embargo on 3 May" has its day.
ON_GOODS = re.compile(
    rf"\s*(?:on|against|of|contra|sobre|gegen|auf|sur|su|contre)\b(?!\s+(?:the\s+)?(?:\d|{WEEKDAY}|(?:{MONTH})\b))",
    re.IGNORECASE,
)
# The hour a speech begins is nobody's to know, and midnight is the first moment of a day or its last.
NO_HOUR = re.compile(
    r"\b(?:midnight|mitternacht|minuit|medianoche|meia-noite|mezzanotte|middernacht|midnatt|полноч\w*)\b|\bredebeginn\b|منتصف الليل"
    r"|\b(?:time|start|beginning|beginn|début|inicio|início) (?:of|der|des|du|del?|da|do) \w+|check(?:ed)? against delivery",
    re.IGNORECASE,
)
# "Embargo 2026: what it means for farms" is a headline.
OF_A_YEAR = re.compile(r"\s+(?:19|20)\d\d\s*[:–—-]\s*\w+\s+\w+\s+\w+")
# "This report is embargoed until …"
SAYS_SO = re.compile(
    r"\b(?:is|are|remains?|ist|sind|est|sont|está|están|é)\s+(?:\w+\s+)?(?:under\s+|unter\s+|sous\s+|bajo\s+|sob\s+)?embarg\w*\s+(?:until|till|to|for|bis|jusqu|hasta|até)",
    re.IGNORECASE,
)


def read_embargo(line: Line) -> Embargo | None:
    """Return until when a text may not be public, if its line says that; with no moment if it cannot be read."""
    text = line.text
    found = EMBARGO.search(text)
    # "Oil embargo holds" is a headline, and "The embargo held until March." a sentence.
    if len(text) > LONGEST or found is None or SAYS_WHEN.search(text) is None:
        return None
    moment = moment_of(text)
    is_said = bool(moment) and SAYS_SO.search(text) is not None
    told = found.start() > MOST_BEFORE or (found.start() and ends_sentence(text) and not text.endswith(":"))
    if (told and not is_said) or ON_GOODS.match(text, found.end()):
        return None
    if not moment and OF_A_YEAR.match(text, found.end()):
        return None
    return Embargo(text, moment, line.number)


def moment_of(text: str) -> str:
    """Return the moment a line names, ISO; "" where it names none that is certain."""
    day = _day(text)
    if day is None:
        return ""
    bare = text[: day[1]] + " " * (day[2] - day[1]) + text[day[2] :]
    clock = _clock(bare)
    if clock is None and NO_HOUR.search(text):
        return ""
    if clock is None:
        # A number that is left may be its hour: the day's first moment would be too early.
        return "" if re.search(r"\d", bare) else day[0].isoformat()
    moment = datetime(day[0].year, day[0].month, day[0].day, *clock)
    zone = zone_of(bare, moment, behind=bare[_end_of_clock(bare) :])
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


def _end_of_clock(text: str) -> int:
    return max(
        (found.end() for pattern in (CLOCK, FOUR, HOUR) for found in pattern.finditer(text)), default=0
    )
