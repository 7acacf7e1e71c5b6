"""Where somebody is logged in, the devices they used before, and what they are still to be told."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.identifiers import KEY_LENGTH, random_key

LONGEST_WORD = 40


class OnADevice(models.Model):
    """Something that happened on a device, which is known by two words."""

    browser = models.CharField(_("browser"), max_length=LONGEST_WORD, blank=True)
    system = models.CharField(_("system"), max_length=LONGEST_WORD, blank=True)

    class Meta:
        abstract = True


class KnownDevice(OnADevice):
    """A browser that somebody has logged in with: it holds a cookie whose hash this is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices")
    token_hash = models.CharField(max_length=64, editable=False)
    since = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="device_of_user")]

    def __str__(self) -> str:
        return f"{self.browser}, {self.system}"


class Login(OnADevice):
    """One place where somebody is logged in; it goes with its session."""

    key = models.CharField(max_length=KEY_LENGTH, default=random_key, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="logins")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.ForeignKey(KnownDevice, null=True, on_delete=models.SET_NULL, related_name="logins")
    address = models.GenericIPAddressField(_("address"), null=True)
    began_at = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("login")
        verbose_name_plural = _("logins")
        ordering = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.browser}, {self.system}"


class LoginNotice(OnADevice):
    """Something about their login that somebody is to be told on the desk, until they have read it."""

    class Kind(models.TextChoices):
        """What happened."""

        DEVICE = "device", _("a login on a new device")
        TRIES = "tries", _("many failed tries")
        RECOVERED = "recovered", _("a recovery code was used")
        RESET = "reset", _("the second factor was reset")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="login_notices")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    device = models.ForeignKey(KnownDevice, null=True, on_delete=models.CASCADE, related_name="notices")
    address = models.GenericIPAddressField(null=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("notice about a login")
        verbose_name_plural = _("notices about logins")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.get_kind_display()
