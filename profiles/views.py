"""The list of everybody who has a page."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from profiles.models import Person, PersonEdition
from publishing import letters
from publishing.caching import every, keep_until, rests_on, row, shows
from publishing.prepared import prepared
from publishing.site import absolute

SIZE = 100
"""So many names stand on one page; if there are more, they are divided by letters."""


def people(request: HttpRequest) -> HttpResponse:
    """Show people by name, of many those under ?letter=; ?after=KEY goes on behind that person."""
    at, key = request.moment, request.GET.get("after", "")
    letter = letters.asked_for(request.GET.get("letter", ""))
    everybody = _everybody(at)
    rows = everybody.filter(letters.within(letter))
    if key:
        sort_key, pk = _place(request, key)
        rows = rows.filter(Q(sort_key__gte=sort_key) & (Q(sort_key__gt=sort_key) | Q(pk__gt=pk)))
    found = list(rows[: SIZE + 1]) if key or letter else _first(at)
    if (key or letter) and not found:
        raise Http404
    shown, are_many = found[:SIZE], bool(key or letter or len(found) > SIZE)
    shows(every(PersonEdition))
    context = {
        "groups": by_letter(shown),
        "bar": letters.bar(everybody, shown[0], letter) if are_many else [],
        "letter": letter,
        "next": shown[-1].key if len(found) > SIZE else "",
        "is_first": not key,
        "canonical": absolute(letters.path_of(reverse("people"), letter, key)),
    }
    ends = [profile.live_until for profile in shown]
    return keep_until(render(request, "people.html", context), at=at, ends=ends)


def _everybody(at: datetime) -> QuerySet[PersonEdition]:
    listed = PersonEdition.objects.live(at).order_by("sort_key", "pk")
    return listed.only("key", "slug", "name", "occupation", "language", "sort_key", "live_until")


@prepared
def _first(at: datetime) -> QuerySet[PersonEdition]:
    return _everybody(at)[: SIZE + 1]


def by_letter(profiles: Iterable[PersonEdition]) -> list[tuple[str, list[PersonEdition]]]:
    """Group people sorted by name under their first letters."""
    return [(letter, list(group)) for letter, group in groupby(profiles, key=_letter)]


def _letter(profile: PersonEdition) -> str:
    first = profile.sort_key[:1]
    return first.upper() if first.isalpha() else "#"


def _place(request: HttpRequest, key: str) -> tuple[str, int]:
    seen = PersonEdition.objects.seen(request.moment)
    clean = key.isascii() and key.isalnum()
    place = seen.filter(key=key).values_list("sort_key", "pk", "working_copy").first() if clean else None
    if place is None:
        raise Http404
    rests_on(row(Person, place[2]))
    return place[:2]
