"""Somebody leaves, and perhaps comes back: the account ends, its history and its drafts stay."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues.inviting import end_invitations
from colleagues.logins.ending import end_logins
from colleagues.passwords import end_links, end_links_made_by
from colleagues.rights import require_manager, somebody_still_manages
from publishing.errors import NotAllowed, WrongState
from publishing.history import write_event
from publishing.links import working_copy_models
from publishing.models import Verb
from publishing.workflow import take_over
from publishing.workflow.locking import Actor, lock_in_order


def deactivate(*, user: User, actor: Actor, drafts_to: User | None = None) -> None:
    """End an account: every login of it, every link for it or made by it, perhaps its hold on drafts."""
    require_manager(actor, of=user)
    if actor == user:
        raise NotAllowed(_("You cannot shut yourself out. Ask another administrator."))
    with somebody_still_manages():
        row = _locked(user)
        if not row.is_active:
            raise WrongState(_("%(who)s is deactivated already.") % {"who": row})
        if drafts_to is not None:
            for draft in lock_in_order(drafts_held(row)):
                if draft.holder_id != row.pk or draft.binned_at is not None:
                    continue
                take_over(working_copy=draft, version=draft.version, holder=drafts_to, actor=actor)
        row.is_active = False
        row.save(update_fields=["is_active"])
        end_links(row)
        end_logins(row)
        write_event(Verb.DEACTIVATE, of=row, actor=actor, note=end_what_they_gave(row, actor=actor))
    user.refresh_from_db()


def reactivate(*, user: User, actor: Actor) -> None:
    """Let somebody in again, with the password and the role they had."""
    require_manager(actor, of=user)
    with transaction.atomic():
        row = _locked(user)
        if row.is_active:
            raise WrongState(_("%(who)s can log in already.") % {"who": row})
        row.is_active = True
        row.save(update_fields=["is_active"])
        write_event(Verb.REACTIVATE, of=row, actor=actor)
    user.refresh_from_db()


def drafts_held(user: User) -> list[Any]:
    """Return every draft this colleague has to work on, of whatever kind, the last one saved first."""
    kinds: list[Any] = working_copy_models()
    held = [draft for kind in kinds for draft in kind.objects.out_of_bin().filter(holder=user)]
    return sorted(held, key=lambda draft: draft.changed_at, reverse=True)


def end_what_they_gave(user: User, *, actor: Actor) -> str:
    """End every way in that somebody made while they managed colleagues; say which, for the history.

    They know these links, and could use them themselves.
    """
    invitations, links = end_invitations(user, actor=actor), end_links_made_by(user)
    if not (invitations or links):
        return ""
    return _("Ended with it: open invitations: %(invitations)s, password links for others: %(links)s.") % {
        "invitations": invitations,
        "links": links,
    }


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
