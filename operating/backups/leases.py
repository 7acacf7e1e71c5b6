"""Keeping two backups away from one place, also two that share neither a machine nor a database.

A small file at the place says who holds it. Whoever holds it writes it anew every minute; one that was not
for a quarter of an hour is of somebody who was killed. Time is told by the place, not by our clocks.
"""

import json
import logging
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from .faults import BackupError

logger = logging.getLogger(__name__)

LEASE = "held.json"
AGAIN_EVERY = 60.0
DEAD_AFTER = 15 * 60.0
"""Seconds; the longest a machine may be stopped without losing its hold."""
TAKEN_OVER_SETTLES_IN = 2.0
LONGEST = 2_000


class Holdable(Protocol):
    """What a place has to be able to do so that one alone may hold it."""

    words: str
    settles_in: float
    """Seconds after which whoever wrote last is the one everybody reads."""

    def begin(self, name: str, said: bytes) -> bool:
        """Write a small file that is not there; False if it is."""

    def rewrite(self, name: str, said: bytes) -> None:
        """Write a small file in the place of the one that is there."""

    def age(self, name: str) -> float | None:
        """Return how many seconds ago a file was written, by the clock of the place; None without one."""

    def small(self, name: str) -> bytes:
        """Return what a small file says; FileNotFoundError if there is none."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""


class Lease:
    """The hold on a place, until it is let go or lost."""

    def __init__(self, place: Holdable, holder: str) -> None:
        self._place, self._holder, self._token = place, holder, secrets.token_hex(8)
        self.over = threading.Event()

    def take(self) -> None:
        """Take hold of the place; refuse where somebody else has it."""
        if not self._place.begin(LEASE, self._said()):
            said, age = _read(self._place), self._place.age(LEASE)
            # Whoever is called as this one is held the data folder, and so is dead.
            is_dead = said.get("holder") == self._holder or (age is not None and age > DEAD_AFTER)
            if age is not None and not is_dead:
                raise _taken(self._place)
            if age is not None:
                self._place.remove(LEASE)
            if not self._place.begin(LEASE, self._said()):
                raise _taken(self._place)
            # Another who found the same dead hold may have taken away what was written just now.
            time.sleep(TAKEN_OVER_SETTLES_IN)
        time.sleep(self._place.settles_in)
        if not self.is_ours():
            raise _taken(self._place)

    def is_ours(self) -> bool:
        """Tell whether the place still says that it is held by this one."""
        return _read(self._place).get("token") == self._token

    def keep(self) -> None:
        """Say again and again that somebody is there, until it is over or lost."""
        while not self.over.wait(AGAIN_EVERY):
            try:
                if not self.is_ours():
                    return
                self._place.rewrite(LEASE, self._said())
            except (BackupError, OSError):
                logger.warning("%s cannot be told that it is still held.", self._place.words, exc_info=True)

    def let_go(self) -> None:
        """Let others have the place."""
        try:
            if self.is_ours():
                self._place.remove(LEASE)
        except (BackupError, OSError):
            logger.warning("%s could not be let go of.", self._place.words, exc_info=True)

    def _said(self) -> bytes:
        return json.dumps({"holder": self._holder, "token": self._token}).encode()


_HELD: dict[int, Lease] = {}
"""By place: what this process holds."""


@contextmanager
def leased(place: Holdable, holder: str) -> Iterator[None]:
    """Hold a place for the length of a block, so that nobody else writes or takes anything away there."""
    lease = Lease(place, holder)
    lease.take()
    keeping = threading.Thread(target=lease.keep, name="backup-lease", daemon=True)
    keeping.start()
    _HELD[id(place)] = lease
    try:
        yield
    finally:
        del _HELD[id(place)]
        # First nobody renews it any more: what is written after it was taken away would stay.
        lease.over.set()
        keeping.join()
        lease.let_go()


def require_hold(place: Holdable) -> None:
    """Refuse to go on where somebody has taken the place over, say while this machine slept."""
    lease = _HELD.get(id(place))
    if lease is None or not lease.is_ours():
        raise BackupError(
            _("Another backup has taken over %(place)s meanwhile, so this one is given up.")
            % {"place": place.words}
        )


def holder_of(folder: Path) -> str:
    """Return by what name the data folder of this machine holds places."""
    kept = folder / "holder"
    if not kept.exists():
        kept.write_text(secrets.token_hex(8), encoding="ascii")
    return f"{socket.gethostname()} {kept.read_text(encoding='ascii').strip()}"


def _read(place: Holdable) -> dict[str, str]:
    try:
        said = json.loads(place.small(LEASE))
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _taken(place: Holdable) -> BackupError:
    return BackupError(
        _("Another backup is being made or brought back at %(place)s. Wait until it has ended.")
        % {"place": place.words}
    )
