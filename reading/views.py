"""The pages that list articles: home, tags and one tag."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import ArticleEdition, ArticleTag
from publishing import letters
from publishing.caching import every, keep_until, leading_to, rests_on_everything, row, shows
from publishing.clock import end_of_day
from publishing.identifiers import is_key
from publishing.models import Tag
from publishing.prepared import prepared
from publishing.querysets import LinkQuerySet
from publishing.richtext.data_script import data_script
from publishing.site import absolute
from reading.listings import cursor_at, lists, of_editions, teaser_columns, with_pictures

TAGS_A_PAGE = 100
"""So many stand on one page; if there are more, they are divided by letters."""


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
        "json_ld": data_script(request.site.organization | {"@reverse": {"publisher": website(request)}}),
    }
    ends = listing.ends if key else [*listing.ends, end_of_day(at)]
    return keep_until(render(request, "home.html", context), at=at, ends=ends)


def website(request: HttpRequest) -> dict[str, Any]:
    """Return for machines what this newsroom publishes: the site, and how it is searched."""
    target = {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}"}
    action = {
        "@type": "SearchAction",
        "target": target,
        "query-input": "required name=search_term_string",
    }
    return {
        "@type": "WebSite",
        "name": request.site.name,
        "url": absolute(reverse("home")),
        "potentialAction": action,
    }


def tags(request: HttpRequest) -> HttpResponse:
    """Show every tag that leads somewhere, of many those under ?letter=; ?after=KEY goes on behind it."""
    rests_on_everything()
    key, letter = request.GET.get("after", ""), letters.asked_for(request.GET.get("letter", ""))
    every_tag = _every_tag(request.moment)
    rows = every_tag.filter(letters.within(letter))
    if key:
        place = every_tag.filter(key=key).first() if is_key(key) else None
        if place is None:
            raise Http404
        same = Q(sort_key__gt=place.sort_key) | Q(pk__gt=place.pk)
        rows = rows.filter(Q(sort_key__gte=place.sort_key) & same)
    found = list(rows[: TAGS_A_PAGE + 1]) if key or letter else _first_tags(request.moment)
    if (key or letter) and not found:
        raise Http404
    shown, are_many = found[:TAGS_A_PAGE], bool(key or letter or len(found) > TAGS_A_PAGE)
    context = {
        "tags": shown,
        "bar": letters.bar(every_tag, shown[0], letter) if are_many else [],
        "letter": letter,
        "next": shown[-1].key if len(found) > TAGS_A_PAGE else "",
        "canonical": absolute(letters.path_of(reverse("tags"), letter, key)),
    }
    return render(request, "tags.html", context)


def _every_tag(at: datetime) -> QuerySet[Tag]:
    listed = Tag.objects.live(at).order_by("sort_key", "pk")
    return listed.only("key", "name", "slug", "description", "sort_key")


@prepared
def _first_tags(at: datetime) -> QuerySet[Tag]:
    return _every_tag(at)[: TAGS_A_PAGE + 1]


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
