"""Telling that what readers see changes: a row in the transaction that changes it, a count once it is kept.

The row is the truth; it reaches other machines, and this one too should the process die in between.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jobs.queue import enqueue_after
from publishing.caching.counters import own
from publishing.models import PublicChange

CHANGE = "publishing.change"
"""What kinds of jobs are due after that have to do with what readers see."""
EVERYTHING = "*"
"""The key that everything rests on: a backup was restored."""
MOST_KEYS = 5_000
"""How many keys stand in one row at most."""


def announce(*keys: str, hard: bool = False) -> int:
    """Tell that what goes by these keys changes, if the transaction this is called in is kept.

    `hard` says that something ceases to be public, so that nobody may serve it a moment longer. Return how
    many rows tell of it.
    """
    different = sorted(set(keys))
    rows = range(0, len(different), MOST_KEYS)
    for start in rows:
        _write(different[start : start + MOST_KEYS], hard=hard)
    return len(rows)


def announce_everything() -> None:
    """Tell that the whole database is another one: nothing that any machine has kept says anything now."""
    with transaction.atomic():
        change = PublicChange(keys=[EVERYTHING], hard=True)
        change.save(force_insert=True)
        enqueue_after(CHANGE)
    own.begin_anew()
    own.count(change.keys, marks=[change.mark])


def announce_plans() -> None:
    """Tell that something will start or end at another time than before; readers see the same until then."""
    _write((), hard=False)


def _write(keys: Sequence[str], *, hard: bool) -> None:
    since = microseconds(timezone.now())
    change = PublicChange(keys=list(keys), hard=hard)
    change.save(force_insert=True)
    if keys:
        enqueue_after(CHANGE)

    def count() -> None:
        own.count(change.keys, marks=[change.mark], since=since)

    # A function with a name: Django says by it what went wrong.
    transaction.on_commit(count, robust=True)


def microseconds(moment: datetime) -> int:
    """Return a moment as it is kept beside the counters."""
    return int(moment.timestamp() * 1_000_000)
