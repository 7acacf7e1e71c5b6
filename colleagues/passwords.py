"""New passwords: by a link that works once, or by whoever knows the old one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.passwords import hashed
from colleagues.inviting import DeadLink
from colleagues.logins.ending import end_logins
from colleagues.models import PasswordLink
from colleagues.rights import require_manager, require_manager_still
from colleagues.tokens import token_again
from publishing.errors import WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.workflow.locking import Actor

WORKS_FOR = timedelta(hours=24)
NOT_AGAIN_FOR = timedelta(minutes=5)


def make_link(*, user: User, actor: Actor) -> tuple[PasswordLink, str]:
    """Make a way to a new password for a colleague; return it with its token, readable only now."""
    require_manager(actor, of=user)
    with transaction.atomic():
        require_manager_still(actor, of=user)
        row = _locked(user)
        if not row.is_active:
            raise WrongState(_("%(who)s was deactivated. Let them in again first.") % {"who": row})
        return _new_link(row, actor=actor)


def links_asked_for(email: str, *, seed: str) -> list[PasswordLink]:
    """Make a link for each colleague with this e-mail address who did not ask a moment ago.

    Their tokens are made of the seed: whoever sends them may have to do it again.
    """
    made = []
    for user in User.objects.filter(email__iexact=email, is_active=True).exclude(email="").order_by("pk"):
        with transaction.atomic():
            row = _locked(user)
            recent = PasswordLink.objects.filter(
                user=row, created_by=None, created_at__gt=timezone.now() - NOT_AGAIN_FOR
            )
            if row.is_active and not recent.exists():
                token, note = token_again(seed, row.pk), _("Asked for on the login page.")
                made.append(_new_link(row, actor=None, note=note, token=token)[0])
    return made


def link_by_command(user: User) -> tuple[PasswordLink, str]:
    """Make a way to a new password inside the caller's transaction, for whoever runs the server."""
    return _new_link(user, actor=None, note=_("By a command."))


def open_link(token: str) -> PasswordLink | None:
    """Return the link with this token if it still works."""
    link = PasswordLink.objects.with_token(token).open(timezone.now()).select_related("user").first()
    return link if link is not None and link.fits(link.user) else None


def choose(*, token: str, password: str) -> User:
    """Set a new password through a link, which is dead from then on."""
    # Slow on purpose, so it is done before anything is locked.
    stored = hashed(password)
    with transaction.atomic():
        found = PasswordLink.objects.with_token(token).select_related("user").first()
        if found is None:
            raise DeadLink
        # The account before its links, as everywhere: two who lock the other way round wait for each other.
        user = _locked(found.user)
        links = PasswordLink.objects.select_for_update(no_key=True)
        link = links.with_token(token).open(timezone.now()).first()
        if link is None or not link.fits(user):
            raise DeadLink
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        _set(user, stored, note=_("Through a password link."))
    return user


def change_own(*, user: User, password: str) -> None:
    """Set a new password for somebody who has just given the old one."""
    stored = hashed(password)
    with transaction.atomic():
        _set(_locked(user), stored)
    user.refresh_from_db(fields=["password"])


def end_links(user: User) -> None:
    """Make every link to a new password for this account useless."""
    now = timezone.now()
    PasswordLink.objects.filter(user=user).open(now).update(revoked_at=now)


def end_links_made_by(user: User) -> int:
    """Make every link this colleague made for somebody else useless; tell how many."""
    now = timezone.now()
    return PasswordLink.objects.filter(created_by=user).open(now).update(revoked_at=now)


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _new_link(user: User, *, actor: Actor, note: str = "", token: str = "") -> tuple[PasswordLink, str]:
    end_links(user)
    link = PasswordLink(
        user=user,
        created_by=actor,
        expires_at=timezone.now() + WORKS_FOR,
        password_mark=PasswordLink.mark_of(user),
    )
    token = link.give_token(token)
    link.save()
    write_event(Verb.PASSWORD_LINK, of=user, actor=actor, note=note)
    return link, token


def _set(user: User, stored: str, *, note: str = "") -> None:
    user.password = stored
    user.save(update_fields=["password"])
    end_links(user)
    # Whoever is logged in with the old one is out; who has just changed it goes on in a session of its own.
    end_logins(user)
    write_event(Verb.PASSWORD, of=user, actor=user, note=note)
