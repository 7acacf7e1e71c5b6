"""What the environment may say: one reader for each variable, each refusal one plain sentence.

These sentences reach the person who starts the program, before settings exist, so they cannot be translated.
"""

import errno
import ipaddress
import json
import os
import re
import secrets
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dj_email_url
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from environs import Env

from newsroom import postgresql

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5
FEWEST_THREADS = 2
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""What the system says where nothing more can be written."""

ON, OFF = {"on", "yes", "true", "1", "y", "t"}, {"off", "no", "false", "0", "n", "f"}

SQLITE = "django.db.backends.sqlite3"
KEPT_SQLITE = "newsroom.kept_sqlite"
POSTGRESQL = "django.db.backends.postgresql"


GIVEN: dict[str, str] = {}
"""Every variable that was asked for and is set: what a backup keeps of the settings."""


KEPT_HERE: set[str] = set()
"""The variables that are set by local.env; whatever the environment says wins over them."""


class SettingsError(ImproperlyConfigured):
    """A setting is missing or wrong; the message is for the person who starts the program."""


def read_kept(env: Env, path: Path) -> None:
    """Read what is kept for this machine in a file; the real environment wins, unless it is empty."""
    try:
        before = {name for name, value in os.environ.items() if value.strip()}
        env.read_env(path, recurse=False)
        kept = dotenv_values(path) if path.exists() else {}
    except UnicodeDecodeError:
        raise SettingsError(f"{path} cannot be read: save it as plain text in UTF-8.") from None
    for name in kept:
        if not os.environ.get(name, "").strip():
            # The environment is asked first, and an empty variable counts as not set.
            os.environ.pop(name, None)
    KEPT_HERE.update(kept.keys() - before)


def text(env: Env, name: str, default: str) -> str:
    """Read a variable, or the file that NAME_FILE names; one that is set but empty counts as not set."""
    given = env.str(name, "").strip()
    if place := env.str(f"{name}_FILE", "").strip():
        if given and name not in KEPT_HERE:
            raise SettingsError(f"{name} and {name}_FILE are both set: leave one of them out.")
        given = _in_file(name, place)
    if given:
        GIVEN[name] = given
    return given or default


def _in_file(name: str, place: str) -> str:
    """Return what a file holds that keeps a secret out of the environment."""
    try:
        found = Path(place).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        found = ""
    if not found:
        raise SettingsError(f"{name}_FILE is “{place}”, which is not there, or cannot be read, or is empty.")
    return found


def flag(env: Env, name: str, *, default: bool = False) -> bool:
    """Read a switch; without one, it is off unless the default says otherwise."""
    given = text(env, name, "")
    if not given:
        return default
    if given.lower() not in ON | OFF:
        raise SettingsError(f"{name} is “{given}”: it must be on or off.")
    return given.lower() in ON


def one_of(env: Env, name: str, default: str, *, choices: tuple[str, ...]) -> str:
    """Read one of a few words."""
    given = text(env, name, default).lower()
    if given not in choices:
        *first, last = choices
        raise SettingsError(f"{name} is “{given}”: it must be {', '.join(first)} or {last}.")
    return given


def count(env: Env, name: str) -> int:
    """Read a small whole number that is 0 unless it is given."""
    given = text(env, name, "0")
    if not (given.isascii() and given.isdigit() and len(given) == 1):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number from 0 to 9.")
    return int(given)


def mebibytes(env: Env, name: str, default: str) -> int:
    """Read how much memory something may take, in MiB; 0 is none."""
    given = text(env, name, default)
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number of MiB, 0 for none.")
    return int(given)


def threads(env: Env, name: str, default: str) -> int:
    """Read how many requests a process answers at a time: one alone could be held by one slow upload."""
    given = text(env, name, default)
    if not (given.isascii() and given.isdigit() and len(given) < 4 and int(given) >= FEWEST_THREADS):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number from {FEWEST_THREADS} to 999.")
    return int(given)


def port(env: Env, name: str, default: str) -> int:
    """Read the port to listen on."""
    given = text(env, name, default)
    if not _is_port(given):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number from 1 to 65535.")
    return int(given)


def served_port(kept_in: Path, *, default: str) -> str:
    """Return the port the site was last served on, as kept by tools/serve.py."""
    try:
        kept = kept_in.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        # It was never served from here, or the note is damaged: neither keeps a command from running.
        return default
    return kept if _is_port(kept) else default


def _is_port(given: str) -> bool:
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


def database(env: Env, name: str, *, data_dir: Path, base_dir: Path) -> dict[str, Any]:
    """Read which database to use; without one, a SQLite file in the data folder."""
    # Quoted, because a folder's name may hold what means something else in a URL.
    default = f"sqlite:///{quote(str(data_dir / 'newsroom.sqlite3'))}"
    problem = SettingsError(
        f"{name} is not a database Newsroom knows: write it as postgresql://user:password@host:5432/name "
        "or sqlite:////folder/newsroom.sqlite3."
    )
    try:
        found = postgresql.parsed(text(env, name, default))
    except ValueError:
        raise problem from None
    if found["ENGINE"] == SQLITE:
        return _sqlite(found, name=name, base_dir=base_dir)
    if found["ENGINE"] != POSTGRESQL or not found.get("NAME"):
        raise problem
    try:
        return postgresql.kept(found)
    except ValueError as given:
        raise SettingsError(
            f"{name} has “target_session_attrs={given}”: with several hosts it must be read-write, "
            "because no page is made from a replica."
        ) from None


def database_to_read(env: Env, name: str, *, base_dir: Path) -> dict[str, Any] | None:
    """Read a second database that backups are read from, if there is one: a replica of the first."""
    if not text(env, name, ""):
        return None
    found = database(env, name, data_dir=base_dir, base_dir=base_dir)
    if found["ENGINE"] != POSTGRESQL:
        raise SettingsError(f"{name} names no PostgreSQL: it is for a streaming replica, and else left out.")
    return found


def _sqlite(found: dict[str, Any], *, name: str, base_dir: Path) -> dict[str, Any]:
    if found["NAME"] in ("", ":memory:"):
        raise SettingsError(f"{name} names no file: write it as sqlite:////folder/newsroom.sqlite3.")
    path = base_dir / found["NAME"]
    if not path.parent.is_dir():
        raise SettingsError(
            f"The database is to be kept in {path}, but that folder does not exist: "
            f"run “make setup”, create the folder, or name another place in {name}."
        )
    journal = "WAL" if write_ahead_log_is_safe(sqlite3.sqlite_version_info) else "DELETE"
    options = {
        # A transaction that will write takes its lock at once, so it cannot fail half-way for another's.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 256,
        # What is deleted is written over: of somebody who was erased nothing can be read from the file.
        "init_command": f"PRAGMA synchronous=FULL; PRAGMA journal_mode={journal}; PRAGMA secure_delete=ON;",
    }
    given: Any = found.get("OPTIONS", {})
    if "timeout" in given:
        options["timeout"] = _seconds(given["timeout"], name=name)
    # Opening the file anew for each request, and reading what is in it, would be a fifth of a page.
    kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return found | kept | {"ENGINE": KEPT_SQLITE, "NAME": str(path), "OPTIONS": given | options}


def _seconds(given: Any, *, name: str) -> int:
    if not (str(given).isascii() and str(given).isdigit()):
        raise SettingsError(f"{name} has “timeout={given}”: it must be a whole number of seconds.")
    return int(given)


def write_ahead_log_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite is free of the fault that can damage a file when its log is reset."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3)


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


def between(env: Env, name: str, default: str, *, least: int, most: int) -> int:
    """Read a whole number between two others."""
    given = text(env, name, default)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and least <= int(given) <= most):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number from {least} to {most}.")
    return int(given)


def sentry(env: Env, name: str) -> str:
    """Read the address a Sentry gave for telling it of faults; it holds a key, so it is not repeated."""
    given = text(env, name, "")
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_sound = parts.scheme in ("http", "https") and bool(parts.username) and bool(parts.path.strip("/"))
    except ValueError:
        is_sound = False
    if not is_sound:
        raise SettingsError(f"{name} is no address of a Sentry, such as https://key@sentry.example.org/1.")
    if find_spec("sentry_sdk") is None:
        raise SettingsError(
            f"{name} is set, but the package that tells Sentry is not installed: "
            "install those of requirements-fleet.txt, or leave it out."
        )
    return given


def metrics(env: Env, name: str) -> tuple[str, int] | None:
    """Read the address at which figures are told: of this machine alone, unless it is said to be open."""
    given = text(env, name, "")
    if not given:
        return None
    address, _blank, more = given.partition(" ")
    host, _colon, port_ = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (host and _is_port(port_) and more.strip() in ("", "open")):
        raise SettingsError(f"{name} is “{given}”: it must be an address and a port, such as 127.0.0.1:9100.")
    if not is_loopback(host) and more.strip() != "open":
        raise SettingsError(
            f"{name} is “{given}”, which others can reach, and the figures are for nobody but you: use "
            f"127.0.0.1:{port_}, or say “{address} open” where a firewall keeps others away."
        )
    return host, int(port_)


def seconds_in_front(env: Env, name: str, default: str, *, can_purge: bool) -> int:
    """Read for how long caches in front may keep a page; long only where they can be told of a change."""
    found = between(env, name, default, least=60, most=LONGEST_IN_FRONT)
    if found > 60 and not can_purge:
        raise SettingsError(
            f"{name} is “{found}”, but no cache is set up that could be told of a change: leave it out, or "
            "set PURGE_VARNISH or PURGE_URL."
        )
    return found
