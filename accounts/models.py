from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.passwords import normalised


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

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password in its one form."""
        plain = raw_password if raw_password is None else normalised(raw_password)
        super().set_password(plain)
        if raw_password is not None and raw_password != plain and not self.username:
            # Django hashes once for a name that nobody has: as long as a wrong password of somebody takes.
            make_password(raw_password)

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether this is the password; one from before passwords had one form is still right."""
        if raw_password is None:
            return super().check_password(None)
        plain = normalised(raw_password)
        return super().check_password(plain) or (
            plain != raw_password and super().check_password(raw_password)
        )

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
