"""The search of the admin, and the way from a public page to its form."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from desk.finding.hits import Group, Hit, best, groups, hits_at
from desk.finding.places import at_address, kinds_at, places_of
from desk.finding.texts import Asked, Text, texts_with
from publishing.own_pages import page_at

MOST_SUGGESTED = 10
MOST_OF_A_KIND = 20
LONGEST = 2_000


def find(request: HttpRequest) -> HttpResponse:
    """Answer ?q= with a page, or to a script with suggestions; an address leads straight to its form."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    places = places_of(request, asked)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        hits = hits_at(request, places) or best(request, asked, most=MOST_SUGGESTED)
        return JsonResponse({"results": [hit.as_json() for hit in hits]})
    if len(places) == 1:
        return redirect(places[0].url)
    return _results(request, asked, title=_("Find anything"), places=hits_at(request, places))


def edit(request: HttpRequest, path: str) -> HttpResponse:
    """Lead from the address of a public page to its form, or help to find it."""
    asked = path.replace("\x00", "")[:LONGEST]
    pasted = asked if "://" in asked else f"/{asked}"
    places = at_address(request, pasted)
    if places:
        return redirect(places[0].url)
    match = page_at(pasted)
    if any(not kind.may_view(request) for kind in kinds_at(match)):
        raise PermissionDenied
    words = str(next(iter(match.kwargs.values()), "")) if match else asked
    answer = _results(request, words, title=_("Nothing has this address"), missing=pasted)
    answer.status_code = 404
    return answer


def _results(
    request: HttpRequest, asked: str, *, title: str, places: Sequence[Hit] = (), missing: str = ""
) -> TemplateResponse:
    found = [Group(_("At this address"), places)] if places else groups(request, asked, most=MOST_OF_A_KIND)
    texts: Sequence[Text] = ()
    if not (places or missing):
        texts = texts_with(request, Asked(words=asked), most=MOST_OF_A_KIND, but_named=True).texts
    context = {
        **admin.site.each_context(request),
        "title": title,
        "find_query": asked,
        "missing": missing,
        "groups": found,
        "texts": texts,
        "more_query": urlencode({"q": asked}),
    }
    return TemplateResponse(request, "admin/find.html", context)


def to_edit(request: HttpRequest, path: str) -> HttpResponse:
    """Lead anybody and any address to the same place behind the login, so that nothing is given away."""
    answer = redirect("admin:edit", path)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
