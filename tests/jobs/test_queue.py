"""A job waits in the table, is taken by one worker, tried again, and shown when it stays failed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from jobs import queue, working
from jobs.kinds import KINDS, JobFailed, Kind
from jobs.models import Job, State
from jobs.running import LeaseLost, Running

pytestmark = pytest.mark.django_db

GONE = timedelta(seconds=-1)
"""A lease that is over as soon as it is given: its worker was killed."""


class Counted:
    """A kind of job that notes what it was told, and fails as often as it is to."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.fails: list[Exception] = []

    def __call__(self, running: Running, **arguments: Any) -> dict[str, Any]:
        self.seen.append(arguments)
        if self.fails:
            raise self.fails.pop()
        return {"was": len(self.seen)}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    work = Counted()
    monkeypatch.setitem(KINDS, "counted", Kind("counted", "Count", work, None))
    yield work


def make_due() -> None:
    Job.objects.filter(state=State.WAITING).update(due_at=timezone.now())


def test_it_is_done_once_and_what_it_was_told_is_forgotten(counted: Counted) -> None:
    queue.enqueue("counted", {"letter": "Dear Ana"})
    assert working.work_off() == 1 and working.work_off() == 0
    job = Job.objects.get()
    assert counted.seen == [{"letter": "Dear Ana"}]
    assert job.state == State.DONE and job.result == {"was": 1} and job.arguments == {}


def test_what_was_undone_is_not_asked_for(counted: Counted) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.enqueue("counted")
        raise ZeroDivisionError
    assert working.work_off() == 0


def test_one_key_is_one_job_also_when_it_is_done(counted: Counted) -> None:
    for _ in range(2):
        with transaction.atomic():
            queue.enqueue("counted", key="one")
    working.work_off()
    queue.enqueue("counted", key="one")
    assert working.work_off() == 0 and len(counted.seen) == 1


def test_it_is_tried_again_after_1_5_and_30_minutes_and_then_stays(counted: Counted) -> None:
    counted.fails = [JobFailed("The mail server is away.") for _ in range(4)]
    queue.enqueue("counted")
    for minutes in (1, 5, 30):
        assert working.work_off() == 1
        job = Job.objects.get()
        waits = job.due_at - timezone.now()
        assert timedelta(minutes=minutes, seconds=-20) < waits <= timedelta(minutes=minutes)
        assert working.work_off() == 0
        make_due()
    working.work_off()
    job = Job.objects.get()
    assert job.state == State.FAILED and job.fault == "The mail server is away." and job.tries == 4
    assert queue.try_again(job.pk) and working.work_off() == 1
    assert Job.objects.get().state == State.DONE


def test_a_fault_of_the_program_is_logged_with_the_job(counted: Counted, caplog: Any) -> None:
    counted.fails = [ValueError("nobody thought of it")]
    queue.enqueue("counted")
    working.work_off()
    job = Job.objects.get()
    assert f"Job {job.pk} (counted) failed" in caplog.text and "nobody thought of it" in caplog.text
    assert job.fault == "" and job.state == State.WAITING


def test_what_a_killed_worker_held_is_taken_up_again(counted: Counted) -> None:
    queue.enqueue("counted")
    assert queue.claim("killed") and not queue.claim("other"), "a lease holds"
    assert timedelta(seconds=60) >= queue.LEASE
    Job.objects.update(leased_until=timezone.now() + GONE)
    assert working.work_off() == 1
    assert Job.objects.get().state == State.DONE and len(counted.seen) == 1


def test_a_worker_that_was_late_writes_nothing_over_the_other_ones(counted: Counted) -> None:
    queue.enqueue("counted")
    late = queue.claim("late", lease=GONE)
    other = queue.claim("other")
    assert late and other and other.pk == late.pk
    assert not queue.renew(late) and not queue.finish(late, {"was": 0})
    queue.fail(late)
    with pytest.raises(LeaseLost):
        Running(late).report(1, 2)
    assert queue.finish(other, {"was": 1}) and Job.objects.get().result == {"was": 1}


def test_what_ends_its_worker_each_time_is_given_up_unless_it_gets_further(counted: Counted) -> None:
    queue.enqueue("counted")
    for _ in range(queue.MOST_BROKEN_OFF):
        queue.claim("killed", lease=GONE)
    last = queue.claim("killed", lease=GONE)
    assert last
    Running(last).report(1, 3, "page", page=7)
    for _ in range(queue.MOST_BROKEN_OFF):
        again = queue.claim("killed", lease=GONE)
        assert again and Running(again).kept == {"page": 7}
    queue.claim("killed", lease=GONE)
    assert working.work_off() == 1
    assert Job.objects.get().state == State.FAILED and not counted.seen


def test_what_is_due_every_hour_is_put_in_once_an_hour(counted: Counted, monkeypatch: Any) -> None:
    for name in list(KINDS):
        monkeypatch.delitem(KINDS, name)
    monkeypatch.setitem(KINDS, "hourly", Kind("hourly", "", counted, timedelta(hours=1)))
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    for minutes in (0, 20, 59, 60, 61):
        queue.enqueue_due(start + timedelta(minutes=minutes))
    assert Job.objects.count() == 2


def test_nobody_being_there_is_said_only_when_something_waits(counted: Counted) -> None:
    now = timezone.now()
    assert not queue.is_nobody_there(now)
    queue.enqueue("counted")
    assert not queue.is_nobody_there(now), "a worker may just be starting"
    assert queue.is_nobody_there(now + timedelta(minutes=11))


def test_old_jobs_are_forgotten_and_failed_ones_kept(counted: Counted) -> None:
    queue.enqueue("counted")
    working.work_off()
    queue.enqueue("counted")
    Job.objects.filter(state=State.WAITING).update(state=State.FAILED)
    Job.objects.update(ended_at=timezone.now() - timedelta(days=15))
    assert queue.sweep() == 1 and Job.objects.get().state == State.FAILED
