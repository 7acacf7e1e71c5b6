"""PostgreSQL's own programs: found in the version that is needed, run without a password on their line."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from psycopg import pq
from psycopg.conninfo import make_conninfo

from .faults import BackupError

FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
    ("/opt/homebrew/opt", "libpq/bin"),
)


def find(name: str, *, at_least: int) -> Path:
    """Return a program of that version of PostgreSQL, or of the next later one that is here."""
    found = {version: path for path in reversed(list(_candidates(name))) if (version := _version(path))}
    fitting = [version for version in found if version >= at_least]
    if fitting:
        # A later one writes what an earlier server does not understand, so not simply the newest.
        return found[min(fitting)]
    there = ", ".join(str(version) for version in sorted(found)) or _("none")
    raise BackupError(
        _(
            "This needs %(program)s of PostgreSQL %(version)d or later; here is: %(there)s. Install it (on "
            "Debian and Ubuntu: apt install postgresql-client-%(version)d), or name its folder in "
            "POSTGRESQL_BIN."
        )
        % {"program": name, "version": at_least, "there": there}
    )


def _candidates(name: str) -> Iterator[Path]:
    if settings.POSTGRESQL_BIN:
        yield Path(settings.POSTGRESQL_BIN) / name
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    for folder, pattern in FOLDERS:
        yield from sorted(path / name for path in Path(folder).glob(pattern))


def _version(path: Path) -> int:
    """Return the major version of a program; 0 if it is none."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True, timeout=20)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"\(PostgreSQL\)\D*(\d+)", said.stdout)
    return int(number[1]) if number else 0


def version_of(path: Path) -> int:
    """Return the major version of a program that was found."""
    return _version(path)


def reached_by(parameters: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """Return how a program reaches a database: what may stand on its line, and its environment."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    given = {name: str(value) for name, value in parameters.items() if name in known and value is not None}
    # Everybody on the machine can read the line of a command.
    password = given.pop("password", None)
    line = make_conninfo("", **given)
    return line, dict(os.environ) | ({"PGPASSWORD": password} if password is not None else {})


def run(command: list[Any], *, environment: Mapping[str, str], doing: str, **how: Any) -> bytes:
    """Run a program to its end; what it complains of becomes a sentence."""
    done = subprocess.run(command, env=environment, capture_output=True, check=False, **how)  # noqa: S603
    if done.returncode:
        raise BackupError(doing % {"reason": last_words(done.stderr)})
    return done.stdout


def last_words(said: bytes) -> str:
    """Return the line of a program's complaint that says most."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.casefold()]
    return (errors or lines or [_("it ended without a word")])[0][:300]
