"""Invitations and links to a new password: ways in that work once."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from colleagues.links import OneTimeLink
from colleagues.logins.models import KnownDevice, Login, LoginNotice
from colleagues.second_factor.models import Authenticator, RecoveryCode

__all__ = [
    "Authenticator",
    "Invitation",
    "KnownDevice",
    "Login",
    "LoginNotice",
    "PasswordLink",
    "RecoveryCode",
]


class Invitation(OneTimeLink):
    """Somebody asked to join, and the role that waits for them."""

    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("email address"))
    role = models.ForeignKey(Group, verbose_name=_("role"), on_delete=models.PROTECT, related_name="+")
    accepted_by = models.OneToOneField(
        User,
        verbose_name=_("accepted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="invitation",
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class PasswordLink(OneTimeLink):
    """A way to a new password; dead as soon as the password has changed in any other way."""

    user = models.ForeignKey(
        User, verbose_name=_("colleague"), on_delete=models.PROTECT, related_name="password_links"
    )
    password_mark = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("password link")
        verbose_name_plural = _("password links")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return str(self.user)

    @staticmethod
    def mark_of(user: User) -> str:
        """Return what changes when the password does, and tells nobody what it is."""
        return salted_hmac("colleagues.password_link", user.password, algorithm="sha256").hexdigest()

    def fits(self, user: User) -> bool:
        """Tell whether this still leads to the account as it was when the link was made."""
        return user.is_active and constant_time_compare(self.password_mark, self.mark_of(user))
