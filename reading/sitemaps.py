"""Sitemaps: what is live, in one file while it fits, else in files by the first letters of a random key.

Keys are spread evenly, so how many begin with one letter tells how many there are: nothing is ever counted
to its end. A file keeps its size, as more letters divide what grows. What is of the last two days stands in
a file of its own, as those who list news ask for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from itertools import product
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import ArticleEdition
from pages.models import PageEdition
from profiles.models import PersonEdition
from publishing.caching import keep_until, rests_on_everything
from publishing.identifiers import ALPHABET
from publishing.models import Tag
from publishing.prepared import Prepared, prepared
from publishing.site import absolute
from publishing.templatetags.moments import iso
from reading.feed_text import printable
from references.models import Reference

FITS = 2_000
"""How many addresses of one kind stand in one file, give or take a tenth where letters divide them."""
MOST = 50_000
"""How many the protocol allows."""
NEWS_FOR, MOST_NEWS = timedelta(days=2), 1_000
"""What counts as news, and how much of it: as the protocol for news has it."""
BEGIN = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
"""
LETTERS = sorted(ALPHABET)
BY_CHANCE = 20
"""Fewer under one letter say nothing of the others."""


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

    def under(self, at: datetime, letters: str) -> QuerySet[Any]:
        """Return the live pages whose keys begin with these letters, all if there are none."""
        return self.live(at).filter(**_bounds(self.key, letters)).order_by(self.key)

    def places(self, at: datetime, *, letters: str = "") -> list[Place]:
        """Return the live pages of one file."""
        return self._places(self.under(at, letters)[:MOST] if letters else _all(self, MOST)(at))

    def whole(self, at: datetime) -> list[Place] | None:
        """Return every live page, or None if they do not fit into one file."""
        rows = _all(self, FITS + 1)(at)
        return self._places(rows) if len(rows) <= FITS else None

    def parts(self, at: datetime) -> list[str]:
        """Return the letters by which what does not fit into one file is divided."""
        of_one_letter = _numbers(self, LETTERS[0], max(FITS, BY_CHANCE) + 1)(at)
        if len(of_one_letter) > max(FITS, BY_CHANCE):
            return ["".join(letters) for letters in product(LETTERS, repeat=2)]
        return LETTERS

    def _places(self, rows: Iterable[Any]) -> list[Place]:
        return [
            Place(absolute(row.get_absolute_url()), row.updated_at if self.dated else None) for row in rows
        ]


@cache
def _all(kind: Kind, most: int) -> Prepared[[datetime], Any]:
    @prepared
    def everything(at: datetime) -> QuerySet[Any]:
        return kind.under(at, "")[:most]

    return everything


@cache
def _numbers(kind: Kind, letters: str, most: int) -> Prepared[[datetime], Any]:
    @prepared
    def numbers(at: datetime) -> QuerySet[Any, Any]:
        return kind.under(at, letters).values_list("pk", flat=True)[:most]

    return numbers


def _bounds(key: str, letters: str) -> dict[str, str]:
    """Return the range of keys with these first letters; the outer are open, whatever the collation."""
    if not letters:
        return {}
    lower = {f"{key}__gte": letters} if set(letters) != {LETTERS[0]} else {}
    following = _following(letters)
    return lower | ({f"{key}__lt": following} if following else {})


def _following(letters: str) -> str:
    """Return what comes behind these letters, "" if nothing does."""
    kept = letters.rstrip(LETTERS[-1])
    return kept[:-1] + LETTERS[LETTERS.index(kept[-1]) + 1] if kept else ""


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
    at = request.moment
    found = {name: kind.whole(at) for name, kind in KINDS.items()}
    if None not in found.values():
        fixed = [Place(absolute(reverse(name))) for name in ("home", "people", "tags")]
        return _file([*fixed, *(place for places in found.values() for place in places or ())])
    files: list[str] = []
    for name, places in found.items():
        parts = KINDS[name].parts(at) if places is None else [""] if places else []
        files += [_address(name, letters) for letters in parts]
    context = {"files": [absolute(file) for file in files]}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


def _address(kind: str, letters: str) -> str:
    return (
        reverse("sitemap-letter", args=[kind, letters]) if letters else reverse("sitemap-kind", args=[kind])
    )


def sitemap_file(request: HttpRequest, kind: str, letter: str = "") -> HttpResponse:
    """Answer with the addresses of one kind, or of those of it whose keys begin with some letters."""
    if kind not in KINDS or set(letter) - set(LETTERS):
        raise Http404
    rests_on_everything()
    return _file(KINDS[kind].places(request.moment, letters=letter))


def news_sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with the articles first published in the last two days, as those who list news ask for them."""
    rests_on_everything()
    at = request.moment
    recent = ArticleEdition.objects.live(at).newest().filter(published_at__gt=at - NEWS_FOR)
    editions = list(recent.only("slug", "headline", "language", "published_at", "live_until")[:MOST_NEWS])
    news = [(one, absolute(one.get_absolute_url()), printable(one.headline)) for one in editions]
    answer = render(request, "news_sitemap.xml", {"news": news}, content_type="application/xml")
    ends = [end for one in editions for end in (one.live_until, one.published_at + NEWS_FOR)]
    return keep_until(answer, at=at, ends=ends)


def _file(places: Iterable[Place]) -> HttpResponse:
    # Thousands of them: a template would need ten times as long.
    return HttpResponse(BEGIN + "".join(map(_line, places)) + "</urlset>\n", content_type="application/xml")


def _line(place: Place) -> str:
    changed = f"<lastmod>{iso(place.changed)}</lastmod>" if place.changed else ""
    return f"<url><loc>{escape(place.address)}</loc>{changed}</url>\n"
