"""For how long answers may be kept in front: longer than a minute only while a change would be told of."""

import time
from datetime import datetime, timedelta

from django.db import Error
from django.utils import timezone

from publishing.caching import counters
from purging.models import Front
from purging.targets import is_set_up, set_up_mark

BELIEVED_FOR = timedelta(minutes=12)
"""Tried every five minutes (`purging.tasks.try_them`): twice nothing, and nobody is there who would tell."""
LOOKED_FOR = 1.0
"""Seconds for which a process believes what it has read, unless it is told of a change."""
TRUST = "purging.trust"
"""The key by which a change of it is announced."""


class _Read:
    until = 0.0
    counted: tuple[bytes, tuple[int, ...]] | None = None
    may_trust = False


def can_be_told() -> bool:
    """Tell whether every cache took what it was told last, and somebody is there to tell it more."""
    if not is_set_up():
        return False
    try:
        counted = counters.epoch(), counters.now([TRUST])
    except OSError:
        return False
    if counted != _Read.counted or time.monotonic() >= _Read.until:
        _Read.may_trust = _look(timezone.now())
        _Read.counted, _Read.until = counted, time.monotonic() + LOOKED_FOR
    return _Read.may_trust


def forget() -> None:
    """Look anew at the next question."""
    _Read.counted = None


def _look(at: datetime) -> bool:
    try:
        front = Front.objects.first()
    except Error:
        return False
    if front is None or front.failing_since is not None or front.reached_at is None:
        return False
    return front.set_up == set_up_mark() and at - front.reached_at < BELIEVED_FOR
