"""Reading what other machines announced, and what a process died over before it was counted here."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from jobs.queue import enqueue_after
from publishing import promotions
from publishing.caching.announcing import EVERYTHING, microseconds
from publishing.caching.counters import own
from publishing.models import PublicChange

LOOK_BACK = timedelta(minutes=10)
"""Rows can come to be seen long after they were written, and out of their order: when they are kept."""
MOST_AWAY = timedelta(minutes=5)
"""A machine that has read nothing for longer may have missed a change: what it has kept says nothing."""
KEPT_FOR = timedelta(hours=1)


def read_announced() -> int:
    """Count here whatever was announced and not counted on this machine; return how many rows."""
    at = microseconds(timezone.now())
    recent = PublicChange.objects.filter(at__gt=Now() - LOOK_BACK).order_by()
    marks = list(recent.values_list("mark", flat=True))
    # Only now: while the database is away, what is kept goes on being handed out.
    if _was_away_at(at):
        own.begin_anew()
    if promotions.is_another():
        own.begin_anew()
        enqueue_after(promotions.PROMOTED)
    unknown = own.unknown(marks)
    if unknown and any(EVERYTHING in change.keys for change in recent.filter(mark__in=unknown)):
        own.begin_anew()
        unknown = own.unknown(marks)
    if unknown:
        for change in recent.filter(mark__in=unknown):
            # A little earlier: the clocks of two machines differ.
            since = microseconds(change.at - timedelta(minutes=1))
            own.count(change.keys, marks=[change.mark], since=since)
    own.note_read(at)
    return len(unknown)


def _was_away_at(now: int) -> bool:
    """Tell whether nobody here has read for long; nor does a clock that went back say for how long."""
    read = own.read_at()
    return read > 0 and not 0 <= now - read <= MOST_AWAY // timedelta(microseconds=1)


def forget_old() -> None:
    """Remove what every machine has read long ago."""
    old: Any = PublicChange.objects.filter(at__lt=Now() - KEPT_FOR)
    old._raw_delete(old.db)
