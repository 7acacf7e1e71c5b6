"""Which numbers in a line claim something that a reader could ask the source of.

Years, dates, times, ages, ordinals, small counts and numbers that are names do not.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT

from publishing.checks.quote_marks import is_inside

SMALL = 12
"""Up to here a number alone only counts what stands around it."""

_NUMBER = re.compile(
    r"(?<![\w.,/@#§-])(?P<sign>[$€£¥₹₽₺₩]|US\$|[A-Z]{3}[ \u00a0](?=\d))?[ \u00a0]?"
    r"(?P<number>\d+(?:[.,'’\u00a0\u202f]\d+)*[½⅓⅔¼¾⅛]?|[½⅓⅔¼¾])"
    r"(?P<behind>[^\W\d_]+|-[^\W\d_]+|[%‰°])?"
)
_YEAR = re.compile(r"1\d{3}|20\d{2}|2100")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(\d{2,4})?|\d{1,4}/\d{1,2}/\d{1,4}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}")
_OF_WEIGHT = re.compile(
    r"[ \u00a0-]?(?:%|‰|°|per ?cent|percent|percentage|prozent|procent"
    r"|pour cent|por ciento|por cento|per cento"
    r"|hundred|thousand|million|billion|trillion|dozen"
    r"|tausend|million|milliard|billion|millier|mille|millón|millones|mil\b|milhõ|milhão|milion|miliard"
    r"|тыс|млн|млрд|миллион|миллиард|процент|тисяч|мільйон|万|萬|亿|億|千|百万|만|억"
    r"|dollars?\b|euros?\b|pounds?\b|yen\b|yuan\b|francs?\b|roubles?\b|rubles?\b|rupees?\b|元|円|원"
    r"|km|kilomet|met(?:re|er)s?\b|m\b|cm\b|mm\b|miles?\b|feet\b|acres?\b|hectares?\b|ha\b"
    r"|kg\b|kilogram|g\b|tonn?es?\b|tons?\b|lit(?:re|er)s?\b|degrees?\b|grad\b"
    r"|gb\b|mb\b|tb\b|kb\b|bytes?\b|bits?\b|[kmgt]?hz\b|[kmgt]?wh?\b|watts?\b|volts?\b|times\b)",
    re.IGNORECASE,
)
_WORDS_OF_WEIGHT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|several hundred)(?:[- ][a-z]+)?"
    r"[ \u00a0-](?:hundred|thousand|million|billion|trillion|per cent|percent)\b"
    r"|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|zwanzig|dreißig|fünfzig|hundert)[ \u00a0]"
    r"(?:Millionen|Milliarden|Prozent|Tausend)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"st|nd|rd|th|e|er|ère|ème|º|ª|a|o", re.IGNORECASE)
# What a number behind it only names: a page, a chapter, a bus.
_NAMING = re.compile(
    r"(?:\b(?:page|pages|p|pp|chapter|ch|section|sec|article|art|act|paragraph|para|part|vol|volume|no|nos|number"
    r"|fig|figure|table|note|step|version|release|level|stage|phase|round|game|day|week|line|room|route|channel"
    r"|type|mark|model|year|since|in|by|until|from|after|before|of|am|um|im|seit|bis|en|depuis|desde|dal|nel"
    r"|seite|kapitel|abschnitt|artikel|nummer|nr|page|capítulo|página|straße|street|avenue)"
    r"\.?|§{1,2})[ \u00a0]$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^.!?:…][ \u00a0][A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w’'-]*[ \u00a0]$")
_AGE = re.compile(r"(?:\w,[ \u00a0]|\()$")
_AGED = re.compile(r"\b(?:aged?|alter von|âgée? de|de edad)[ \u00a0]$", re.IGNORECASE)
_OLD = re.compile(
    r"[ \u00a0-](?:years?[ \u00a0-]old|jähri|ans\b|años de edad|anni\b|o’clock|uhr\b|a\.?m\b|p\.?m\b)",
    re.IGNORECASE,
)
_OF_DATES = frozenset("年月日년월일時时分")


def claims(text: str, *, language: str = "en") -> list[tuple[int, str]]:
    """Return each number in a line that claims something, as written, with its place."""
    if not any(char.isdigit() or char in "½⅓⅔¼¾" for char in text):
        return [(match.start(), match.group()) for match in _WORDS_OF_WEIGHT.finditer(text)]
    found = [*_of_digits(text, language)]
    found += [(match.start(), match.group()) for match in _WORDS_OF_WEIGHT.finditer(text)]
    return sorted(found)


def _of_digits(text: str, language: str) -> Iterator[tuple[int, str]]:
    dates = [match.span() for match in _DATE.finditer(text)]
    for match in _NUMBER.finditer(text):
        start = match.start("number")
        if is_inside(dates, start, start + 1):
            continue
        if _claims(text, match, language):
            yield match.start(), match.group().strip()


def _claims(text: str, match: re.Match[str], language: str) -> bool:
    number, behind = match["number"], match["behind"] or ""
    start, end = match.start("number"), match.end("number")
    if match["sign"] or _OF_WEIGHT.match(text, end):
        return not _is_of_date(text, start, end, language)
    if _ORDINAL.fullmatch(behind) or (behind and not behind.startswith("-") and behind not in "%‰°"):
        return False
    before = text[max(0, start - 40) : start]
    if _NAMED.search(before) or _is_of_date(text, start, end, language) or text[end : end + 1] in _OF_DATES:
        return False
    if (
        _OLD.match(text, end)
        or _AGED.search(before)
        or (_AGE.search(before) and text[end : end + 1] in (",", ")"))
    ):
        return False
    if _YEAR.fullmatch(number):
        return False
    value = _value(number)
    if value is not None and value <= SMALL:
        return False
    return not (_NAMING.search(before) and value is not None and value < 1000 and not _counts(text, end))


def _counts(text: str, end: int) -> bool:
    """Tell whether something is counted: a word without a capital follows."""
    following = re.match(r"[ \u00a0]([^\W\d_]+)", text[end : end + 30])
    return following is not None and following[1].islower() and len(following[1]) > 3


def _value(number: str) -> float | None:
    """Return a plain whole number; what has a point, a comma or a fraction is something measured."""
    return int(number) if number.isdecimal() and len(number) < 12 else None


def _is_of_date(text: str, start: int, end: int, language: str) -> bool:
    """Tell whether the name of a month, or of this kind of day, stands beside a number."""
    if end - start > 4:
        return False
    behind = _first_word(text[end : end + 24])
    before = _last_word(text[max(0, start - 24) : start])
    months = _months(language)
    return behind in months or before in months


def _first_word(text: str) -> str:
    found = re.match(r"[.\s\u00a0]*(?:(?:st|nd|rd|th|of|de|di|er|º)[\s\u00a0]+)?([^\W\d_]+)", text)
    return found[1].casefold() if found else ""


def _last_word(text: str) -> str:
    found = re.search(r"([^\W\d_]+)[.,]?[\s\u00a0]*(?:\d{1,2}(?:st|nd|rd|th)?,?[\s\u00a0]+)?$", text)
    return found[1].casefold() if found else ""


@cache
def _months(language: str) -> frozenset[str]:
    names: set[str] = set()
    for code in dict.fromkeys(["en", language]):
        with translation.override(code):
            for list_of in (MONTHS, MONTHS_3, MONTHS_ALT):
                names |= {str(name).casefold().rstrip(".") for name in list_of.values()}
    return frozenset(names)
