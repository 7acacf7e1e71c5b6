"""Which rows are looked at: all of them, or some of the newest and some from anywhere."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from django.db.models import Max, Min

from operating.doctor.findings import Asked

AT_ONCE = 200
NEWEST, ELSEWHERE, WINDOWS = 60, 20, 7
QUICK = 4
"""For somebody who waits, so many times fewer."""


def some_of(rows: Any, ask: Asked) -> Iterator[Sequence[Any]]:
    """Yield rows of one kind, batch by batch, until the time is up."""
    if ask.all:
        last = 0
        while not ask.is_time_up():
            some = list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            if not some:
                return
            yield some
            last = some[-1].pk
        return
    fewer = QUICK if ask.quick else 1
    newest = list(rows.order_by("-pk")[: NEWEST // fewer])
    if newest:
        yield newest
    bounds = rows.aggregate(first=Min("pk"), last=Max("pk"))
    chance = Random()  # noqa: S311 (no secret: any rows will do)
    for _window in range(WINDOWS // fewer):
        if not newest or ask.is_time_up() or newest[-1].pk <= bounds["first"]:
            return
        start = chance.randint(bounds["first"], newest[-1].pk)
        some = list(rows.filter(pk__gte=start, pk__lt=newest[-1].pk).order_by("pk")[: ELSEWHERE // fewer])
        if some:
            yield some
