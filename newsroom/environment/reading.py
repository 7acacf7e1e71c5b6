"""How a variable is read: each refusal one plain sentence.

These sentences reach the person who starts the program, before settings exist, so they cannot be translated.
"""

import errno
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from environs import Env

FEWEST_THREADS = 2
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
"""What the system says where nothing more can be written."""

ON, OFF = {"on", "yes", "true", "1", "y", "t"}, {"off", "no", "false", "0", "n", "f"}

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


def between(env: Env, name: str, default: str, *, least: int, most: int) -> int:
    """Read a whole number between two others."""
    given = text(env, name, default)
    if not (given.isascii() and given.isdigit() and len(given) < 10 and least <= int(given) <= most):
        raise SettingsError(f"{name} is “{given}”: it must be a whole number from {least} to {most}.")
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
