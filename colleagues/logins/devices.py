"""Devices somebody has logged in with before, known by a cookie that only the pages of the desk get."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from colleagues.logins.agents import agent_of
from colleagues.logins.models import KnownDevice
from colleagues.tokens import hash_of, new_token

SALT = "colleagues.device"
KEPT_FOR = timedelta(days=365)
MOST = 20
"""How many devices of one colleague are known; the one not used for longest makes room."""
NEW_TOKEN = "device_token"  # noqa: S105 (the name of an attribute)
LOOKED_UP = "known_devices_looked_up"


def token_of(request: HttpRequest) -> str:
    """Return what the browser is known by, if we gave it."""
    given = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, default="", salt=SALT, max_age=KEPT_FOR)
    return str(given)


def known_device(request: HttpRequest, username: str) -> KnownDevice | None:
    """Return the device a request comes from, if whoever is called so has logged in with it before."""
    looked_up: dict[str, Any] = request.__dict__.setdefault(LOOKED_UP, {})
    if username not in looked_up:
        token = token_of(request)
        rows = KnownDevice.objects.filter(user__username=username, token_hash=hash_of(token))
        looked_up[username] = rows.first() if token else None
    found: KnownDevice | None = looked_up[username]
    return found


def meet(request: HttpRequest, user: User) -> tuple[KnownDevice, bool]:
    """Know the device somebody has just logged in with from now on; tell whether that is news to them.

    Of their very first device it is none.
    """
    token, agent, now = token_of(request), agent_of(request.headers.get("User-Agent", "")), timezone.now()
    words = {"browser": agent.browser, "system": agent.system, "used_at": now}
    with transaction.atomic():
        others = KnownDevice.objects.filter(user=user)
        is_first = not others.exists()
        known = others.filter(token_hash=hash_of(token)).first() if token else None
        if known is None:
            token = token or new_token()
            known, is_new = KnownDevice.objects.get_or_create(
                user=user, token_hash=hash_of(token), defaults=words
            )
            oldest = others.order_by("-used_at", "-pk").values_list("pk", flat=True)[MOST:]
            KnownDevice.objects.filter(pk__in=list(oldest)).delete()
        else:
            is_new = False
            others.filter(pk=known.pk).update(**words)
    setattr(request, NEW_TOKEN, token)
    return known, is_new and not is_first


def hand_out(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser its cookie, if somebody has just logged in with it."""
    token = getattr(request, NEW_TOKEN, "")
    if token:
        response.set_signed_cookie(
            settings.DEVICE_COOKIE_NAME,
            token,
            salt=SALT,
            max_age=int(KEPT_FOR.total_seconds()),
            path="/admin/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
