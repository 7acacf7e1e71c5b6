"""A page's own address, right behind the site's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pages.shown import live_edition, page_of
from pages.structured_data import web_page
from publishing.caching import keep_until
from publishing.richtext.data_script import data_script
from publishing.site import absolute


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is live at this address, or lead to where it lives now."""
    at = request.moment
    edition = live_edition(slug, at=at)
    if edition is None:
        raise Http404
    if edition.slug != slug:
        return redirect(edition, permanent=True)
    context = page_of(edition, at=at) | {
        "canonical": absolute(edition.get_absolute_url()),
        "json_ld": data_script(web_page(edition)),
    }
    ends = [edition.live_until, *context["text"].ends]
    return keep_until(render(request, "page.html", context), at=at, ends=ends)
