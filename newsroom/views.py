"""The pages that list articles: home, tags and one tag; and the addresses for machines."""

from typing import Any

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.defaults import page_not_found

from articles.models import ArticleEdition, ArticleTag
from newsroom.listings import cursor_at, of_editions, of_links, with_pictures
from newsroom.locale import WORDLESS
from publishing.caching import keep_until
from publishing.models import Tag
from publishing.richtext.data_script import data_script
from publishing.site import absolute


def home(request: HttpRequest) -> HttpResponse:
    """Show the newest articles."""
    at, key = request.moment, request.GET.get("before", "")
    before = cursor_at(key, ArticleEdition.objects.all(), at=at)
    listing = of_editions(ArticleEdition.objects.live(at), before=before)
    if before and not listing:
        raise Http404
    path = reverse("home") + (f"?before={key}" if key else "")
    context = {
        "listing": with_pictures(listing),
        "is_first": not key,
        "canonical": absolute(path),
        "json_ld": data_script(request.site.organization),
    }
    return keep_until(render(request, "home.html", context), at=at, ends=listing.ends)


def tags(request: HttpRequest) -> HttpResponse:
    """Show every tag that leads somewhere."""
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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no page; in the newsroom's language also where nothing else needs one."""
    if not request.path_info.startswith(WORDLESS):
        return page_not_found(request, exception)
    with request.site.locale():
        return page_not_found(request, exception)


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where not to go, and where everything is listed."""
    rules = ["User-agent: *", "Disallow: /admin/", "Disallow: /edit/"]
    lines = [*rules, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def health(request: HttpRequest) -> HttpResponse:
    """Tell whatever watches over the site whether it can answer, database included."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        answer = HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
    else:
        answer = HttpResponse("ok\n", content_type="text/plain")
    answer["Cache-Control"] = "no-store"
    return answer
