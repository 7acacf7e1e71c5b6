"""Roles, and ways in that work once: invitations and links to a new password."""

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
    "Role",
]


class Role(models.Model):
    """What is known of a role beside its name and its permissions, which Django's group holds."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role")
    kind = models.CharField(max_length=20, blank=True)
    """Which of the roles that the program brings along it is; nothing for a newsroom's own."""
    version = models.PositiveIntegerField(default=1)
    is_changed = models.BooleanField(default=False)
    """Whether somebody has chosen what it may do; until then it follows the program."""
    known = models.JSONField(default=list)
    """The sentences there were when it was last looked at."""
    undecided = models.JSONField(default=list)
    """Sentences that came since, and that nobody has decided on for this role."""

    class Meta:
        default_permissions = ()
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["group_id"]

    def __str__(self) -> str:
        return self.group.name


class Invitation(OneTimeLink):
    """Somebody asked to join, and the role that waits for them."""

    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("email address"))
    role = models.ForeignKey(
        Group, verbose_name=_("role"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """None once it has been used or taken back, and the role was removed since."""
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
