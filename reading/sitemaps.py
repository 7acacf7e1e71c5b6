"""Sitemaps: what is live, in one file while it fits, else in files by the first letter of a random key.

Keys are spread evenly, so a letter is a share of fixed size; no count and no offset is ever asked for,
and no file name says how much there is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import ArticleEdition
from pages.models import PageEdition
from profiles.models import PersonEdition
from publishing.caching import rests_on_everything
from publishing.identifiers import ALPHABET
from publishing.models import Tag
from publishing.site import absolute
from references.models import Reference

FITS = 5_000
"""How many addresses of one kind stand in one file; a letter may hold the protocol's 50,000."""
LETTERS = sorted(ALPHABET)


@dataclass(frozen=True)
class Place:
    """One address, and when it last changed as readers are told."""

    address: str
    changed: datetime | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of page: how what is live of it is found, and by which key it is divided."""

    live: Callable[[datetime], QuerySet[Any]]
    key: str
    dated: bool = False

    def places(self, at: datetime, *, letter: str = "", most: int | None = None) -> list[Place]:
        """Return the live pages, those of one letter, or as many as asked for."""
        rows = self.live(at)
        if letter:
            rows = rows.filter(**_bounds(self.key, letter))
        return [
            Place(absolute(row.get_absolute_url()), row.updated_at if self.dated else None)
            for row in rows.order_by(self.key)[:most]
        ]


def _bounds(key: str, letter: str) -> dict[str, str]:
    """Return the range of keys of one letter; the outer letters are open, whatever the collation."""
    position = LETTERS.index(letter)
    lower = {f"{key}__gte": letter} if position else {}
    return lower | {f"{key}__lt": following for following in LETTERS[position + 1 : position + 2]}


KINDS = {
    "articles": Kind(
        lambda at: ArticleEdition.objects.live(at).only("slug", "updated_at"), "working_copy__key", dated=True
    ),
    "people": Kind(
        lambda at: PersonEdition.objects.live(at).only("slug", "updated_at"), "working_copy__key", dated=True
    ),
    "pages": Kind(
        lambda at: PageEdition.objects.live(at).only("slug", "updated_at"), "working_copy__key", dated=True
    ),
    "sources": Kind(lambda at: Reference.objects.live(at).only("key", "title"), "key"),
    "tags": Kind(lambda at: Tag.objects.live(at).only("slug"), "key"),
}


def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with every address, or with the list of files that hold them."""
    rests_on_everything()
    found = {name: kind.places(request.moment, most=FITS + 1) for name, kind in KINDS.items()}
    if all(len(places) <= FITS for places in found.values()):
        fixed = [Place(absolute(reverse(name))) for name in ("home", "people", "tags")]
        return _file(request, [*fixed, *(place for places in found.values() for place in places)])
    files: list[str] = []
    for name, places in found.items():
        if len(places) > FITS:
            files += [reverse("sitemap-letter", args=[name, letter]) for letter in LETTERS]
        elif places:
            files.append(reverse("sitemap-kind", args=[name]))
    context = {"files": [absolute(file) for file in files]}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


def sitemap_file(request: HttpRequest, kind: str, letter: str = "") -> HttpResponse:
    """Answer with the addresses of one kind, or of one letter of it."""
    if kind not in KINDS or (letter and letter not in LETTERS):
        raise Http404
    rests_on_everything()
    most = None if letter else FITS
    return _file(request, KINDS[kind].places(request.moment, letter=letter, most=most))


def _file(request: HttpRequest, places: Iterable[Place]) -> HttpResponse:
    return render(request, "sitemap.xml", {"places": places}, content_type="application/xml")
