"""Which database is used, and how it is opened."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from environs import Env

from newsroom import postgresql
from newsroom.environment.reading import SettingsError, text

SQLITE = "django.db.backends.sqlite3"
KEPT_SQLITE = "newsroom.kept_sqlite"
POSTGRESQL = "django.db.backends.postgresql"


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
