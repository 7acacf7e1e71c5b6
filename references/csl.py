"""How a source is written down for readers: the house line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import quote

from django.utils.formats import date_format

from publishing.pieces import Pieces, in_words
from references.matching import canonical_doi, canonical_url


class PublisherLike(Protocol):
    """What is read of a publisher."""

    @property
    def name(self) -> str: ...
    @property
    def domain(self) -> str: ...


class ReferenceLike(Protocol):
    """What is read of a source."""

    @property
    def title(self) -> str: ...
    @property
    def container_title(self) -> str: ...
    @property
    def publisher(self) -> PublisherLike | None: ...
    @property
    def volume(self) -> str: ...
    @property
    def issue(self) -> str: ...
    @property
    def pages(self) -> str: ...
    @property
    def issued(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def doi(self) -> str: ...
    @property
    def archive_url(self) -> str: ...


@dataclass(frozen=True)
class HouseLine:
    """Title. Journal 12 (3), 201–219. Publisher (domain). Date. Empty parts are empty strings."""

    title: str
    within: str  # the journal, paper or book it stands in, where its place there is known
    publisher: str
    domain: str
    date: str
    issued: str  # as stored, for <time datetime>
    link: str  # the original, only when an address was given
    archive_link: str

    def __str__(self) -> str:
        """Return the line as plain text."""
        place = f"{self.publisher} ({self.domain})" if self.publisher and self.domain else self.publisher
        parts = (self.title, self.within, place or self.domain, self.date)
        return " ".join(_closed(part) for part in parts if part)


_LINES: Pieces[HouseLine] = Pieces(2_000)


def house_line(reference: ReferenceLike) -> HouseLine:
    """Return the parts of a source's entry, dates in the language now active."""
    publisher = reference.publisher
    made_of = (
        in_words(),
        reference.title,
        reference.container_title,
        reference.volume,
        reference.issue,
        reference.pages,
        reference.issued,
        reference.url,
        reference.doi,
        reference.archive_url,
        (publisher.name, publisher.domain) if publisher else None,
    )
    return _LINES.get(made_of, lambda: _house_line(reference, publisher))


def _house_line(reference: ReferenceLike, publisher: PublisherLike | None) -> HouseLine:
    within = place_within(reference)
    name = publisher.name if publisher else ""
    if not within:
        name = name or reference.container_title
    elif name.casefold() == reference.container_title.casefold():
        name = ""
    domain = publisher.domain if publisher else ""
    return HouseLine(
        title=reference.title,
        within=within,
        publisher="" if name.casefold() == domain.casefold() else name,
        domain=domain,
        date=format_date(reference.issued),
        issued=reference.issued if date_parts(reference.issued) else "",
        link=_link(reference.url) or doi_link(reference.doi),
        archive_link=_link(reference.archive_url),
    )


def place_within(reference: ReferenceLike) -> str:
    """Return where a source stands in a journal, a paper or a book: "Nature 437 (7063), 1272–1278"."""
    number = (
        f"{reference.volume}\N{NO-BREAK SPACE}({reference.issue})" if reference.issue else reference.volume
    )
    number = number.strip()
    if not (reference.container_title and (number or reference.pages)):
        return ""
    return ", ".join(filter(None, (f"{reference.container_title} {number}".strip(), reference.pages)))


def author_names(authors: Iterable[Mapping[str, str]]) -> list[str]:
    """Return a source's authors as readers know them, the given name first."""
    names = (
        author.get("literal") or f"{author.get('given', '')} {author.get('family', '')}".strip()
        for author in authors
    )
    return [name for name in names if name]


def date_parts(text: str) -> tuple[int, ...]:
    """Return (year), (year, month) or (year, month, day) of a stored date, () when it is none."""
    pieces = text.split("-")
    if len(text) > 10 or len(pieces) > 3 or not all(p.isascii() and p.isdigit() for p in pieces):
        return ()
    parts = tuple(int(piece) for piece in pieces)
    try:
        _first_day(parts)
    except (ValueError, OverflowError):
        return ()
    return parts


def format_date(text: str) -> str:
    """Write a stored date for readers, as precisely as it is known and no more."""
    parts = date_parts(text)
    if not parts:
        return ""
    if len(parts) == 1:
        return str(parts[0])
    return date_format(_first_day(parts), "YEAR_MONTH_FORMAT" if len(parts) == 2 else "DATE_FORMAT")


def _first_day(parts: tuple[int, ...]) -> date:
    year, month, day = (*parts, 1, 1)[:3]
    return date(year, month, day)


def _link(url: str) -> str:
    """Return an address a reader can follow; what is no web address is never made a link."""
    url = url.strip()
    if not canonical_url(url):
        return ""
    return url if "://" in url.partition("?")[0] else f"https://{url.removeprefix('//')}"


def doi_link(doi: str) -> str:
    """Return the address that leads to whatever has this DOI."""
    doi = canonical_doi(doi)
    return f"https://doi.org/{quote(doi, safe='/:;()')}" if doi else ""


def _closed(part: str) -> str:
    return part if part.endswith((".", "?", "!", "…")) else f"{part}."
