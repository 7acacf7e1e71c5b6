"""The zone a clock time is meant in, from the words beside it."""

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

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
    "МСК": 3,
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
SHORT = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
# Each zone by what people call it in the languages copy comes in.
NAMES = {
    "UTC": "greenwich غرينتش غرينيتش universal гринвичу",
    "America/New_York": "eastern new_york nueva_york nova_york washington boston toronto",
    "America/Chicago": "central chicago",
    "America/Denver": "mountain",
    "America/Los_Angeles": "pacific los_angeles",
    "Europe/London": "london londres londra londoner british uk лондону",
    "Europe/Dublin": "dublin irish",
    "Europe/Paris": "paris parís parigi pariser",
    "Europe/Berlin": "berlin berlín berlim berliner deutscher",
    "Europe/Brussels": "brussels bruxelles bruselas bruxelas brüssel brüsseler brussel brusselse",
    "Europe/Zurich": "geneva genève ginebra genebra genf genfer zurich zürich zürcher schweizer",
    "Europe/Madrid": "madrid peninsular española",
    "Europe/Rome": "rome roma italiana",
    "Europe/Lisbon": "lisbon lisboa lisbonne",
    "Europe/Vienna": "vienna wien wiener vienne viena",
    "Europe/Oslo": "oslo",
    "Europe/Stockholm": "stockholm svensk",
    "Europe/Copenhagen": "copenhagen københavn dansk",
    "Europe/Amsterdam": "amsterdam amsterdamse nederlandse",
    "Europe/Athens": "athens",
    "Europe/Moscow": "moscow московскому москве moscou moscú мск موسكو",
    "Europe/Kyiv": "kyiv kiev киеву",
    "Asia/Tokyo": "tokyo japan 日本 東京",
    "Asia/Seoul": "seoul korea 韩国 韓国",
    "Asia/Shanghai": "beijing china pekín pequim pékin 北京",
    "Asia/Hong_Kong": "hong_kong 香港",
    "Asia/Taipei": "taipei 台北",
    "Asia/Singapore": "singapore 新加坡",
    "Asia/Kolkata": "delhi new_delhi indian india",
    "Asia/Riyadh": "riyadh الرياض مكة السعودية",
    "Asia/Dubai": "dubai دبي الإمارات",
    "Asia/Beirut": "beirut بيروت",
    "Africa/Cairo": "cairo القاهرة",
    "Australia/Sydney": "sydney",
    "Africa/Nairobi": "nairobi",
    "America/Sao_Paulo": "são_paulo brasília brasilia",
    "America/Mexico_City": "mexico_city ciudad_de_méxico méxico",
    "America/Bogota": "bogotá colombia",
    "America/Lima": "lima",
    "America/Argentina/Buenos_Aires": "buenos_aires argentina",
}
PLACES = {name.replace("_", " "): zone for zone, names in NAMES.items() for name in names.split()}

OFFSET = re.compile(
    r"(?:\b(?:GMT|UTC)\s*|(?<=\d)\s*)(?P<sign>[+−-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\b"
)
ABBREVIATION = re.compile(r"(?<![^\W\d_])[A-ZМСК]{1,4}(?![^\W\d_])")
# “London time”, “Eastern Standard Time”, “Berliner Zeit”, “北京时间”
NAMED_BEFORE = re.compile(
    r"(?P<place>[^\W\d_]+(?: [^\W\d_]+)?)\s+(?:local\s+)?(?:standard\s+|daylight\s+|summer\s+)?(?:time|zeit|tijd|tid|времени)\b(?!\s*:)"
    r"|(?P<asian>[\u3400-\u9fff]{2,3})(?:时间|時間)(?!\s*[:：])",
    re.IGNORECASE,
)
# “heure de Paris”, “hora de Madrid”, “horário de Brasília”, “بتوقيت غرينتش”
NAMED_BEHIND = re.compile(
    r"\b(?:heure|hora|horário|ora|ortszeit|время|времени)\s+(?:(?:de|du|di|da|do|in|по|of)\s+|d[’'])?(?P<place>[^\W\d_]+(?: [^\W\d_]+){0,3})"
    r"|بتوقيت\s+(?P<arabic>\w+)",
    re.IGNORECASE,
)
LOCAL_WORDS = frozenset(
    [
        "local",
        "locale",
        "lokaler",
        "lokale",
        "ortszeit",
        "release",
        "embargo",
        "and",
        "date",
        "现地",
        "現地",
        "当地",
    ]
)
NO_ZONES = frozenset(
    ["AM", "PM", "A", "P", "US", "EU", "UN", "FOR", "NOT", "THE", "ON", "AT", "OF", "TO", "H", "I"]
)


def zone_of(text: str, moment: datetime, *, behind: str) -> str | None:
    """Return an offset as ISO writes it, "" where no zone is named, None where the one named is not known.

    `behind` is what follows the clock time.
    """
    if found := OFFSET.search(text):
        delta = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return _iso(-delta if found["sign"] != "+" else delta)
    for pattern in (NAMED_BEHIND, NAMED_BEFORE):
        for found in pattern.finditer(text):
            place = next(value for value in found.groupdict().values() if value).lower()
            if set(place.split()) & LOCAL_WORDS:
                continue
            zone = _place(place)
            return _at(zone, moment) if zone else None
    for found in ABBREVIATION.finditer(text):
        name = found.group()
        if name in OFFSETS:
            return _iso(timedelta(hours=OFFSETS[name]))
        if name in SHORT:
            return _at(SHORT[name], moment)
    words = behind.lower().strip(" ,.*()[]").split()
    if words and (zone := PLACES.get(words[0].strip(",.*()[]")) or PLACES.get(" ".join(words[:2]))):
        return _at(zone, moment)
    unknown = ABBREVIATION.match(behind.lstrip(" ,("))
    return None if unknown and unknown.group() not in NO_ZONES else ""


def _place(words: str) -> str | None:
    """Return the zone of the longest name that a phrase begins or ends with."""
    parts = words.split()
    for size in range(len(parts), 0, -1):
        for name in (" ".join(parts[:size]), " ".join(parts[-size:])):
            if name in PLACES:
                return PLACES[name]
    return None


def _at(zone: str, moment: datetime) -> str:
    return _iso(moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() or timedelta())


def _iso(delta: timedelta) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(delta)).isoformat()[19:]
