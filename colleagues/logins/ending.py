"""Ending logins: the session goes, and what was kept of it."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from colleagues.logins.models import Login


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
