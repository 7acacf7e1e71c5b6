"""Reading what other machines announced, and what a process died over before it was counted here."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from publishing.caching.announcing import microseconds
from publishing.caching.counters import own
from publishing.models import PublicChange

LOOK_BACK = timedelta(minutes=10)
"""Rows can come to be seen long after they were written, and out of their order: when they are kept."""
KEPT_FOR = timedelta(hours=1)


def read_announced() -> int:
    """Count here whatever was announced and not counted on this machine; return how many rows."""
    recent = PublicChange.objects.filter(at__gt=Now() - LOOK_BACK).order_by()
    unknown = own.unknown(recent.values_list("mark", flat=True))
    if not unknown:
        return 0
    rows = PublicChange.objects.filter(at__gt=Now() - LOOK_BACK, mark__in=unknown)
    for change in rows:
        # A little earlier: the clocks of two machines differ.
        since = microseconds(change.at - timedelta(minutes=1))
        own.count(change.keys, marks=[change.mark], since=since)
    return len(unknown)


def forget_old() -> None:
    """Remove what every machine has read long ago."""
    old: Any = PublicChange.objects.filter(at__lt=Now() - KEPT_FOR)
    old._raw_delete(old.db)
