"""A job while it is done: how it says how far it is, and keeps what it has so that it can go on."""

from typing import Any

from jobs.models import Job, State


class LeaseLost(Exception):
    """Raised in a job that another worker has taken over: this one has to end."""


class Running:
    """What a kind's function is given of its job."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @property
    def number(self) -> int:
        """Return the job's number."""
        return int(self._job.pk)

    @property
    def name(self) -> str:
        """Return what tells this job from every other one there ever was, the same in each try."""
        return f"{self._job.pk}@{self._job.made_at.timestamp()}"

    @property
    def kept(self) -> dict[str, Any]:
        """Return what an earlier try, perhaps broken off, has kept."""
        return dict(self._job.kept)

    def report(self, done: int, of: int, step: str = "", /, **kept: Any) -> None:
        """Say how far this is, and keep what a next try needs in order to go on from here.

        Called in the transaction of the step it tells of, a step is never done twice.
        """
        self._job.kept |= kept
        still = Job.objects.filter(pk=self._job.pk, state=State.RUNNING, holder=self._job.holder).update(
            steps_done=done, steps=of, step=step, kept=self._job.kept, broken_off=0
        )
        if not still:
            raise LeaseLost
