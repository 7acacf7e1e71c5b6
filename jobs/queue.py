"""Putting jobs into the table, taking them out, and what becomes of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from jobs.kinds import KINDS
from jobs.models import Job, State, Worker

LEASE = timedelta(seconds=45)
AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
MOST_BROKEN_OFF = 20
"""How often a job may lose its worker without getting further before it is taken for the cause."""
KEPT_FOR = timedelta(days=14)
MISSED_AFTER = timedelta(minutes=10)


def enqueue(
    kind: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    key: str = "",
    later: timedelta = timedelta(),
) -> None:
    """Have something done in the background, once the transaction around this is on disk.

    A key says that it is the same: while a job with it is kept, no second one is made.
    """
    if kind not in KINDS:
        raise LookupError(kind)
    job = Job(kind=kind, arguments=dict(arguments or {}), key=key, due_at=timezone.now() + later)
    Job.objects.bulk_create([job], ignore_conflicts=bool(key))


def enqueue_after(happening: str) -> None:
    """Put in what is due after this, in the transaction it happens in; what waits already will see it too.

    A job that waits is held until this transaction ends, so that no worker takes it and looks too early.
    Where it cannot be held, because a worker or another writer has it, there is one more: that harms nobody.
    """
    for name, kind in KINDS.items():
        if kind.after == happening and kind.wanted() and not _hold_waiting(name):
            enqueue(name)


def _hold_waiting(kind: str) -> bool:
    due = Job.objects.filter(kind=kind, state=State.WAITING, due_at__lte=timezone.now(), arguments={})
    if connection.features.has_select_for_update_skip_locked:
        if not connection.in_atomic_block:
            return False
        due = due.select_for_update(skip_locked=True)
    return due.first() is not None


def enqueue_due(at: datetime) -> None:
    """Put in what is due by itself, once in its time however many workers ask."""
    keys = {
        f"{name}@{at.timestamp() // kind.every.total_seconds():.0f}": name
        for name, kind in KINDS.items()
        if kind.every and kind.wanted()
    }
    there = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys.keys() - there:
        enqueue(keys[key], key=key)


def claimable(at: datetime) -> Q:
    """Say which jobs can be taken: what is due, and what a worker that is gone has left."""
    return Q(state=State.WAITING, due_at__lte=at) | Q(state=State.RUNNING, leased_until__lte=at)


def claim(holder: str, *, lease: timedelta = LEASE) -> Job | None:
    """Take the job that has waited longest, for the time of a lease."""
    now = timezone.now()
    due = Job.objects.filter(claimable(now)).order_by("due_at", "pk")
    # Asked without a lock first: on SQLite an idle worker must keep nobody from writing.
    if not due.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        if job is None:
            return None
        if job.state == State.RUNNING:
            job.broken_off += 1
        job.state, job.holder, job.leased_until = State.RUNNING, holder, now + lease
        job.save(update_fields=["state", "holder", "leased_until", "broken_off"])
    return job


def renew(job: Job, *, lease: timedelta = LEASE) -> bool:
    """Hold a job for longer; False says that another worker has it."""
    return bool(_held(job).update(leased_until=timezone.now() + lease))


def finish(job: Job, result: Mapping[str, Any]) -> bool:
    """Note that a job is done; what it was told is forgotten, as it may hold somebody's words."""
    values: dict[str, Any] = {"arguments": {}, "kept": {}, "fault": "", "leased_until": None}
    return bool(_held(job).update(state=State.DONE, ended_at=timezone.now(), result=dict(result), **values))


def fail(job: Job, sentence: str = "", *, for_good: bool = False) -> None:
    """Have a job tried again after a while; after the last time it stays, and is shown."""
    again = None if for_good or job.tries >= len(AGAIN_AFTER) else AGAIN_AFTER[job.tries]
    now = timezone.now()
    values: dict[str, Any] = {"tries": F("tries") + 1, "fault": sentence[:500], "leased_until": None}
    if again is None:
        _held(job).update(state=State.FAILED, ended_at=now, **values)
    else:
        _held(job).update(state=State.WAITING, due_at=now + again, **values)


def try_again(pk: int) -> bool:
    """Let a job that failed begin anew; one that waits for its next try need not wait."""
    values: dict[str, Any] = {
        "state": State.WAITING,
        "due_at": timezone.now(),
        "tries": 0,
        "broken_off": 0,
        "ended_at": None,
    }
    return bool(Job.objects.filter(pk=pk, state__in=[State.FAILED, State.WAITING]).update(**values))


def drop(pk: int) -> bool:
    """Give up a job that nobody is at."""
    gone, _kinds = Job.objects.filter(pk=pk, state__in=[State.FAILED, State.WAITING]).delete()
    return bool(gone)


def sweep() -> int:
    """Forget what was done long ago."""
    ended = Job.objects.filter(state=State.DONE, ended_at__lt=timezone.now() - KEPT_FOR)
    Worker.objects.filter(seen_at__lt=timezone.now() - KEPT_FOR).delete()
    return ended.delete()[0]


def last_seen() -> datetime | None:
    """Return when any worker last said that it is there."""
    seen: datetime | None = Worker.objects.aggregate(at=Max("seen_at"))["at"]
    return seen


def is_nobody_there(at: datetime) -> bool:
    """Tell whether jobs wait and no worker has been seen for a while."""
    overdue = Job.objects.filter(state=State.WAITING, due_at__lte=at - timedelta(minutes=1))
    seen = last_seen()
    return (seen is None or seen < at - MISSED_AFTER) and overdue.exists()


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, holder=job.holder)
