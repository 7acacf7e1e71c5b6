"""Where backups are kept: a folder, or a bucket of S3-compatible storage.

Whatever stands there has its whole content: it is put there in one step, or not at all.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from .faults import BackupError
from .leases import LEASE, LONGEST, Holdable, leased

UNFINISHED = ".unfinished"
LOCK = ".lock"
OLD = 24 * 60 * 60
"""Seconds after which what was written aside is of somebody who was killed."""


class Place(Holdable, Protocol):
    """Keeps files by names that look like paths."""

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the name of every file whose name begins so."""

    def size(self, name: str) -> int | None:
        """Return how many bytes a file has; None if there is none."""

    def open(self, name: str) -> IO[bytes]:
        """Read a file; FileNotFoundError if there is none."""

    def put(self, name: str, path: Path) -> None:
        """Keep a copy of a file, whole or not at all."""

    def rename(self, name: str, to: str) -> None:
        """Give a file another name; FileNotFoundError if there is none."""

    def held(self, holder: str) -> "contextmanager[None]":  # type: ignore[valid-type]
        """Keep every other backup away from this place, and clean up after one that was killed."""


class Folder:
    """A folder on this machine, or one that is mounted; nobody else on the machine may read it."""

    settles_in = 0.0

    def __init__(self, path: Path) -> None:
        self.path, self.words = path, str(path)

    def names(self, prefix: str) -> Iterator[str]:
        folder = self.path / prefix
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file():
                yield path.relative_to(self.path).as_posix()

    def size(self, name: str) -> int | None:
        try:
            return (self.path / name).stat().st_size
        except FileNotFoundError:
            return None

    def put(self, name: str, path: Path) -> None:
        place = self.path / name
        self._make(place.parent)
        aside = self.path / UNFINISHED / place.name
        try:
            with path.open("rb") as source, private(aside) as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            aside.replace(place)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        _to_disk(place.parent)

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def remove(self, name: str) -> None:
        path = self.path / name
        path.unlink(missing_ok=True)
        if path.parent != self.path:
            with suppress(OSError):
                # The folder of its first letters, where nothing else is left in it.
                path.parent.rmdir()

    def rename(self, name: str, to: str) -> None:
        (self.path / name).replace(self.path / to)
        _to_disk((self.path / to).parent)

    def begin(self, name: str, said: bytes) -> bool:
        aside = self._written(name, said)
        try:
            # Whole at once, and only where nothing is called so.
            os.link(aside, self.path / name)
        except FileExistsError:
            return False
        except OSError:
            # Not every mounted disk knows links.
            return self._begin_plainly(name, said)
        finally:
            aside.unlink(missing_ok=True)
        return True

    def _begin_plainly(self, name: str, said: bytes) -> bool:
        try:
            handle = os.open(self.path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        with os.fdopen(handle, "wb") as file:
            file.write(said)
        return True

    def small(self, name: str) -> bytes:
        with (self.path / name).open("rb") as file:
            return file.read(LONGEST)

    def rewrite(self, name: str, said: bytes) -> None:
        self._written(name, said).replace(self.path / name)

    def age(self, name: str) -> float | None:
        now = self._written(name, b"")
        try:
            return now.stat().st_mtime - (self.path / name).stat().st_mtime
        except FileNotFoundError:
            return None
        finally:
            now.unlink(missing_ok=True)

    def _written(self, name: str, said: bytes) -> Path:
        """Write a small file aside, under a name that nobody else takes."""
        aside = self.path / f".{name}.{secrets.token_hex(8)}"
        with private(aside) as file:
            file.write(said)
        return aside

    @contextmanager
    def held(self, holder: str) -> Iterator[None]:
        self._make(self.path)
        with private(self.path / LOCK) as lock:
            # At once on this machine; the lease is for disks that others have mounted too.
            lock_or_refuse(lock)
            with leased(self, holder), self._cleared():
                yield

    @contextmanager
    def _cleared(self) -> Iterator[None]:
        shutil.rmtree(self.path / UNFINISHED, ignore_errors=True)
        self._make(self.path / UNFINISHED)
        for left in self.path.glob(f".{LEASE}.*"):
            if time.time() - left.stat().st_mtime > OLD:
                left.unlink(missing_ok=True)
        try:
            yield
        finally:
            shutil.rmtree(self.path / UNFINISHED, ignore_errors=True)
            as_the_folders_own(self.path)

    def _make(self, folder: Path) -> None:
        """Make a folder that only its owner may look into."""
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            _to_disk(folder.parent)


def as_the_folders_own(folder: Path) -> None:
    """Give what an administrator's command has made to whom the folder belongs: others go on with it."""
    if os.geteuid() != 0:
        return
    owner = folder.stat()
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.lstat().st_uid == 0 != owner.st_uid:
                os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def lock_or_refuse(file: IO[bytes]) -> None:
    """Hold a file for as long as it is open; refuse where another backup holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupError(
            _("Another backup is being made or brought back. Wait until it has ended.")
        ) from None


def private(path: Path) -> IO[bytes]:
    """Open a file to write that nobody else on this machine may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _to_disk(folder: Path) -> None:
    """Have the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            # Not every mounted disk knows this of folders.
            os.fsync(handle)
    finally:
        os.close(handle)
