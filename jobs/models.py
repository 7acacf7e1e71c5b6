"""The table of what is done in the background, and of who does it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", _("waits")
    RUNNING = "running", _("runs")
    FAILED = "failed", _("failed")
    DONE = "done", _("done")


class Job(models.Model):
    """One thing to do, kept until it is done; a worker holds it by a lease that it renews."""

    kind = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    # While a job with a key is kept, nothing with the same key is put beside it.
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    broken_off = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    kept = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_job_a_key"),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="jobs_by_state"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Worker(models.Model):
    """A process that works, and when it last said so."""

    name = models.CharField(max_length=32, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
