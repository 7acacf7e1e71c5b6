"""Which backups there are, and how making them went."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_FAULT = 500


class Backup(models.Model):
    """One backup: when, of how much, where to, and how it went."""

    class State(models.TextChoices):
        RUNNING = "running", _("runs")
        GOOD = "good", _("good")
        FAILED = "failed", _("failed")

    # Empty until it has one: what failed early never had any.
    name = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=300)
    # Who the command ran as; a timer has no account here.
    made_by = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    # When it was last read back: as it was made, or later by a check; `state` says how that went.
    verified_at = models.DateTimeField(null=True)
    # Everything it holds, and what of that was not there from an earlier one.
    size = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=LONGEST_FAULT, blank=True)
    # Taken away again, by the rule that says how many are kept.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-started_at", "-id")
        indexes = (models.Index(fields=["state", "-finished_at"], name="backups_by_state"),)

    def __str__(self) -> str:
        return self.name or str(self.started_at)
