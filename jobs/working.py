"""What a worker does: take a job, hold it while it is done, and see what came of it."""

import logging
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from jobs import queue
from jobs.kinds import KINDS, JobFailed
from jobs.models import Job, Worker
from jobs.running import LeaseLost, Running

logger = logging.getLogger("newsroom.jobs")

PAUSE = 1.0
SAYS_SO_EVERY = timedelta(seconds=20)


def work_off(*, lease: timedelta = queue.LEASE) -> int:
    """Do what is due now, and return how many jobs that were."""
    name, count = secrets.token_hex(8), 0
    while (job := queue.claim(name, lease=lease)) is not None:
        do(job, lease=lease)
        count += 1
    return count


def work(stop: threading.Event, *, lease: timedelta = queue.LEASE, parent: int | None = None) -> None:
    """Work until told to stop, or until the parent is gone; a job that was begun is finished first."""
    name, said = secrets.token_hex(8), None
    while not stop.is_set() and parent in (None, os.getppid()):
        try:
            now = timezone.now()
            if said is None or now - said >= SAYS_SO_EVERY:
                Worker.objects.update_or_create(name=name, defaults={"seen_at": now})
                queue.enqueue_due(now)
                said = now
            job = queue.claim(name, lease=lease)
            if job is not None:
                do(job, lease=lease)
                continue
        except DatabaseError:
            # The database may be starting anew; a worker outlives it.
            logger.exception("The table of jobs could not be read")
            connection.close()
        stop.wait(PAUSE)


def do(job: Job, *, lease: timedelta = queue.LEASE) -> None:
    """Do a job that was claimed, and note what came of it."""
    kind = KINDS.get(job.kind)
    if kind is None or job.broken_off > queue.MOST_BROKEN_OFF:
        logger.error(
            "Job %s (%s) is given up: %s",
            job.pk,
            job.kind,
            "unknown" if kind is None else "it ends its worker",
        )
        queue.fail(job, for_good=True)
        return
    try:
        with _held(job, lease):
            result = kind.work(Running(job), **job.arguments)
    except LeaseLost:
        logger.warning("Job %s (%s) went on to another worker", job.pk, job.kind)
    except JobFailed as problem:
        logger.warning("Job %s (%s) failed, try %s: %s", job.pk, job.kind, job.tries + 1, problem)
        queue.fail(job, str(problem))
    except Exception:
        # Nobody waits for what comes of it, so this is the last place that can tell.
        logger.exception("Job %s (%s) failed, try %s", job.pk, job.kind, job.tries + 1)
        queue.fail(job)
    else:
        queue.finish(job, result or {})


@contextmanager
def _held(job: Job, lease: timedelta) -> Iterator[None]:
    """Renew a job's lease as long as what is inside takes."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(lease.total_seconds() / 3):
            try:
                queue.renew(job, lease=lease)
                Worker.objects.filter(name=job.holder).update(seen_at=timezone.now())
            except DatabaseError:
                logger.exception("Job %s (%s) could not be held", job.pk, job.kind)
            finally:
                connection.close()

    holding = threading.Thread(target=renew, name=f"job-{job.pk}", daemon=True)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join()
