"""An authenticator app as a phone has it, and the steps of logging in."""

import time
from base64 import b32decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
from django.test import Client
from django_otp.oath import totp

from accounts.models import User
from colleagues.second_factor import codes
from colleagues.second_factor.models import Authenticator
from colleagues.second_factor.setting_up import set_up

PASSWORD = "a password for tests"
CODE_PAGE = "/admin/login/code/"
FACTOR_PAGE = "/admin/login/second-factor/"


def shown_by(secret: bytes, *, steps: int = 0) -> str:
    """Return what an app with this secret shows, or shows so many half minutes later."""
    return f"{totp(secret, t0=-30 * steps):06d}"


def code_of(user: User, *, steps: int = 0) -> str:
    """Return what somebody's app shows."""
    return shown_by(codes.secret_of(Authenticator.objects.get(user=user).seed), steps=steps)


def with_factor(user: User) -> list[str]:
    """Set up a second factor long ago; return the recovery codes."""
    seed = codes.new_seed()
    shown = set_up(user=user, seed=seed, code=shown_by(codes.secret_of(seed)))
    assert shown is not None
    # The code it was set up with is used up; these tests want to begin with a fresh one.
    Authenticator.objects.filter(user=user).update(last_step=int(time.time()) // 30 - 5)
    return shown


def secret_on(page: Any) -> bytes:
    """Read the secret from a page that was answered."""
    return secret_in(page.content.decode())


def secret_in(html: str) -> bytes:
    """Read the secret as an app does, from the address the page shows."""
    (address,) = lxml.html.fromstring(html).xpath("//a[starts-with(@href, 'otpauth:')]/@href")
    (secret,) = parse_qs(urlsplit(address).query)["secret"]
    return b32decode(secret)


def give_password(client: Client, user: User, *, to: str = "/admin/") -> Any:
    """Take the first step."""
    form = {"username": user.username, "password": PASSWORD, "next": to}
    return client.post("/admin/login/", form)


def give_code(client: Client, code: str, *, query: str = "") -> Any:
    """Take the second step."""
    return client.post(f"{CODE_PAGE}{query}", {"one_time_code": code})


def is_in(client: Client) -> bool:
    """Tell whether somebody is logged in."""
    return bool(client.get("/admin/").status_code == 200)
