"""The caches in front: how they are told of a change, and how long they may keep a page."""

import json
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from environs import Env

from newsroom.environment.reading import SettingsError, between, text

LONGEST_IN_FRONT = 86_400
"""Seconds: a day."""
SHORTEST_PURGE_SECRET = 16
OF_A_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def varnishes(env: Env, name: str, *, secret: str) -> list[dict[str, Any]]:
    """Read where Varnish listens that is told what has changed, by the rules of deploy/varnish."""
    addresses = text(env, name, "").split()
    if addresses and len(secret) < SHORTEST_PURGE_SECRET:
        raise SettingsError(
            f"{name}_SECRET is missing or too short: set it to at least {SHORTEST_PURGE_SECRET} random "
            f"characters, the same as in Varnish’s file, for instance {secrets.token_urlsafe(24)}."
        )
    headers = {
        "X-Purge-Secret": "{secret}",
        "X-Purge-Hard": "{hard_words}",
        "X-Purge-Soft": "{soft_words}",
    }
    return [
        _told_by(name, address, method="PURGE", headers=headers, secret=secret, at_once=250)
        for address in addresses
    ]


def told_by_request(env: Env, name: str, **how: Any) -> list[dict[str, Any]]:
    """Read the address at which another cache is told what has changed."""
    address = text(env, name, "")
    return [_told_by(name, address, **how)] if address else []


def _told_by(name: str, address: str, *, method: str, secret: str, **how: Any) -> dict[str, Any]:
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        is_plain = address.isascii() and address.isprintable() and "@" not in parts.netloc
    except ValueError:
        is_whole = is_plain = False
    # What stands in it may be a secret, so it is not repeated.
    if not is_whole or not is_plain:
        raise SettingsError(f"{name} holds no web address such as http://127.0.0.1:6081.")
    if not (method.isascii() and method.isalpha()):
        raise SettingsError(f"The method that goes with {name} is “{method}”: it must be one such as POST.")
    if not _fits_a_header(secret):
        raise SettingsError(f"The secret that goes with {name} holds what no header can: plain letters do.")
    return {"method": method.upper(), "address": address, "secret": secret, **how}


def header_templates(env: Env, name: str, default: str = "{}") -> dict[str, str]:
    """Read headers and what stands in each, as JSON."""
    try:
        given = json.loads(text(env, name, default))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(
        OF_A_HEADER.fullmatch(key) and isinstance(value, str) and _fits_a_header(value)
        for key, value in given.items()
    ):
        raise SettingsError(
            f'{name} cannot be read: write it as {{"Fastly-Key": "{{secret}}", "Cache-Tag": "{{commas}}"}}.'
        )
    return given


def _fits_a_header(given: str) -> bool:
    return given.isascii() and given.isprintable()


def seconds_in_front(env: Env, name: str, default: str, *, can_purge: bool) -> int:
    """Read for how long caches in front may keep a page; long only where they can be told of a change."""
    found = between(env, name, default, least=60, most=LONGEST_IN_FRONT)
    if found > 60 and not can_purge:
        raise SettingsError(
            f"{name} is “{found}”, but no cache is set up that could be told of a change: leave it out, or "
            "set PURGE_VARNISH or PURGE_URL."
        )
    return found
