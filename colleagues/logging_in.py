"""Logging in by steps: after the password comes the second factor, and only then is anybody logged in."""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from accounts.models import User
from colleagues.braking import forget_tries
from colleagues.logins.devices import meet
from colleagues.logins.seeing import begin
from colleagues.logins.telling import tell_of_device
from colleagues.rights import MODEL_BACKEND
from colleagues.second_factor.codes import new_seed
from colleagues.second_factor.gate import PASSED
from colleagues.second_factor.rules import has_one, is_required
from colleagues.throttling import client_address

HALF = "half_login"
FOR_A_CODE = 10 * 60
FOR_SETTING_UP = 45 * 60
"""Seconds: an app may have to be found and installed first."""


@dataclass(frozen=True)
class HalfLogin:
    """Somebody whose password was right, and who is not logged in yet."""

    user: User
    to: str
    seed: str


def after_password(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Ask for the second factor, or have it set up; log in whoever needs none."""
    if has_one(user):
        _keep(request, user, to=to, seconds=FOR_A_CODE)
        return redirect("login-code")
    if is_required(user):
        _keep(request, user, to=to, seconds=FOR_SETTING_UP)
        return redirect("login-factor")
    finish(request, user, passed=False)
    return redirect(to)


def half_login(request: HttpRequest) -> HalfLogin | None:
    """Return who has given the right password a few minutes ago, if nothing has changed since."""
    kept = request.session.get(HALF)
    if not kept or kept["until"] < time.time():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["mark"], user.get_session_auth_hash()):
        return None
    return HalfLogin(user=user, to=kept["to"], seed=kept["seed"])


def finish(request: HttpRequest, user: User, *, passed: bool) -> None:
    """Log somebody in, from whom nothing more is asked."""
    request.session.pop(HALF, None)
    login(request, user, backend=MODEL_BACKEND)
    if passed:
        request.session[PASSED] = True
    device, is_news = meet(request, user)
    begin(request, user, device=device)
    forget_tries(device)
    if is_news:
        tell_of_device(device, address=client_address(request))


def _keep(request: HttpRequest, user: User, *, to: str, seconds: int) -> None:
    # A session that somebody else may know is of no use to them.
    if SESSION_KEY in request.session:
        request.session.flush()
    else:
        request.session.cycle_key()
    kept: dict[str, Any] = {
        "user": user.pk,
        "mark": user.get_session_auth_hash(),
        "until": time.time() + seconds,
        "to": to,
        "seed": new_seed(),
    }
    request.session[HALF] = kept
