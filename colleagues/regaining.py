"""A way back for somebody who is locked out, for whoever runs the server: no login is needed for it."""

from dataclasses import dataclass

from axes.models import AccessAttempt
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues import mail, passwords
from colleagues.logins.ending import end_logins
from colleagues.logins.models import LoginNotice
from colleagues.logins.telling import keep_notice
from colleagues.models import PasswordLink
from colleagues.rights import administrators, lock_roles
from colleagues.second_factor.setting_up import forget
from publishing.errors import NotAllowed
from publishing.history import write_event
from publishing.models import Verb


@dataclass(frozen=True)
class WayBack:
    """A link to a new password, and what was done beside, in sentences."""

    link: PasswordLink
    address: str
    done: list[str]


def find(name: str) -> User | None:
    """Return whose login name or e-mail address this is, in whatever case."""
    for field in ("username", "username__iexact", "email__iexact"):
        found = list(User.objects.filter(**{field: name})[:2])
        if len(found) == 1:
            return found[0]
    return None


def reset_access(*, user: User, keep_factor: bool = False, as_administrator: bool = False) -> WayBack:
    """Let somebody in again from the command line: every lock, and what they have lost, out of the way."""
    with transaction.atomic():
        lock_roles()
        row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if row.erased_at is not None:
            raise NotAllowed(_("Everything about this account was erased; it is nobody’s any more."))
        done = _let_in(row)
        if as_administrator or not administrators().exists():
            done += _make_administrator(row)
        if not keep_factor and forget(row):
            keep_notice(row, LoginNotice.Kind.RESET)
            done.append(_("The second factor was removed; where it is required, a new one is set up."))
        if end_logins(row):
            done.append(_("Every login of the account was ended."))
        if AccessAttempt.objects.all().delete()[0]:
            done.append(_("All locks of the login were lifted."))
        link, token = passwords.link_by_command(row)
        write_event(Verb.RESET_ACCESS, of=row, actor=None, note="\n".join([_("By a command."), *done]))
    return WayBack(link, mail.address_of(link, token), done)


def _let_in(row: User) -> list[str]:
    if row.is_active and row.is_staff:
        return []
    row.is_active = row.is_staff = True
    row.save(update_fields=["is_active", "is_staff"])
    return [_("The account can log in again.")]


def _make_administrator(row: User) -> list[str]:
    if row.is_superuser:
        return []
    row.is_superuser = True
    row.save(update_fields=["is_superuser"])
    return [_("The account is an administrator over everything now.")]
