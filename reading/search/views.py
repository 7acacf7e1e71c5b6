"""The page of what was found, suggestions while somebody types, and what browsers are told of both."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from publishing.caching import keep_until
from publishing.search.snippets import pattern_of
from publishing.site import absolute
from reading.feed_text import printable
from reading.search.asking import Asked, asked_by, query_of, words_of
from reading.search.helping import help_at
from reading.search.keeping import kept_for_seconds
from reading.search.looking import FEW, look, search_for
from reading.search.narrowing import chips_of, groups_of, kinds_of
from reading.search.results import results_of
from reading.search.suggesting import starting

LONGEST_NAME = 16
"""What the format allows a browser to show."""


@kept_for_seconds
def search(request: HttpRequest) -> tuple[HttpResponse, list[datetime]]:
    """Show what is live and has the words of ?q=, narrowed as the address says."""
    asked, at = asked_by(request), request.moment
    context: dict[str, Any] = {"asked": asked, "chips": chips_of(asked), "is_first": asked.after is None}
    ends: list[datetime] = []
    if asked.words and not asked.is_lost:
        context |= _answer(asked, at=at)
        ends += [result.ends for result in context["results"] if result.ends]
    if not context.get("results"):
        context["help"] = help_at(at)
        ends += context["help"].ends
    return render(request, "search.html", context), ends


def _answer(asked: Asked, *, at: datetime) -> dict[str, Any]:
    """Return what was found, what it can be narrowed to, and what else may have been meant."""
    search = search_for(asked, at=at)
    found = look(asked, search)
    results = results_of(found.hits, pattern_of(search.question, search.shelf), at=at)
    meant = ""
    if found.is_whole and found.number < FEW:
        meant = search.suggestion()
    return {
        "found": found,
        "results": results,
        "kinds": kinds_of(asked, found, at=at),
        "groups": groups_of(asked, found, at=at) if not asked.after else [],
        "older_url": asked.address(after=found.older) if found.older else "",
        "first_url": asked.address(),
        "meant": meant,
        "meant_url": asked.address(q=meant),
        "everything_url": asked.without_filters().address(),
    }


@kept_for_seconds
def suggestions(request: HttpRequest) -> tuple[HttpResponse, list[datetime]]:
    """Answer as OpenSearch has it: the words, then names, what each is, and where."""
    words, _was_cut = words_of(query_of(request).get("q", ""))
    found = starting(words, language=request.site.language, at=request.moment)
    data = [words, [one.label for one in found], [one.detail for one in found]]
    answer = JsonResponse([*data, [absolute(one.url) for one in found]], safe=False)
    answer["Content-Type"] = "application/x-suggestions+json"
    return answer, [one.ends for one in found if one.ends]


def description(request: HttpRequest) -> HttpResponse:
    """Tell browsers how this site is searched, so that it can be asked from their address line."""
    name = printable(request.site.name)
    context = {
        "site_name": name,
        "short_name": name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…",
        "icon_address": absolute(reverse("icon")),
        "own_address": absolute(request.path),
        "search_address": absolute(reverse("search")),
        "suggestions_address": absolute(reverse("search-starting")),
    }
    kind = "application/opensearchdescription+xml"
    return keep_until(render(request, "opensearch.xml", context, content_type=kind), at=request.moment)
