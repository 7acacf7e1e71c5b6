"""The saved states of a working copy."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.bases.writing_once import AppendOnly
from publishing.querysets import AppendOnlyQuerySet

if TYPE_CHECKING:
    from publishing.bases.working_copies import WorkingCopy


class RevisionKind(models.TextChoices):
    """Why a saved version exists."""

    SAVE = "save", _("Saved")
    KEPT = "kept", _("Kept: somebody else had saved first")
    MERGED = "merged", _("Merged with what somebody else had saved")
    RESTORE = "restore", _("Earlier version brought back")
    DISCARD = "discard", _("Back to what readers see")
    FIX = "fix", _("Fix of what readers see")
    CARRIED = "carried", _("Fix carried into the draft")
    WAITING = "waiting", _("What readers see now, carried into what is scheduled")


class RevisionBase(AppendOnly):
    """One saved state of a working copy, whole."""

    # The foreign key that each kind has to its own working copies.
    working_copy: "WorkingCopy"

    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=RevisionKind, default=RevisionKind.SAVE)
    based_on = models.PositiveIntegerField(_("based on version"))
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    note = models.TextField(_("note"), blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    was_there = False
    """Set on what a save returns that found all its words in the draft already, whoever had saved them."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["working_copy", "number"], name="%(class)s_number"),
        ]

    def __str__(self) -> str:
        return str(_("saved version %(number)d") % {"number": self.number})
