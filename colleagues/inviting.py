"""Inviting somebody, and what becomes of the invitation."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.passwords import hashed
from colleagues.models import Invitation
from colleagues.rights import require_manager, require_manager_still
from publishing.errors import InvalidText, WorkflowError, WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.richtext import one_line
from publishing.slugs import make_slug
from publishing.workflow.locking import Actor

WORKS_FOR = timedelta(days=7)


class DeadLink(WorkflowError):
    """The link does not work, or does not work any more; which of the two is nobody's business."""

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more."))


def invite(
    *, first_name: str, last_name: str, email: str, role: Group, actor: Actor
) -> tuple[Invitation, str]:
    """Invite somebody; return the invitation and the token of its link, which can be read only now."""
    require_manager(actor)
    first_name, last_name, email = one_line(first_name), one_line(last_name), one_line(email)
    with transaction.atomic():
        # This waits: of two who invite the same person at the same time, the second is refused.
        require_manager_still(actor)
        _refuse_known(email)
        invitation = Invitation(
            first_name=first_name,
            last_name=last_name,
            email=email,
            role=role,
            created_by=actor,
            expires_at=timezone.now() + WORKS_FOR,
        )
        token = invitation.give_token()
        invitation.save()
        _write(Verb.INVITE, invitation, actor=actor)
    return invitation, token


def renew(*, invitation: Invitation, actor: Actor) -> str:
    """Make a new link, which works for a week; the old one is dead. Return its token."""
    require_manager(actor)
    with transaction.atomic():
        require_manager_still(actor)
        row = _waiting(invitation)
        token = row.give_token()
        row.expires_at = timezone.now() + WORKS_FOR
        # Whoever knows the link answers for it, and takes it along when they leave.
        row.created_by = actor
        row.save(update_fields=["token_hash", "expires_at", "created_by"])
        _write(Verb.RENEW, row, actor=actor)
    invitation.refresh_from_db()
    return token


def revoke(*, invitation: Invitation, actor: Actor) -> None:
    """Take an invitation back; its link is dead."""
    require_manager(actor)
    with transaction.atomic():
        row = _waiting(invitation)
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        _write(Verb.REVOKE, row, actor=actor)
    invitation.refresh_from_db()


def end_invitations(by: User, *, actor: Actor) -> int:
    """Take back what somebody's invitations still promise, inside the caller's transaction; tell how many."""
    rows = Invitation.objects.select_for_update(no_key=True).unused().filter(created_by=by).order_by("pk")
    for row in rows:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        _write(Verb.REVOKE, row, actor=actor)
    return len(rows)


def accept(*, token: str, username: str, password: str) -> User:
    """Make the account an invitation promises; of several who try at the same time, one gets it."""
    # Slow on purpose, so it is done before anything is locked.
    stored = hashed(password)
    with transaction.atomic():
        invitations = Invitation.objects.select_for_update(no_key=True)
        invitation = invitations.with_token(token).open(timezone.now()).first()
        if invitation is None or invitation.role is None:
            raise DeadLink
        user = account_of(invitation)
        user.username, user.password = one_line(username), stored
        _store(user)
        user.groups.add(invitation.role)
        invitation.used_at, invitation.accepted_by = timezone.now(), user
        invitation.save(update_fields=["used_at", "accepted_by"])
        inviter = invitation.created_by
        note = _("Invited by %(who)s.") % {"who": inviter} if inviter else ""
        write_event(Verb.JOIN, of=user, actor=user, note=note, data={"role": invitation.role.name})
    return user


def account_of(invitation: Invitation) -> User:
    """Return the account an invitation would make, without name and password to log in with."""
    user = User(
        first_name=invitation.first_name,
        last_name=invitation.last_name,
        email=invitation.email,
        is_staff=True,
    )
    # How long the password has to be depends on it.
    user.role_waiting = invitation.role
    return user


def suggested_username(invitation: Invitation) -> str:
    """Return a name to log in with that is made of the person's own, and free."""
    wanted = make_slug(str(invitation)).replace("-", ".") or "colleague"
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    numbered = (wanted if number == 1 else f"{wanted}{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def is_taken(username: str, *, but_by: User | None = None) -> bool:
    """Tell whether somebody else logs in with this name, in whatever case."""
    others = User.objects.exclude(pk=but_by.pk) if but_by else User.objects
    return others.filter(username__iexact=username).exists()


def _waiting(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(no_key=True)
    row = rows.unused().filter(pk=invitation.pk).first()
    if row is None:
        raise WrongState(_("This invitation was accepted or taken back meanwhile."))
    return row


def _refuse_known(email: str) -> None:
    colleague = User.objects.filter(email__iexact=email).first()
    if colleague is not None:
        where = (
            _("%(who)s has this e-mail address already.")
            if colleague.is_active
            else _("%(who)s has this e-mail address and was deactivated. Let them in again instead.")
        )
        raise InvalidText(where % {"who": colleague})
    if Invitation.objects.unused().filter(email__iexact=email).exists():
        raise InvalidText(_("Somebody with this e-mail address is invited already. Send that link again."))


def _store(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise InvalidText(_("Somebody else logs in with this name. Choose another.")) from error


def _write(verb: Verb, invitation: Invitation, *, actor: Actor) -> None:
    role = invitation.role
    write_event(verb, of=invitation, actor=actor, data={"role": role.name if role else ""})
