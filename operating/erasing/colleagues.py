"""Erasing a colleague: the account says nothing of anybody any more, and its number stays for the history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.delivering.taking import let_go
from articles.models import Delivery
from colleagues.braking import TRIES, forget_all_tries
from colleagues.models import Invitation, PasswordLink
from colleagues.rights import require_manager, somebody_still_manages
from jobs.models import Job
from operating.erasing import journal, rest, rights
from operating.erasing.models import Erasure
from profiles.models import Person
from publishing.errors import NotAllowed, WrongState
from publishing.history import history_of, write_event
from publishing.links import links_to
from publishing.models import Event, Verb
from publishing.workflow.erasing import forget_in_history, overwrite_history
from publishing.workflow.locking import Actor

LOGINS = (AccessAttempt, AccessFailureLog, AccessLog)


def why_not(user: User) -> str:
    """Say what has to be done before a colleague can be erased; nothing if they can."""
    if user.erased_at is not None:
        return _("Everything about this colleague is erased already.")
    if user.is_active:
        return _("Deactivate this colleague first: whoever can log in is not erased.")
    return ""


def erase_colleague(
    *, user: User, actor: Actor, places: Sequence[str] = (), at: datetime | None = None
) -> Erasure:
    """Overwrite everything that says who a colleague was; what they did stays, as a former colleague's.

    `places` are the rows in which a part of the name goes that stands alone (`operating.erasing.parts`).
    """
    rights.require(actor)
    require_manager(actor, of=user)
    if actor == user:
        raise NotAllowed(_("You cannot erase yourself. Ask another administrator."))
    with somebody_still_manages():
        row = User.objects.select_for_update().get(pk=user.pk)
        if reason := why_not(row):
            raise WrongState(reason)
        names, login = names_of(row), row.username
        _forget_logins(row)
        _forget_ways_in(row)
        _forget_jobs([name for name in (row.email, login) if name])
        _forget_what_is_theirs(row)
        Person.objects.filter(colleague=row).update(colleague=None)
        _overwrite(row)
        forget_labels(row, login=login)
        erasure = journal.begun(Erasure.Kind.COLLEAGUE, str(row.pk), at=at, places=places)
        write_event(Verb.ERASE, of=row, actor=actor)
        rest.enqueue_rest(erasure, by=actor, names=names, instead=str(row))
    user.refresh_from_db()
    return erasure


def names_of(row: User) -> list[str]:
    """Return by what notes may name somebody, earlier names too: as each entry of the history calls them.

    By their login name only where they have no other; a word such as that may be somebody else's.
    """
    labels = history_of(row).order_by().values_list("label", flat=True).distinct()
    asked = [str(invitation) for invitation in Invitation.objects.filter(accepted_by=row)]
    earlier = [said for said in (*labels, *asked) if " " in said.strip() and said != str(row)]
    return list(
        dict.fromkeys(filter(None, [row.get_full_name() or row.username, row.email, *sorted(earlier)]))
    )


def _forget_logins(row: User) -> None:
    """Delete every login, those that have ended too, and every failed one."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(row.pk):
            session.delete()
    said = Q(username__iexact=row.username)
    if row.email:
        said |= Q(username__iexact=row.email)
    for model in LOGINS:
        model.objects.filter(said).delete()
    forget_all_tries(row)


def _forget_ways_in(row: User) -> None:
    PasswordLink.objects.filter(user=row).delete()
    theirs = Q(accepted_by=row) | (Q(email__iexact=row.email) if row.email else Q(pk__in=[]))
    for invitation in Invitation.objects.filter(theirs):
        invitation.first_name, invitation.last_name, invitation.email = _("Erased"), "", ""
        invitation.revoked_at = invitation.revoked_at or (None if invitation.used_at else timezone.now())
        invitation.save(update_fields=["first_name", "last_name", "email", "revoked_at"])
        forget_in_history(invitation, label=str(invitation))


def _forget_jobs(addresses: list[str]) -> None:
    """Delete what waits to be sent to them, and what was."""
    told = Job.objects.annotate(as_text=Cast("arguments", models.TextField()))
    for address in addresses:
        if "@" in address:
            told.filter(as_text__icontains=address).delete()
    told.filter(kind=TRIES, arguments__name__in=addresses).delete()


def _forget_what_is_theirs(row: User) -> None:
    """Delete what goes with an account: what they were typing and had sent in, second factors, roles."""
    for delivery in Delivery.objects.filter(sender=row):
        let_go(delivery)
    for link in links_to(User, models.Model):
        if link.is_part:
            rows: Any = link.model._base_manager
            rows.filter(**{link.name: row}).delete()


def _overwrite(row: User) -> None:
    row.username = _free_name(row.pk)
    row.first_name = row.last_name = row.email = row.language = row.time_zone = ""
    row.last_login, row.erased_at = None, timezone.now()
    row.is_active = row.is_staff = row.is_superuser = row.wants_mail = False
    row.set_unusable_password()
    row.save()


def _free_name(pk: int) -> str:
    name = f"former-colleague-{pk}"
    while User.objects.exclude(pk=pk).filter(username__iexact=name).exists():
        name += "-"
    return name


def forget_labels(row: User, *, login: str) -> None:
    """Have the history call them by their number: as whom it was about, and as whose login was locked."""
    theirs = Event.objects.filter(kind="user", object_key=str(row.pk))
    overwrite_history(theirs, label=str(row))
    locked = Event.objects.filter(kind="login", label__istartswith=f"{login},")
    overwrite_history(locked, label=str(row))


def again(entry: journal.Entry) -> None:
    """Erase a colleague of whom a restored backup knows; somebody who came later is somebody else."""
    user = User.objects.filter(pk=entry.key, date_joined__lte=entry.at).first()
    if user is None or user.erased_at is not None:
        rest.finish_now(entry)
        return
    if user.is_active:
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.refresh_from_db()
    with transaction.atomic():
        erase_colleague(user=user, actor=None, places=entry.places.split(), at=entry.at)
    rest.finish_now(entry)


journal.VERBS[Erasure.Kind.COLLEAGUE] = again
