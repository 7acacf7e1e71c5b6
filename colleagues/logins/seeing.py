"""What is kept of each login, so that its owner can look it over: where it is, and since when."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import Error, models, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from colleagues.logins.agents import agent_of
from colleagues.logins.devices import known_device
from colleagues.logins.models import KnownDevice, Login
from colleagues.throttling import client_address

logger = logging.getLogger("newsroom.login")

LOGIN = "login"
"""In a session: which login it is, and when that was last written down."""
AGAIN_AFTER = 5 * 60
"""Seconds: no write for each request."""


def begin(request: HttpRequest, user: User, *, device: KnownDevice | None) -> Login:
    """Write down that somebody is logged in here."""
    if request.session.session_key is None:
        request.session.save()
    agent = agent_of(request.headers.get("User-Agent", ""))
    login, _is_new = Login.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "device": device,
            "browser": agent.browser,
            "system": agent.system,
            "address": client_address(request),
            "seen_at": timezone.now(),
        },
    )
    request.session[LOGIN] = {"key": login.key, "at": time.time()}
    return login


def see(request: HttpRequest) -> None:
    """Write down, now and then, that somebody is still there."""
    kept, user = request.session.get(LOGIN), request.user
    if request.session.session_key is None or not isinstance(user, User):
        return
    if kept is not None and 0 <= time.time() - kept["at"] < AGAIN_AFTER:
        return
    try:
        with transaction.atomic():
            _write_down(request, user, key=kept["key"] if kept is not None else "")
    except Error as problem:
        # The disk may be full: whoever only reads goes on reading.
        logger.warning("It could not be written down that somebody was seen: %s", problem)


def _write_down(request: HttpRequest, user: User, *, key: str) -> None:
    now: dict[str, Any] = {"seen_at": timezone.now(), "address": client_address(request)}
    if Login.objects.filter(key=key, session_key=request.session.session_key).update(**now):
        request.session[LOGIN] = {"key": key, "at": time.time()}
    else:
        # From before logins were written down, or under a key of before.
        begin(request, user, device=None)


def follow(request: HttpRequest) -> None:
    """Go on under the key a session has now."""
    user: Any = request.user
    begin(request, user, device=known_device(request, user.username))


def logins_of(user: User) -> models.QuerySet[Login]:
    """Return where somebody is logged in, the last seen first."""
    live = Session.objects.filter(expire_date__gt=timezone.now())
    return Login.objects.filter(user=user, session_key__in=live.values("session_key"))


def forget_ended() -> int:
    """Remove sessions that have run out, and what was kept of logins whose session is gone."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    just_now = timezone.now() - timedelta(minutes=1)
    gone = Login.objects.exclude(session_key__in=Session.objects.values("session_key"))
    removed, _of_what = gone.filter(began_at__lt=just_now).delete()
    return removed
