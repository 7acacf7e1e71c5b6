"""What citation managers keep of a source, as CSL-JSON (docs.citationstyles.org)."""

import html
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from manuscripts.manuscript import Author, SourceLine
from manuscripts.typography import typographic

from .dates import find_date
from .links import DOI, URL, host_of, trimmed

LONGEST = 2_000
MOST_AUTHORS = 200
_TAGS = re.compile(r"</?(?:i|b|sub|sup|em|strong|span|scp|sc)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
_MAIN_TITLES = ("container-title", "collection-title", "event-title")


def from_csl(item: Mapping[str, Any]) -> SourceLine:
    """Return the source that CSL-JSON describes; what is of no use there is passed over."""
    url, doi = _url(_text(item, "URL")), _text(item, "DOI")
    if found := DOI.search(doi or url):
        doi, url = trimmed(found[1]), "" if DOI.search(url) and "doi.org" in host_of(url) else url
    issued = _date(item.get("issued")) or _date(item.get("original-date"))
    return SourceLine(
        title=typographic(_text(item, "title") or _text(item, "title-short")),
        publisher=typographic(_text(item, "publisher")),
        domain=host_of(url),
        url=url,
        doi=doi if DOI.search(doi) else "",
        raw=_text(item, "title"),
        authors=_authors(item),
        container=typographic(next((name for key in _MAIN_TITLES if (name := _text(item, key))), "")),
        issued=issued,
        accessed=_date(item.get("accessed")),
        volume=_text(item, "volume"),
        issue=_text(item, "issue") or (_text(item, "number") if not _text(item, "volume") else ""),
        pages=re.sub(r"(?<=\d)-(?=\d)", "–", _text(item, "page")),
        isbn=_text(item, "ISBN").split(" ")[0],
        kind=_text(item, "type"),
        is_incomplete=not _text(item, "title"),
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = html.unescape(_TAGS.sub("", str(value)[:LONGEST]))
    return " ".join(text.split())


def _url(text: str) -> str:
    found = URL.match(text)
    return found.group() if found else ""


def _authors(item: Mapping[str, Any]) -> tuple[Author, ...]:
    """Return who made it: a book without authors is its editors'."""
    for role in ("author", "editor", "director", "interviewer"):
        names = item.get(role)
        if isinstance(names, list) and names:
            found = [_author(name) for name in names[:MOST_AUTHORS] if isinstance(name, Mapping)]
            return tuple(author for author in found if author is not None)
    return ()


def _author(name: Mapping[str, Any]) -> Author | None:
    if literal := _text(name, "literal"):
        return Author(literal=literal)
    particle = " ".join(
        filter(None, (_text(name, "dropping-particle"), _text(name, "non-dropping-particle")))
    )
    family, given = " ".join(filter(None, (particle, _text(name, "family")))), _text(name, "given")
    if family and given:
        return Author(family=family, given=given)
    return Author(literal=family or given) if family or given else None


def _date(value: Any) -> str:
    """Return a CSL date as ISO: of a span its beginning."""
    if not isinstance(value, Mapping):
        return _read_date(value) if isinstance(value, str) else ""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first:
        return _iso([str(part) for part in first[:3]])
    return _read_date(_text(value, "raw") or _text(value, "literal"))


def _iso(parts: list[str]) -> str:
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return ""
    numbers = [int(part) for part in parts]
    try:
        day = date(*(*numbers, 1, 1)[:3])
    except ValueError:
        return f"{numbers[0]:04}" if numbers and 0 < numbers[0] < 3000 else ""
    return day.isoformat()[: (4, 7, 10)[len(numbers) - 1]]


def _read_date(text: str) -> str:
    dated = find_date(text[:100])
    return dated.iso if dated else ""
