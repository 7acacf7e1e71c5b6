from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who works here; deactivated, never deleted."""

    language = models.CharField(_("language"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)

    wants_mail = models.BooleanField(_("Mail when something is handed to me or sent back"), default=True)

    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    """When the personal data of whoever this was were erased; the number stays theirs for good."""

    class Meta:
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")

    def __str__(self) -> str:
        if self.erased_at is not None:
            return str(_("Former colleague %(number)d") % {"number": self.pk})
        return self.get_full_name() or self.username

    @property
    def own_language(self) -> str:
        """Return the language they chose, if it is one."""
        return self.language if self.language and translation.check_for_language(self.language) else ""

    @property
    def own_zone(self) -> ZoneInfo | None:
        """Return the zone they chose, if it is one."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
