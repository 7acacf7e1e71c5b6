"""Links that work once: the token is in the link alone; what is stored is its hash."""

from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colleagues.tokens import hash_of, new_token

M = TypeVar("M", bound="OneTimeLink")


class OneTimeLinkQuerySet(models.QuerySet[M]):
    """Links by what can still be done with them."""

    def with_token(self, token: str) -> "OneTimeLinkQuerySet[M]":
        """Find the link with this token."""
        return self.filter(token_hash=hash_of(token))

    def unused(self) -> "OneTimeLinkQuerySet[M]":
        """Leave out what was used or taken back; what expired can still be renewed."""
        return self.filter(used_at=None, revoked_at=None)

    def open(self, at: datetime) -> "OneTimeLinkQuerySet[M]":
        """Find the links that work at that moment."""
        return self.unused().filter(expires_at__gt=at)


class OneTimeLink(models.Model):
    """A link for one person, which works once and not for long."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used"), null=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def give_token(self, token: str = "") -> str:
        """Make a new token, which alone works from now on; it cannot be read again."""
        token = token or new_token()
        self.token_hash = hash_of(token)
        return token
