"""Ending logins: the session goes, and what was kept of it."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues.logins.agents import in_words
from colleagues.logins.models import KnownDevice, Login, LoginNotice
from colleagues.rights import may_manage
from jobs.queue import enqueue
from publishing.errors import NotAllowed
from publishing.history import write_event
from publishing.models import Verb
from publishing.workflow.locking import Actor

LINKS_ASKED_FOR = "colleagues.links_asked_for"


def end_logins(user: User, *, but: str | None = "") -> int:
    """Log somebody out everywhere but in one session, for good; tell how many logins ended."""
    ended = 0
    # The sessions themselves are asked, not what is kept of them: none is to be overlooked.
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.session_key != but and session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
            ended += 1
    Login.objects.filter(user=user).exclude(session_key=but or "").delete()
    return ended


def forget_login(session_key: str) -> None:
    """Remove what was kept of a login that ends with its session."""
    Login.objects.filter(session_key=session_key).delete()


def end_one(*, user: User, key: str, actor: Actor) -> bool:
    """End one login of somebody; tell whether there was one."""
    _require(user, actor)
    with transaction.atomic():
        login = Login.objects.select_for_update().filter(user=user, key=key).first()
        if login is None:
            return False
        Session.objects.filter(session_key=login.session_key).delete()
        login.delete()
        write_event(Verb.END_LOGINS, of=user, actor=actor, note=in_words(login))
    return True


def end_others(*, user: User, this_session: str, actor: Actor) -> int:
    """End every login of somebody but this one; tell how many ended."""
    _require(user, actor)
    with transaction.atomic():
        ended = end_logins(user, but=this_session)
        if ended:
            write_event(Verb.END_LOGINS, of=user, actor=actor, note=_("Logins ended: %(n)s.") % {"n": ended})
    return ended


def was_not_me(*, device: KnownDevice, but: str = "") -> None:
    """End every login of somebody who says that one was not theirs, and send a way to a new password."""
    user = device.user
    with transaction.atomic():
        end_logins(user, but=but)
        LoginNotice.objects.filter(device=device).delete()
        KnownDevice.objects.filter(pk=device.pk).delete()
        note = _("“That was not me”: %(device)s.") % {"device": in_words(device)}
        write_event(Verb.END_LOGINS, of=user, actor=user, note=note)
        if user.email:
            enqueue(LINKS_ASKED_FOR, {"email": user.email})


def _require(user: User, actor: Actor) -> None:
    if actor is not None and actor.pk != user.pk and not may_manage(actor, user):
        raise NotAllowed(_("Only administrators can do this."))
