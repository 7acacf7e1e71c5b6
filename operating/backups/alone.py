"""One at a time: whoever backs up or brings back keeps everybody else from it, on every machine."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _

from .faults import BackupError
from .leases import holder_of
from .places import Place, as_the_folders_own, lock_or_refuse, private

WORK = "backup-in-work"
READING = "backup-read-"
ADVISORY = 0x6E777362
"""The number of the lock that PostgreSQL knows."""


@contextmanager
def alone(place: Place) -> Iterator[Path]:
    """Hold this machine's data, the database and the place; give a folder to work in, empty and private."""
    folder = settings.DATA_DIR / WORK
    folder.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as stack:
        lock_or_refuse(stack.enter_context(private(folder / "lock")))
        stack.enter_context(_database_held())
        stack.enter_context(place.held(holder_of(folder)))
        work = folder / "work"
        stack.enter_context(_cleared())
        # What one that was killed has left.
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        stack.callback(as_the_folders_own, folder)
        stack.callback(shutil.rmtree, work, ignore_errors=True)
        yield work


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a private folder to whoever only reads a backup; several may at a time."""
    with _cleared(), TemporaryDirectory(prefix=READING, dir=settings.DATA_DIR) as folder:
        yield Path(folder)


@contextmanager
def _cleared() -> Iterator[None]:
    """Clear away what killed readers have left, where nobody reads; then keep others from doing so."""
    folder = Path(settings.DATA_DIR)
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Not every mounted disk knows locks of folders: then nobody clears.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in folder.glob(f"{READING}*"):
                shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):
            # Whoever clears holds it for a moment only.
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextmanager
def _database_held() -> Iterator[None]:
    """Hold a lock that ends with its connection, however that ends."""
    if connection.vendor != "postgresql":
        # A file is of one machine, whose data folder is held already.
        yield
        return
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
            if not cursor.fetchone()[0]:
                raise BackupError(
                    _("Another machine is making a backup or bringing one back. Wait until it has ended.")
                )
        yield
        # The server notices a closed connection a moment later; whoever comes next need not meet that.
        with suppress(Error), own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY])
    finally:
        own.close()
