"""What is kept of a second factor: nothing that a copy of the database alone could log in with."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Authenticator(models.Model):
    """The app on a colleague's phone that shows codes; its secret is worked out, and stored nowhere."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("colleague"),
        on_delete=models.CASCADE,
        related_name="authenticator",
    )
    seed = models.CharField(max_length=64, editable=False)
    key_mark = models.CharField(max_length=64, editable=False)
    set_up_at = models.DateTimeField(_("set up"), default=timezone.now)
    last_step = models.BigIntegerField(default=-1, editable=False)
    """The half minute whose code was used last; neither it nor an earlier one works again."""

    class Meta:
        verbose_name = _("authenticator")
        verbose_name_plural = _("authenticators")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code for the day the phone is gone: it works once, and its row goes with it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("colleague"),
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    code_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user)
