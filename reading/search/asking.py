"""What a reader asks: words and filters, read from an address that may hold anything."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import PersonEdition
from profiles.shown import live_edition
from publishing.identifiers import is_key
from publishing.models import Tag
from publishing.search import Cursor
from references.models import Publisher

LONGEST = 300
"""How much of the words is looked for, in characters."""
LONGEST_NAME = 200
KINDS = {
    "articles": _("Articles"),
    "people": _("People"),
    "sources": _("Sources"),
    "pages": _("Pages"),
    "quotes": _("Quotes"),
}
"""What there is to find, by the word for it in an address."""


@dataclass(frozen=True)
class Asked:
    """A question: its words, what it is narrowed to, and behind which place the answer goes on.

    `is_lost` says that a filter names nothing that readers can see, be it gone, not public or nonsense.
    """

    words: str = ""
    kind: str = ""
    tag: Tag | None = None
    person: PersonEdition | None = None
    publisher: Publisher | None = None
    year: int = 0
    after: Cursor | None = None
    language: str = ""
    was_cut: bool = False
    is_lost: bool = False

    @cached_property
    def filters(self) -> dict[str, str]:
        """Return what the question is narrowed to, as an address says it."""
        said = {
            "kind": self.kind,
            "tag": self.tag.slug if self.tag else "",
            "person": self.person.slug if self.person else "",
            "publisher": self.publisher.key if self.publisher else "",
            "year": str(self.year or ""),
        }
        return {name: value for name, value in said.items() if value}

    @property
    def years(self) -> tuple[datetime, datetime]:
        """Return the first moment of the year asked for, and of the next."""
        zone = timezone.get_current_timezone()
        return datetime(self.year, 1, 1, tzinfo=zone), datetime(self.year + 1, 1, 1, tzinfo=zone)

    def address(self, *, after: Cursor | None = None, without: str = "", **changes: str) -> str:
        """Return the address of this question with other filters, from its beginning or behind a place."""
        query = {"q": self.words} | self.filters | changes | ({without: ""} if without else {})
        if after:
            query["after"] = str(after)
        kept = urlencode({name: value for name, value in query.items() if value})
        return f"{reverse('search')}?{kept}" if kept else reverse("search")

    def without_filters(self) -> "Asked":
        """Return the words alone."""
        return replace(Asked(words=self.words), was_cut=self.was_cut)


def asked_by(request: HttpRequest) -> Asked:
    """Read a question; whatever an address holds, it is one."""
    query = query_of(request)
    words, was_cut = words_of(query.get("q", ""))
    kind, year = query.get("kind", ""), query.get("year", "")
    rows = _rows_of(query, at=request.moment)
    is_lost = bool(kind and kind not in KINDS) or bool(year and not _year(year))
    return Asked(
        words=words,
        kind=kind if kind in KINDS else "",
        year=_year(year),
        after=Cursor.read(query.get("after", "")),
        language=request.site.language,
        was_cut=was_cut,
        is_lost=is_lost or None in rows.values(),
        **rows,
    )


def query_of(request: HttpRequest) -> QueryDict:
    """Return what stands behind the question mark; too much of it is nothing."""
    try:
        return request.GET
    except TooManyFieldsSent:
        return QueryDict()


def words_of(typed: str) -> tuple[str, bool]:
    """Return what can be looked for of anything typed, and whether some of it was left out."""
    # Cut before anything reads it: composing a long row of marks takes its time.
    cut = typed[: 4 * LONGEST]
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Cn") else char for char in cut)
    words = " ".join(unicodedata.normalize("NFC", plain).split())
    return words[:LONGEST].strip(), len(words) > LONGEST or len(typed) > len(cut)


def _rows_of(query: QueryDict, *, at: datetime) -> dict[str, Any]:
    """Return the rows that filters name, None for what readers cannot see."""
    named = {name: query.get(name, "") for name in ("tag", "person", "publisher")}
    finders = {"tag": _tag, "person": _person, "publisher": _publisher}
    return {name: finders[name](value, at) for name, value in named.items() if value}


def _tag(slug: str, at: datetime) -> Tag | None:
    return Tag.objects.live(at).filter(slug=slug).first() if _is_name(slug) else None


def _person(slug: str, at: datetime) -> PersonEdition | None:
    return live_edition(slug, at=at) if _is_name(slug) else None


def _publisher(key: str, at: datetime) -> Publisher | None:
    return Publisher.objects.live(at).filter(key=key).first() if is_key(key) else None


def _is_name(slug: str) -> bool:
    return len(slug) <= LONGEST_NAME and all(char.isalnum() or char in "-_" for char in slug)


def _year(text: str) -> int:
    """Return a year that calendars know, else 0."""
    is_one = len(text) == 4 and text.isascii() and text.isdecimal()
    return int(text) if is_one and 1000 <= int(text) < 9000 else 0
