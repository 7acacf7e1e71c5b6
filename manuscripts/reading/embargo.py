"""Until when a text may not be public, from the line that says so."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

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
# What may stand beside a bare date and moves its end nowhere; "the end of", "close of business", "abends" do.
FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "this",
        "that",
        "is",
        "are",
        "be",
        "it",
        "its",
        "on",
        "at",
        "of",
        "to",
        "for",
        "from",
        "by",
        "under",
        "strictly",
        "strict",
        "please",
        "note",
        "notes",
        "editors",
        "not",
        "no",
        "until",
        "till",
        "before",
        "prior",
        "date",
        "time",
        "embargo",
        "release",
        "released",
        "publication",
        "publish",
        "published",
        "broadcast",
        "use",
        "press",
        "media",
        "news",
        "story",
        "article",
        "report",
        "study",
        "paper",
        "text",
        "document",
        "information",
        "statement",
        "material",
        "confidential",
        "lifted",
        "lifts",
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "ist",
        "sind",
        "und",
        "zum",
        "zur",
        "am",
        "ab",
        "bis",
        "vom",
        "für",
        "nicht",
        "vor",
        "veröffentlichung",
        "veröffentlichen",
        "sperrfrist",
        "le",
        "la",
        "les",
        "l",
        "du",
        "de",
        "d",
        "au",
        "à",
        "jusqu",
        "jusque",
        "sous",
        "avant",
        "pas",
        "ne",
        "publier",
        "publication",
        "et",
        "est",
        "el",
        "los",
        "las",
        "hasta",
        "del",
        "no",
        "antes",
        "en",
        "bajo",
        "y",
        "que",
        "publicar",
        "o",
        "a",
        "os",
        "até",
        "do",
        "da",
        "em",
        "sob",
        "e",
        "não",
        "ao",
        "fino",
        "al",
        "il",
        "non",
        "prima",
        "tot",
        "op",
        "van",
        "voor",
        "het",
        "en",
        "niet",
        "до",
        "с",
        "по",
        "года",
        "г",
        "публиковать",
        "не",
        "حتى",
        "يوم",
        "في",
        "قبل",
        "النشر",
        "حظر",
        "前",
        "至",
        "于",
        "於",
        "日前",
        "まで",
    ]
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
    is_said = names_day(text) and SAYS_SO.search(text) is not None
    told = found.start() > MOST_BEFORE or (found.start() and ends_sentence(text) and not text.endswith(":"))
    if (told and not is_said) or ON_GOODS.match(text, found.end()):
        return None
    if not moment and OF_A_YEAR.match(text, found.end()):
        return None
    return Embargo(text, moment, line.number)


def stricter(*embargoes: Embargo | None) -> Embargo | None:
    """Return the embargo that ends last: one whose end could not be read may end after every other."""
    said = [one for one in embargoes if one is not None]
    return max(said, key=_end, default=None)


def _end(embargo: Embargo) -> datetime:
    try:
        end = datetime.fromisoformat(embargo.moment)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    # Where the newsroom is, is not known here: no clock is later than this one.
    return end if end.tzinfo else end.replace(tzinfo=timezone(timedelta(hours=-12)))


def names_day(text: str) -> bool:
    """Tell whether a line names a day with its year."""
    return bool(_days(text))


def moment_of(text: str, *, amid: bool = False) -> str:
    """Return the moment a line names, ISO; "" where it names none that is certain.

    `amid` says that other words stand in it, as those of a headline.
    """
    days = _days(text)
    if len({day for day, _start, _end in days}) != 1 or days[0][0] is None:
        return ""
    day, bare = days[0][0], text
    for _day, start, end in days:
        bare = bare[:start] + " " * (end - start) + bare[end:]
    if any(_is_another_day(found, day) for found in (*DAY_MONTH.finditer(bare), *MONTH_DAY.finditer(bare))):
        return ""
    clock = _clock(bare)
    if clock is None and NO_HOUR.search(text):
        return ""
    if clock is None:
        # A number or a word that is left may be its hour: the day's first moment would be too early.
        is_bare = not re.search(r"\d", bare) and (amid or not set(_words(bare)) - FILLERS)
        return day.isoformat() if is_bare else ""
    moment = datetime(day.year, day.month, day.day, *clock)
    zone = zone_of(bare, moment, behind=bare[_end_of_clock(bare) :])
    if zone is None:
        return ""
    return moment.isoformat(timespec="minutes") + zone


def _words(text: str) -> list[str]:
    text = re.sub(rf"\b(?:{WEEKDAY})\b", " ", EMBARGO.sub(" ", text), flags=re.IGNORECASE)
    return re.findall(r"[^\W\d_]+", text.lower())


def _is_another_day(found: re.Match[str], day: date) -> bool:
    """Tell whether a date without its year is another: one of the two may be when the text was sent."""
    month = MONTHS.get(found["month"].lower().rstrip("."), 0)
    return (int(found["day"]), month) != (day.day, day.month)


def _days(text: str) -> list[tuple[date | None, int, int]]:
    """Return every day a line names with its year, and where; None for one that may be either of two."""
    return [
        (_day(found, is_slashed=pattern is SLASHED), found.start(), found.end())
        for pattern in (ISO_DAY, ASIAN, DAY_MONTH, MONTH_DAY, POINTED, SLASHED)
        for found in pattern.finditer(text)
        if found["year"]
    ]


def _day(found: re.Match[str], *, is_slashed: bool) -> date | None:
    month, day = found["month"], int(found["day"])
    number = int(month) if month.isdecimal() else MONTHS.get(month.lower().rstrip("."), 0)
    # 3/4/2025 is one day in London and another in New York.
    if is_slashed and day <= 12 and number <= 12 and day != number:
        return None
    if is_slashed and number > 12:
        day, number = number, day
    try:
        return date(int(found["year"]), number, day)
    except ValueError:
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
