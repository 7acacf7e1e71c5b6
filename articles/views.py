"""The article's own page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from articles.shown import live_edition, page_of
from articles.structured_data import news_article
from publishing.caching import keep_until
from publishing.richtext.data_script import data_script
from publishing.site import absolute


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is live at this address, or lead to where it lives now."""
    edition = live_edition(slug, at=request.moment)
    if edition is None:
        raise Http404
    if edition.slug != slug:
        return redirect(edition, permanent=True)
    page = page_of(edition, at=request.moment)
    json_ld = data_script(news_article(page, publisher=request.site.publisher))
    context = {"page": page, "canonical": absolute(page.address), "json_ld": json_ld}
    return keep_until(render(request, "article.html", context), at=request.moment, ends=page.ends)
