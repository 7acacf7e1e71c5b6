"""What begins or ends by the clock alone: whoever passes such a moment first announces it.

A page says when what it shows ends. That something begins, or ends on a list that says nothing of it, is
known here.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError, Error, close_old_connections, models
from django.db.models import F, Q
from django.utils import timezone

from publishing.bases import EditionBase
from publishing.caching.announcing import microseconds
from publishing.caching.counters import own
from publishing.caching.editions import announce_change, keys_by_edition
from publishing.timeline import OPEN_END

logger = logging.getLogger(__name__)

SECOND = 1_000_000
AWAY_FOR = 30.0
"""Seconds for which no request tries again after the database could not be asked: trying takes long."""
NEVER = microseconds(OPEN_END)


class _Away:
    """Until when nobody tries whether the database can be asked again, as a time stamp."""

    until = 0.0


def see_to(now: float) -> None:
    """Catch up before a request of that time stamp is answered; if that cannot be, the watcher will."""
    if not is_due(int(now * SECOND)) or now < _Away.until:
        return
    close_old_connections()
    try:
        catch_up()
    except (Error, OSError):
        _Away.until = now + AWAY_FOR
        logger.warning("What is due cannot be looked up now", exc_info=True)
    finally:
        close_old_connections()


def is_due(now: int) -> bool:
    """Tell whether something may have begun or ended since somebody looked; costs next to nothing."""
    # Should the clock have gone back, what had begun has not.
    return now >= own.due() or now < own.looked()[0] - SECOND


def catch_up() -> None:
    """Announce what has begun or ended since somebody looked last, and learn when to look again.

    Whoever comes meanwhile waits: what they render next is to be of now. A database that is away is the
    caller's to bear.
    """
    with own.alone("changes.due"):
        at = timezone.now()
        if not is_due(microseconds(at)):
            return
        looked, plans = own.looked()
        if looked:
            then = moment_of(looked)
            plans += announce_between(min(then, at), max(then, at), at=at)
        own.keep_due(looked=microseconds(at), due=next_after(at), plans=plans)


def announce_between(since: datetime, until: datetime, *, at: datetime) -> int:
    """Announce what began or ended after one moment and up to another; return how many rows tell of it."""
    found = [edition for model in edition_models() for edition in _moved(model, since, until)]
    now = [edition for edition in found if edition.live_from <= at < edition.live_until]
    was = [edition for edition in found if edition not in now]
    try:
        return announce_change(was, now)
    except DatabaseError:
        # It can be read but not written: this machine's own pages are right all the same.
        logger.warning("What is due could not be told to other machines", exc_info=True)
        own.count(set().union(*keys_by_edition(found).values()))
        return 1


def next_after(at: datetime) -> int:
    """Return when something begins or ends next, in microseconds."""
    asked = [rows for model in edition_models() for rows in upcoming(model, at)]
    return min((microseconds(moment) for rows in asked for moment in rows), default=NEVER)


def edition_models() -> list[type[EditionBase]]:
    """Return every kind of published version there is."""
    return [model for model in apps.get_models() if issubclass(model, EditionBase)]


def moment_of(kept: int) -> datetime:
    """Return the moment kept beside the counters."""
    return datetime.fromtimestamp(kept / 1_000_000, tz=UTC)


def _moved(model: type[EditionBase], since: datetime, at: datetime) -> models.QuerySet[Any]:
    began = Q(live_from__gt=since, live_from__lte=at)
    ended = Q(live_until__gt=since, live_until__lte=at) & _has_end()
    rows: Any = model.objects.filter(live_from__lt=F("live_until"))
    return rows.filter(began | ended).select_related("working_copy").defer("body_html")


def upcoming(model: type[EditionBase], at: datetime) -> tuple[Any, Any]:
    """Return, as two questions of one row, when a version of this kind begins and ends next."""
    # What was called off has times too.
    rows: Any = model.objects.filter(live_from__lt=F("live_until"))
    begins = rows.filter(live_from__gt=at).order_by("live_from").values_list("live_from", flat=True)
    ends = rows.filter(_has_end(), live_until__gt=at).order_by("live_until")
    return begins[:1], ends.values_list("live_until", flat=True)[:1]


def _has_end() -> Q:
    """Return what the index of ends is for: most versions have none."""
    return Q(live_until__lt=OPEN_END)
