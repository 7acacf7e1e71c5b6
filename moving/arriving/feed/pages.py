"""The pages of a feed, fetched once or read from a file, and kept on disk while they are gone over."""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext as _

import manuscripts
from manuscripts import ManuscriptError
from moving.arriving.site import CannotRead
from references.fetching import FEED, PAGE, CannotFetch, Fetched, Wanted, fetch

from . import as_json, as_xml
from .cleaning import cleaned
from .entry import Entry, Head

LARGEST = 60_000_000
LARGEST_WHOLE = 300_000_000
MOST_PAGES = 1_000
EXPORT = re.compile(rb"wordpress\.org/export/")
FEEDS = frozenset(
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"]
)
Fetch = Callable[[str, Wanted], Fetched]


@dataclass
class Pages:
    """A feed's pages in order, and why there are no more of them if something was in the way."""

    head: Head = field(default_factory=Head)
    address: str = ""
    stopped: str = ""
    _file: BinaryIO = field(default_factory=lambda: cast("BinaryIO", tempfile.TemporaryFile()))  # noqa: SIM115
    _spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, data: bytes, *, charset: str = "") -> Head:
        """Take up a page, and return what it says of the feed."""
        data = _tidy(data, charset)
        head = _kind(data).head_of(data)
        start = self._file.seek(0, 2)
        if start + len(data) > LARGEST_WHOLE:
            raise CannotRead(_("There is more in this feed than in any site."))
        self._file.write(data)
        if not self._spans:
            self.head = head
        self._spans.append((start, self._file.tell()))
        return head

    def entries(self) -> Iterator[Entry]:
        """Yield the texts of all pages."""
        for start, end in self._spans:
            self._file.seek(start)
            data = self._file.read(end - start)
            yield from _kind(data).entries_of(data)

    def ids_of_last(self) -> frozenset[str]:
        """Return the ids of the texts on the last page: behind it some feeds give it again."""
        start, end = self._spans[-1]
        self._file.seek(start)
        data = self._file.read(end - start)
        return frozenset(entry.id for entry in _kind(data).entries_of(data))


def pages_in(file: Path) -> Pages:
    """Read a feed that was saved to a file."""
    try:
        if file.stat().st_size > LARGEST:
            raise CannotRead(_("The feed is larger than %(most)d MB.") % {"most": LARGEST // 1_000_000})
        data = file.read_bytes()
    except OSError as error:
        raise CannotRead(_("The file cannot be read: %(why)s.") % {"why": error.strerror or error}) from error
    pages = Pages()
    pages.add(data)
    return pages


def pages_at(address: str, *, fetch: Fetch = fetch) -> Pages:
    """Fetch a feed and every page it goes on at; what cannot be had ends it, and is said."""
    first = _first(address, fetch)
    pages = Pages(address=first.address)
    head, place = pages.add(first.data, charset=first.charset), first.address
    asked = {address, place}
    for number in range(2, MOST_PAGES + 2):
        onward, is_guess = _onward(head, place, number)
        if not onward or onward in asked:
            return pages
        if number > MOST_PAGES:
            pages.stopped = _("It has more pages than are read at once.")
            return pages
        asked.add(onward)
        known = pages.ids_of_last()
        try:
            found = fetch(onward, FEED)
            head, place = pages.add(found.data, charset=found.charset), found.address
        except (CannotFetch, CannotRead) as problem:
            # WordPress says of no page that it is the last: behind it there is none.
            pages.stopped = "" if is_guess else f"{onward}: {problem}"
            return pages
        if pages.ids_of_last() <= known:
            return pages
    return pages


def _onward(head: Head, place: str, number: int) -> tuple[str, bool]:
    """Return where a feed goes on, and whether that is only how its program does it."""
    if head.next:
        return urljoin(place, head.next), False
    if "wordpress.org" in head.generator:
        parts = urlsplit(place)
        query = [(name, value) for name, value in parse_qsl(parts.query) if name != "paged"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("paged", str(number))]))), True
    return "", False


def _first(address: str, fetch: Fetch) -> Fetched:
    """Fetch a feed; where there is a page instead, the feed that the page names."""
    try:
        return fetch(address, FEED)
    except CannotFetch as problem:
        try:
            page = fetch(address, PAGE)
            named = _named_by(page)
        except (CannotFetch, ManuscriptError):
            named = ""
        if not named:
            raise CannotRead(
                _("%(why)s A feed that was saved to a file can be brought in too.") % {"why": problem}
            ) from problem
    return fetch(named, FEED)


def _named_by(page: Fetched) -> str:
    root = manuscripts.parsed(page.data.decode(page.charset or "utf-8", "replace"), whole=True)
    for link in root.iter("link"):
        is_feed = (link.get("type") or "").lower() in FEEDS and "alternate" in (link.get("rel") or "")
        if is_feed and link.get("href") and "comments" not in link.get("href"):
            return urljoin(page.address, link.get("href"))
    return ""


def _tidy(data: bytes, charset: str) -> bytes:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return data
    if EXPORT.search(data[:20_000]):
        raise CannotRead(
            _("This is an export of WordPress and no feed: bring it in with “importsite wordpress”.")
        )
    return cleaned(data, charset=charset)


def _kind(data: bytes) -> ModuleType:
    return as_json if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else as_xml
