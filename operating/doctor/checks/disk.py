"""Room on the disks that are written to, and memory."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operating.doctor.checks.files import kept_files
from operating.doctor.findings import Asked, Finding, Level, check

FEW_BYTES, VERY_FEW_BYTES = 2_000_000_000, 300_000_000
FEW_SHARE, VERY_FEW_SHARE = 0.1, 0.02
MEMORY_NEEDED = 256_000_000
"""Bytes: what a picture of the largest size takes, and some pages beside it."""
MEMINFO = Path("/proc/meminfo")


@check("disk", gettext_lazy("Disks and memory"))
def disk(ask: Asked) -> Iterator[Finding]:
    """Look at every disk that is written to once, and at memory."""
    for name, path in written_to().items():
        yield from _of_disk(name, path)
    yield from _memory()


def written_to() -> dict[str, Path]:
    """Return a folder on each disk that is written to, by what is on it; one disk counts once."""
    data: Path = settings.DATA_DIR
    wanted = {
        _("the data folder"): data,
        _("the pictures"): data / "images" / "originals",
        _("the database"): Path(settings.DATABASES["default"]["NAME"]).parent
        if connection.vendor == "sqlite"
        else data,
        _("the backups"): next((path for path in kept_files()[::-1] if "backup" in path.name), data),
        _("temporary files"): Path(tempfile.gettempdir()),
    }
    disks: dict[int, str] = {}
    found: dict[str, Path] = {}
    for name, path in wanted.items():
        there = next((folder for folder in (path, *path.parents) if folder.exists()), Path("/"))
        if there.stat().st_dev not in disks:
            disks[there.stat().st_dev] = name
            found[name] = there
    return found


def level_of(free: int, whole: int, *, few: int = 0, very_few: int = 0) -> Level:
    """Say how bad it is: a share, or so many, whichever is less, as large disks are seldom empty."""
    if free <= min(very_few or whole, whole * VERY_FEW_SHARE):
        return "error"
    if free <= min(few or whole, whole * FEW_SHARE):
        return "warning"
    return "good"


def _of_disk(name: str, path: Path) -> Iterator[Finding]:
    status = os.statvfs(path)
    free, whole = status.f_bavail * status.f_frsize, status.f_blocks * status.f_frsize
    level = level_of(free, whole, few=FEW_BYTES, very_few=VERY_FEW_BYTES)
    said = _("The disk with %(name)s (%(path)s) has %(free)s free of %(whole)s.") % {
        "name": name,
        "path": path,
        "free": filesizeformat(free),
        "whole": filesizeformat(whole),
    }
    if level == "good":
        yield Finding("good", said, code="disk.room")
    else:
        yield Finding(
            level,
            said,
            _("Make room: look at old backups, logs and other programs’ files, or give it a larger disk."),
            _("On a full disk nobody can save, and a backup fails."),
            code="disk.room",
        )
    if status.f_files and (level := level_of(status.f_favail, status.f_files)) != "good":
        yield Finding(
            level,
            _("The disk with %(name)s (%(path)s) has room for few more files: %(free)d of %(whole)d.")
            % {"name": name, "path": path, "free": status.f_favail, "whole": status.f_files},
            _("Look for a folder with very many small files, such as another program’s old mails."),
            _("With none left, nothing can be written although there is room."),
            code="disk.inodes",
        )


def memory() -> tuple[int, int] | None:
    """Return how many bytes of memory can be had, and how many there are; None where nobody says so."""
    try:
        lines = MEMINFO.read_text().splitlines()
        told = {
            name: int(rest.split()[0]) * 1024
            for name, _colon, rest in (line.partition(":") for line in lines)
        }
        return told["MemAvailable"], told["MemTotal"]
    except (OSError, ValueError, KeyError, IndexError):
        return None


def _memory() -> Iterator[Finding]:
    found = memory()
    if found is None:
        return
    free, whole = found
    said = _("Memory: %(free)s can be had of %(whole)s.") % {
        "free": filesizeformat(free),
        "whole": filesizeformat(whole),
    }
    if free < MEMORY_NEEDED:
        yield Finding(
            "warning",
            said,
            _("Stop what else runs here, lower FINISHED_PAGES or THREADS, or give the machine more memory."),
            _("A large picture may end the program that takes it in."),
            code="disk.memory",
        )
    else:
        yield Finding("good", said, code="disk.memory")
