"""The pages that list articles: home, tags and one tag."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import ArticleEdition, ArticleTag
from publishing.caching import every, keep_until, leading_to, rests_on_everything, row, shows
from publishing.clock import end_of_day
from publishing.models import Tag
from publishing.richtext.data_script import data_script
from publishing.site import absolute
from reading.listings import cursor_at, of_editions, of_links, with_pictures


def home(request: HttpRequest) -> HttpResponse:
    """Show the newest articles."""
    at, key = request.moment, request.GET.get("before", "")
    before = cursor_at(key, ArticleEdition.objects.all(), at=at)
    listing = of_editions(ArticleEdition.objects.live(at), before=before)
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
    """Show every tag that leads somewhere."""
    rests_on_everything()
    context = {"tags": Tag.objects.live(request.moment), "canonical": absolute(reverse("tags"))}
    return render(request, "tags.html", context)


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what carries a tag; one that nothing public carries is nowhere."""
    at, key = request.moment, request.GET.get("before", "")
    before = cursor_at(key, ArticleEdition.objects.all(), at=at)
    listing = of_links(ArticleTag.objects.live(at).filter(tag=tag_at(slug)), before=before, with_=["tag"])
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
