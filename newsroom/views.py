"""The addresses for machines that watch and crawl the site, and the page that is not there."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.defaults import page_not_found

from newsroom.locale import WORDLESS
from publishing.site import absolute


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no page; in the newsroom's language also where nothing else needs one."""
    if not request.path_info.startswith(WORDLESS):
        return page_not_found(request, exception)
    with request.site.locale():
        return page_not_found(request, exception)


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where not to go, and where everything is listed."""
    rules = ["User-agent: *", "Disallow: /admin/", "Disallow: /edit/"]
    files = [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "news-sitemap")]
    lines = [*rules, "", *files, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
