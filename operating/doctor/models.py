"""What the doctor found last, on each machine."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Checkup(models.Model):
    """One run, kept until the next of its kind on the same machine."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("by the command, everything")
        QUICK = "quick", _("from the page, what is quick")

    machine = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ended_at = models.DateTimeField()
    worst = models.CharField(max_length=10)
    # As `doctor --json` tells it.
    found = models.JSONField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["machine", "kind"], name="checkup_of_machine"),)

    def __str__(self) -> str:
        return f"{self.machine} {self.ended_at}"
