"""The lists a page has under headings of their own, each of which can be read on into the past."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest

from publishing.bases import EditionBase
from reading.listings import Item, Listing, Lists, cursor_at


@dataclass(frozen=True)
class Section:
    """One list before it is asked for: its heading, how it is asked for, and the pages its links come from.

    `shows` says what of the links stands under each page: "quotes", "places" or nothing.
    """

    title: str
    lists: Lists
    editions: type[EditionBase]
    shows: str = ""


@dataclass(frozen=True)
class ShownSection:
    """One list as the page shows it."""

    name: str
    title: str
    listing: Listing
    shows: str = ""

    @property
    def lines(self) -> list[tuple[Hashable, Item]]:
        """Return what is listed, each with all that its line is made of."""
        under = UNDER.get(self.shows)
        return [
            ((item.line, *(under(link) for link in item.rows if under)), item) for item in self.listing.items
        ]


def _quoted(link: Any) -> Hashable:
    source = link.reference
    return link.words, (source.key, source.title, source.confidential) if source else None


def _in_text(link: Any) -> Hashable:
    return tuple((place.sentence, place.locator) for place in link.in_text)


UNDER: dict[str, Callable[[Any], Hashable]] = {"quotes": _quoted, "places": _in_text}
"""What stands under a line of its links, by what the section shows."""


def shown_sections(
    request: HttpRequest, sections: Mapping[str, Section], *, of: int, at: datetime
) -> list[ShownSection]:
    """Return all sections of one thing from their beginning, or with ?in=…&before=… one from there on."""
    key = request.GET.get("before", "")
    if not key:
        first = {name: _listing(section, "", of=of, at=at) for name, section in sections.items()}
        return [_shown(name, sections[name], found) for name, found in first.items() if found]
    name = request.GET.get("in", "")
    section = sections.get(name)
    listing = _listing(section, key, of=of, at=at) if section else None
    if section is None or not listing:
        raise Http404
    return [_shown(name, section, listing)]


def ends_of(sections: list[ShownSection]) -> list[datetime]:
    """Return when what the sections show stops being so, as far as it is known."""
    return [end for section in sections for end in section.listing.ends]


def path_of(path: str, request: HttpRequest) -> str:
    """Return the page's own address with the part of the query that means something."""
    key = request.GET.get("before", "")
    return f"{path}?in={request.GET.get('in', '')}&before={key}" if key else path


def _shown(name: str, section: Section, listing: Listing) -> ShownSection:
    return ShownSection(name=name, title=section.title, listing=listing, shows=section.shows)


def _listing(section: Section, key: str, *, of: int, at: datetime) -> Listing:
    before = cursor_at(key, section.editions, at=at)
    return section.lists.part(of, before=before, at=at)
