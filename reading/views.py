"""The pages that list articles: home, tags and one tag."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import ArticleEdition, ArticleTag
from publishing.caching import every, keep_until, leading_to, rests_on_everything, row, shows
from publishing.clock import end_of_day
from publishing.models import Tag
from publishing.prepared import prepared
from publishing.querysets import LinkQuerySet
from publishing.richtext.data_script import data_script
from publishing.site import absolute
from reading.listings import cursor_at, lists, of_editions, teaser_columns, with_pictures


def home(request: HttpRequest) -> HttpResponse:
    """Show the newest articles."""
    at, key = request.moment, request.GET.get("before", "")
    before = cursor_at(key, ArticleEdition, at=at)
    listing = of_editions(before=before, at=at)
    if before and not listing:
        raise Http404
    shows(every(ArticleEdition))
    path = reverse("home") + (f"?before={key}" if key else "")
    context = {
        "listing": with_pictures(listing),
        "is_first": not key,
        # Nowhere else: whatever shows the day is made anew when it ends.
        "today": None if key else at,
        "canonical": absolute(path),
        "json_ld": data_script(request.site.organization),
    }
    ends = listing.ends if key else [*listing.ends, end_of_day(at)]
    return keep_until(render(request, "home.html", context), at=at, ends=ends)


def tags(request: HttpRequest) -> HttpResponse:
    """Show every tag that leads somewhere."""
    rests_on_everything()
    context = {"tags": _live_tags(request.moment), "canonical": absolute(reverse("tags"))}
    return render(request, "tags.html", context)


@prepared
def _live_tags(at: datetime) -> QuerySet[Tag]:
    return Tag.objects.live(at).only("name", "slug", "description")


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what carries a tag; one that nothing public carries is nowhere."""
    at, key = request.moment, request.GET.get("before", "")
    before = cursor_at(key, ArticleEdition, at=at)
    listing = TAGGED.part(slug, before=before, at=at)
    if not listing:
        raise Http404
    found = listing.items[0].rows[0].tag
    shows(row(found), leading_to(found))
    path = found.get_absolute_url() + (f"?before={key}" if key else "")
    context = {
        "tag": found,
        "listing": with_pictures(listing),
        "is_first": not key,
        "canonical": absolute(path),
    }
    return keep_until(render(request, "tag.html", context), at=at, ends=listing.ends)


def tag_at(slug: str) -> Any:
    """Return the tag at an address as part of a query, so that a listing stays one query and one range."""
    return Tag.objects.filter(slug=slug).order_by().values("pk")[:1]


def _tagged(slug: str, at: datetime) -> LinkQuerySet[Any]:
    links = ArticleTag.objects.live(at).filter(tag=tag_at(slug))
    return links.select_related("tag", "edition__main_image")


TAGGED = lists(
    _tagged, columns=["tag__name", "tag__slug", "tag__description", *teaser_columns("edition__")], of=str
)
