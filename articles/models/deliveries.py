"""What colleagues have sent to be brought in, until drafts are made of it: theirs alone, and for a week."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from images.storages import Place, place
from publishing.identifiers import random_key

KEPT_FOR = timedelta(days=7)


def waiting_files() -> Place:
    """Return where files wait; nothing there has an address."""
    return place(
        "deliveries",
        under="",
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def waiting_path(delivered: Any, filename: str) -> str:
    """Return a random name, so that nothing of the sender's file name is kept on the disk."""
    return f"{random_key()}{random_key()}"


class Delivery(models.Model):
    """What one colleague brought in at once."""

    key = models.CharField(max_length=12, unique=True, default=random_key)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    # Said by the sender for all of it; else each text tells its own.
    language = models.CharField(max_length=35, blank=True)
    # The newsroom's when it was sent, for what is done while nobody looks on.
    usual_language = models.CharField(max_length=35, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    # In which language its sender reads what became of it.
    told_in = models.CharField(max_length=35, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("-begun_at", "-id")

    def __str__(self) -> str:
        return self.key

    @property
    def gone_at(self) -> Any:
        """Return when it is forgotten."""
        return self.begun_at + KEPT_FOR


class State(models.TextChoices):
    """How far one file is."""

    WAITING = "waiting", _("waits to be read")
    READ = "read", _("read")
    REFUSED = "refused", _("cannot be read")
    CHOSEN = "chosen", _("is being made a draft")
    MADE = "made", _("a draft")
    FAILED = "failed", _("not made")


class Delivered(models.Model):
    """One file of a delivery, or a text that was pasted."""

    key = models.CharField(max_length=12, unique=True, default=random_key)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255, blank=True)
    is_pasted = models.BooleanField(default=False)
    content = models.FileField(storage=waiting_files, upload_to=waiting_path, max_length=60, blank=True)
    size = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # How often it was begun: what ends its worker is not begun for ever.
    tries = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    # What was read, as JSON, without the bytes of pictures, and what a list says of it.
    manuscript = models.TextField(blank=True)
    brief = models.JSONField(default=dict)
    # What the sender chose; what became of it.
    choices = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        ordering = ("position", "id")
        indexes = (models.Index(fields=["delivery", "state"], name="delivered_by_state"),)

    def __str__(self) -> str:
        return self.name or str(_("Pasted text"))

    @property
    def suffix(self) -> str:
        """Return the ending of its name."""
        return Path(self.name).suffix
