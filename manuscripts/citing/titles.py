"""Where a title ends that stands in no quote marks."""

import re

from manuscripts.lexicon import OUTLETS

from .dates import find_date, last_year, months
from .details import EDITION, PAGES, PLACE_PUBLISHER, take_details
from .heads import Head
from .tails import Rest, name_of, paper_or_publisher
from .words import COMMA, LOWER, UPPER, either, is_ideographic

_ABBREVIATIONS = (
    "vs|v|st|dr|mr|mrs|ms|prof|no|nr|vol|ed|eds|jr|sr|inc|ltd|co|etc|bzw|ca|u\\.s|u\\.k|z|b|gen|gov|rev|art|ch|op|cf|univ|"
    "dept|ste|mt|ft|approx|hon|n|p|pp|s|bd|jg|hrsg|aufl|núm|pág|págs|т|с|вып|им|г|e|d|o|i|al|c|t"
)
_STOP = re.compile(
    rf"(?<!\b[{UPPER}])(?<!\b(?i:no|vs|st|dr|mr|nr|co|ed|ca))\.(?:[”\"’])?\s+"
    rf"(?=[^\s{LOWER}&]|[{LOWER}]{{1,3}}[{UPPER}]|npj )"
)
_WIDE_STOP = re.compile(r"[。．]\s*(?=\S)")
_ASKED = re.compile(r"[?!？！]\s+(?=[^\s])|[？！]")
_IN = re.compile(
    rf"(?:[.?!]\s+(?:In|Dans|En|Em)\s*:?\s+(?=[^\s{LOWER}])|[.,;?!]\s+(?i:{either('in')})\s?:\s+"
    rf"|,\s+(?:in|dans)\s+(?=[{UPPER}„“«‘*]))"
)
_DASHES = re.compile(r"\s+(?:[–—|]|--?)\s+")
_YEARS = re.compile(r"\d{4}\s?[–—-]\s?\d{2,4}")
LONGEST_PUBLISHER = 6
LONGEST_OUTLET = 4
_BRACKETS_AT_END = re.compile(
    rf"\s*\((?:[^()]{{0,40}}(?:{either('edition')}|[Nn]o\.|[Nn]r\.|[Nn]um\.|[Vv]ersion|[Tt]rans\.|Übers\.|[Tt]rad\.|Illus\.|[Vv]ol\.|[Bb]d\.|pp?\.)"
    rf"[^()]{{0,40}})\)[\s.]*$"
)
SHORTEST_TITLE = 3


def split_title(text: str, head: Head, emphasised: list[str]) -> tuple[str, str]:
    """Return the title a text begins with, and what stands behind it."""
    for words in emphasised:
        at = text.find(words)
        if at == 0 and len(words) > 2:
            return words, text[len(words) :].lstrip(" .,")
        if at > 0 and _ends_sentence(text[:at]):
            return _without_in(text[:at]), text[at:]
    if (marker := _IN.search(text)) and not _earlier_stop(text, marker.start()):
        kept = text[marker.start()] in "?!"
        return text[: marker.start() + kept], f"In: {text[marker.end() :]}"
    if (published := PLACE_PUBLISHER.search(text)) and not _STOP.search(text[: published.start()]):
        return text[: published.start()], text[published.start() :]
    stop = _first_stop(text)
    if stop is None:
        return _by_commas(text, head)
    first = text[: stop[0]]
    if (
        not head.authors
        and not head.container
        and (dated := find_date(first))
        and dated.is_day
        and dated.start
    ):
        # "Public hearing on the coast road, 14 January 2025. Minutes, p. 3."
        title, tail = _by_commas(first, head)
        pages = re.search(rf"\b(?:{either('pages')})\s?{PAGES}", text[stop[0] :])
        return title, f"{tail}, {pages.group()}" if pages else tail
    if head.separator in COMMA and head.separator and not head.is_dated:
        title, tail = _by_commas(first, head)
        if tail:
            return title, f"{tail}, {text[stop[1] :]}"
    return first, text[stop[1] :]


def _earlier_stop(text: str, end: int) -> bool:
    """Tell whether the title ended before: "Title. Journal, in Other, 2020"."""
    return False


def _ends_sentence(text: str) -> bool:
    return (
        re.search(r"(?:[.?!,:;]|\b(?:in|In|dans|en|em)\b:?)\s*$", text) is not None and len(text.split()) > 1
    )


def _without_in(text: str) -> str:
    return re.sub(r"[.,;]?\s+(?:In|in|Dans|dans|En|en|Em|em)\s?:?\s*$", "", text)


def _first_stop(text: str) -> tuple[int, int] | None:
    """Return where the first sentence ends; a question goes on where another sentence follows it."""
    wide = _WIDE_STOP.search(text) if is_ideographic(text) or "。" in text else None
    stop = wide or _stop_outside_brackets(text)
    asked = _ASKED.search(text)
    if asked and (stop is None or asked.start() < stop.start()):
        behind = text[asked.end() :]
        second = stop and text[asked.end() : stop.start()]
        goes_on = (
            second
            and len(second.split()) > 1
            and not _is_place_or_detail(second)
            and _says_more(text[stop.end() :])
            if stop
            else False
        )
        if not goes_on and behind.strip():
            return asked.start() + 1, asked.end()
    if stop is None:
        return None
    return stop.start(), stop.end()


def _stop_outside_brackets(text: str) -> re.Match[str] | None:
    for stop in _STOP.finditer(text):
        before = text[: stop.start()]
        word = re.search(r"[^\s(]+$", before)
        if before.count("(") > before.count(")") or _is_day_of_month(before, text[stop.end() :]):
            continue
        if (
            word
            and re.fullmatch(rf"(?:{_ABBREVIATIONS})", word.group(), re.IGNORECASE)
            and len(word.group()) < 5
        ):
            continue
        return stop
    return None


def _is_day_of_month(before: str, behind: str) -> bool:
    word = re.match(r"[^\W\d_]+", behind)
    return bool(word and word.group().lower() in months() and re.search(r"\b\d{1,2}$", before))


def _is_place_or_detail(text: str) -> bool:
    _left, details = take_details(text)
    return bool(details.volume or details.pages) or find_date(text) is not None


def _says_more(text: str) -> bool:
    """Tell whether a rest names a place of publication: words, not details alone."""
    left, _details = take_details(text)
    return any(letter.isalpha() for letter in re.sub(r"\d+", "", left))


def _by_commas(text: str, head: Head) -> tuple[str, str]:
    """Part a line of commas: title, perhaps place, publisher or paper, then dates and numbers."""
    parts = _parts(text)
    first_detail = next((at for at, part in enumerate(parts) if at and _is_detail(part)), len(parts))
    words, details = parts[:first_detail], parts[first_detail:]
    if len(parts) == 1:
        return _dashed(text)
    if head.shape == "office" and head.is_dated and len(words) == 2 and not details:
        return words[0], ""
    keep = 1
    if len(words) > 2 or (len(words) == 2 and not details):
        keep = (
            max(1, len(words) - (1 if _is_periodical(details) else 2))
            if details or head.authors
            else len(words)
        )
    while keep < len(words) and (
        _YEARS.fullmatch(words[keep].strip(" .,")) or words[keep].strip()[:1].islower()
    ):
        keep += 1
    title = "".join(words[:keep])
    if len(words) == 1 and details and (dashed := _dashed(title.rstrip(f" {COMMA}")))[1]:
        title, words = dashed[0], [title, f"{dashed[1]}, "]
    return title, "".join((*words[keep:], *details))


def _dashed(text: str) -> tuple[str, str]:
    breaks = list(_DASHES.finditer(text))
    if breaks:
        title, tail = text[: breaks[-1].start()], text[breaks[-1].end() :]
        if title and (_is_name(tail) or find_date(tail)):
            return title, tail
    year = last_year(text)
    if (
        year
        and text[year.start - 1 : year.start] in ("(", " ")
        and text[year.end :].strip(" ).") == ""
        and text[year.start - 1] == "("
    ):
        return text[: year.start - 1], text[year.start :]
    return text, ""


def _parts(text: str) -> list[str]:
    """Split behind commas outside brackets; together the parts are the text."""
    parts, depth, begun = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "(（") - (letter in ")）")
        ends = letter in COMMA and (letter != "," or text[at + 1 : at + 2] in ("", " "))
        if ends and depth <= 0 and text[begun:at].strip():
            parts.append(text[begun : at + 1])
            begun = at + 1
    return [*parts, text[begun:]] if text[begun:].strip() or not parts else parts


def _is_detail(part: str) -> bool:
    part = part.strip(f" .(){COMMA}")
    dated = find_date(part)
    if (
        dated
        and (dated.start == 0 or len(part[: dated.start].split()) <= 2)
        and len(part[dated.end :].split()) <= 1
    ):
        return dated.start == 0 or part[0].isupper()
    left, details = take_details(part)
    if details.pages or details.is_periodical:
        return True
    return not any(letter.isalpha() for letter in left) and _YEARS.fullmatch(part) is None


def _is_periodical(parts: list[str]) -> bool:
    _left, details = take_details(", ".join(parts))
    dated = find_date(", ".join(parts))
    return details.is_periodical or bool(dated and dated.is_day)


def _is_name(text: str) -> bool:
    return 1 <= len(text.split()) <= LONGEST_PUBLISHER and not text[0].islower()


def without_edition(title: str) -> str:
    """Take "(2nd ed.)", "(Report No. 44)" and ", 2nd ed." off the end of a title."""
    title = _BRACKETS_AT_END.sub("", title.rstrip(f" {COMMA}"))
    found = EDITION.search(title)
    return title[: found.start()] if found and found.start() and found.end() == len(title) else title


def title_and_outlet(text: str) -> tuple[str, Rest] | None:
    """Read "A title – The Gazette" and "A title, Reuters"."""
    breaks = list(_DASHES.finditer(text))
    if breaks:
        title, tail = text[: breaks[-1].start()], text[breaks[-1].end() :]
        if title and tail and _is_name(tail):
            return title, paper_or_publisher(name_of(tail))
        return None
    title, comma, tail = text.rpartition(", ")
    outlet = tail.lower().strip(" .").split()
    named = 1 <= len(outlet) <= LONGEST_OUTLET and outlet[-1] in OUTLETS
    if comma and named and len(title.split()) >= SHORTEST_TITLE:
        return title, paper_or_publisher(name_of(tail))
    return None
