"""The newsroom itself: where it is reached, what it signs with, its language, its time and its mail."""

import ipaddress
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_email_url
from django.conf import global_settings
from environs import Env

from newsroom.environment.reading import SettingsError, text

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5


def port(env: Env, name: str, default: str) -> int:
    """Read the port to listen on."""
    given = text(env, name, default)
    if not is_port(given):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number from 1 to 65535.")
    return int(given)


def served_port(kept_in: Path, *, default: str) -> str:
    """Return the port the site was last served on, as kept by tools/serve.py."""
    try:
        kept = kept_in.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        # It was never served from here, or the note is damaged: neither keeps a command from running.
        return default
    return kept if is_port(kept) else default


def is_port(given: str) -> bool:
    """Tell whether this is the number of a port."""
    return given.isascii() and given.isdigit() and len(given) <= 5 and 1 <= int(given) <= 65535


def site_url(env: Env, name: str, *, host: str, port: int) -> str:
    """Read the address readers use; without one, the address the server listens on."""
    given = text(env, name, "")
    if not given:
        return listening_url(host=host, port=port)
    try:
        parts = urlsplit(given)
        absolute = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        absolute = False
    if not absolute:
        raise SettingsError(
            f"{name} is “{given}”: it must be a full web address such as https://news.example.org."
        )
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise SettingsError(
            f"{name} is “{given}”: it must end after the host, such as https://news.example.org, "
            "because Newsroom lives at the root of its host."
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def listening_url(*, host: str, port: int) -> str:
    """Return the address a browser on this machine can use; a wildcard host is no address."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can use the host name."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def allowed_hosts(*, site_url: str, host: str) -> list[str]:
    """List the host names answered to: the site's own, the one listened on and this machine's."""
    names = {urlsplit(site_url).hostname or "", host, "localhost", "127.0.0.1", "::1"}
    names -= {"", "0.0.0.0", "::"}  # noqa: S104 (left out, not bound)
    return sorted(f"[{name}]" if ":" in name else name for name in names)


def secret_key(env: Env, name: str, *, reachable: bool, kept_in: Path) -> str:
    """Read the secret that signs logins and forms."""
    given = text(env, name, "")
    if not given:
        raise SettingsError(
            f"{name} is missing: run “make setup”, which keeps one in {kept_in}, or set {name} in the "
            f"environment to at least {SHORTEST_SECRET} random characters."
        )
    if reachable and (len(given) < SHORTEST_SECRET or len(set(given)) < FEWEST_CHARACTERS):
        raise SettingsError(
            f"{name} is too easy to guess for a site that others can reach: set it to at least "
            f"{SHORTEST_SECRET} random characters, for instance {secrets.token_urlsafe(48)}."
        )
    return given


def time_zone(env: Env, name: str, default: str) -> str:
    """Read the newsroom's time zone."""
    given = text(env, name, default)
    try:
        ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            f"{name} is “{given}”: it must be a time zone's full name, such as Europe/Berlin."
        ) from None
    return given


def language_code(env: Env, name: str, default: str) -> str:
    """Read the language of the public pages."""
    given = text(env, name, default).lower().replace("_", "-")
    known = {code for code, _name in global_settings.LANGUAGES}
    if given not in known and given.split("-")[0] not in known:
        raise SettingsError(f"{name} is “{given}”: it must be a language code such as en, de or pt-br.")
    return given


def email(env: Env, name: str, default: str) -> dict[str, Any]:
    """Read where mail is sent."""
    problem = SettingsError(
        f"{name} is not an address to send mail through: "
        "write it as submission://user:password@mail.example.org:587, or console:// to print mail."
    )
    try:
        found: dict[str, Any] = dj_email_url.parse(text(env, name, default))
    except ValueError:
        raise problem from None
    if "EMAIL_BACKEND" not in found:
        raise problem
    return found


def mail_leaves(found: dict[str, Any]) -> bool:
    """Tell whether mail goes to a server, or into files for trying it out."""
    backend: str = found["EMAIL_BACKEND"]
    return backend.endswith((".smtp.EmailBackend", ".filebased.EmailBackend"))
