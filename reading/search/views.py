"""The page of what was found, suggestions while somebody types, and what browsers are told of both."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from publishing.caching import keep_until
from publishing.marking import Marker
from publishing.site import absolute
from reading.feeds import printable
from reading.search.asking import Asked, asked_by, query_of, words_of
from reading.search.helping import help_at
from reading.search.looking import FEW, look, search_for
from reading.search.narrowing import chips_of, groups_of, kinds_of
from reading.search.results import results_of
from reading.search.suggesting import starting

KEPT = timedelta(seconds=5)
"""How long an answer may be kept: nobody can purge what everybody asks in words of their own."""

LONGEST_NAME = 16
"""What the format allows a browser to show."""

R = TypeVar("R", bound=HttpResponse)


def search(request: HttpRequest) -> HttpResponse:
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
    return _kept(render(request, "search.html", context), at=at, ends=ends)


def _answer(asked: Asked, *, at: datetime) -> dict[str, Any]:
    """Return what was found, what it can be narrowed to, and what else may have been meant."""
    found = look(asked, at=at)
    results = results_of(found.hits, Marker.of(asked.words), at=at)
    meant = ""
    if found.is_whole and found.number < FEW:
        meant = search_for(asked, at=at).suggestion() or ""
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


def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer as OpenSearch has it: the words, then names, what each is, and where."""
    words, _was_cut = words_of(query_of(request).get("q", ""))
    found = starting(words, at=request.moment)
    data = [words, [one.label for one in found], [one.detail for one in found]]
    answer = JsonResponse([*data, [absolute(one.url) for one in found]], safe=False)
    answer["Content-Type"] = "application/x-suggestions+json"
    return _kept(answer, at=request.moment)


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


def _kept(response: R, *, at: datetime, ends: Iterable[datetime] = ()) -> R:
    """Let an answer be kept for seconds, and stand in no index."""
    response["X-Robots-Tag"] = "noindex"
    return keep_until(response, at=at, ends=[*ends, at + KEPT])
