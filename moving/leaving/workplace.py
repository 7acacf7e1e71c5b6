"""A folder that one run has for itself; what a run that was killed left in it, the next takes away."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from .faults import CannotLeave


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Make a folder for this run alone and take it away again, whatever happens."""
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotLeave(_("Another export is running. Wait until it has ended.")) from error
        empty = folder / "work"
        shutil.rmtree(empty, ignore_errors=True)
        empty.mkdir(mode=0o700)
        try:
            yield empty
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def private(path: Path) -> IO[bytes]:
    """Open a new file that nobody else on this machine may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
