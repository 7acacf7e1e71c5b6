"""What was erased, without a word of it: which row, when, and how far it is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One erasure; kept for good, so that it is done again after an older backup was restored."""

    class Kind(models.TextChoices):
        """Whose data."""

        COLLEAGUE = "colleague", _("Colleague")
        PERSON = "person", _("Person")

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=40)
    """The key of a person; of a colleague, who has none, the number."""
    at = models.DateTimeField(default=timezone.now)
    in_texts = models.BooleanField(default=False)
    """Whether also where their name stands in texts."""
    words = models.CharField(max_length=60, blank=True)
    """What stands in texts instead of the name."""
    places = models.TextField(blank=True, default="", db_default="")
    """The rows in which a part of the name was chosen to go, with blanks between."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        permissions = [("erase", "Can erase personal data")]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "at"], name="erasure_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
