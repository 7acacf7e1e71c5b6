"""Who on this machine may read what the newsroom keeps: nobody but the user it runs as."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from operating.doctor.findings import Asked, Finding, Mend, check
from publishing.history import Subject, write_event
from publishing.models import Verb

SETTINGS_FILE = Path("/etc/newsroom/newsroom.env")
OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH
GROUP = stat.S_IRGRP | stat.S_IWGRP | stat.S_IXGRP


@check("files", gettext_lazy("Rights of files"))
def files(ask: Asked) -> Iterator[Finding]:
    """Look who may read the data folder, settings, database, pictures and backups, and who can write."""
    yield from _writable()
    open_ones = [path for path in kept_files() if path.exists() and _can_be_reached(path)]
    for path in open_ones:
        yield _open_to_others(path)
    if not open_ones:
        yield Finding("good", _("Nobody else on this machine can read what is kept."), code="files.rights")


def kept_files() -> list[Path]:
    """Return what nobody else may read: where a folder is closed, so is all in it."""
    data: Path = settings.DATA_DIR
    database = Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None
    beside = [Path(f"{database}{end}") for end in ("", "-wal", "-shm", "-journal")] if database else []
    return [
        SETTINGS_FILE,
        data / "local.env",
        *beside,
        data / "images" / "originals",
        data / "images" / "renditions",
        data / "erasures.jsonl",
        data / "finished-pages.sqlite3",
        *_local_backups(),
    ]


def _local_backups() -> list[Path]:
    target = str(getattr(settings, "BACKUP_TARGET", "") or "")
    return [Path(target)] if target.startswith("/") else []


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _can_be_reached(path: Path) -> bool:
    """Tell whether others, or a group, can open this: every folder above it has to let them pass."""
    try:
        for open_to, passes in ((OTHERS, stat.S_IXOTH), (GROUP, stat.S_IXGRP)):
            reads = open_to & (stat.S_IROTH | stat.S_IRGRP | stat.S_IWOTH | stat.S_IWGRP)
            if _mode(path) & reads and all(_mode(folder) & passes for folder in path.resolve().parents):
                return True
    except OSError:
        # What may not even be looked at is closed.
        return False
    return False


def _open_to_others(path: Path) -> Finding:
    mode = _mode(path)
    everybody = bool(mode & OTHERS)
    wanted = 0o700 if path.is_dir() else 0o600
    said = (
        _("Everybody on this machine can read %(path)s.")
        if everybody
        else _("The group %(group)s can read %(path)s.")
    )
    return Finding(
        "error" if everybody else "warning",
        said % {"path": path, "group": _group_of(path)},
        _("Run: chmod %(mode)o %(path)s") % {"mode": wanted, "path": path},
        _("In it is what was never published, or what logins are made of."),
        _closing(path, wanted) if path.stat().st_uid == os.geteuid() else None,
        code="files.rights",
    )


def _group_of(path: Path) -> str:
    try:
        return path.group()
    except KeyError:
        return str(path.stat().st_gid)


def _closing(path: Path, wanted: int) -> Mend:
    def close(actor: User | None) -> str:
        path.chmod(wanted)
        said = _("%(path)s is now readable for this user alone.") % {"path": path}
        # Where the database is away, closing it is still better than not.
        with suppress(Error):
            write_event(Verb.MEND, of=Subject("files", "all", _("Rights of files")), actor=actor, note=said)
        return said

    return close


def _writable() -> Iterator[Finding]:
    data: Path = settings.DATA_DIR
    needed = [data, data / "images" / "originals", data / "images" / "renditions"]
    closed = [path for path in needed if path.exists() and not os.access(path, os.W_OK | os.X_OK)]
    for path in closed:
        yield Finding(
            "error",
            _("Newsroom cannot write into %(path)s.") % {"path": path},
            _("Give it to the user the site runs as: chown -R newsroom %(path)s") % {"path": path},
            _("Pictures cannot be kept, and no page can be kept finished."),
            code="files.writable",
        )
    owner = data.stat().st_uid if data.exists() else os.geteuid()
    if os.geteuid() not in (0, owner):
        yield Finding(
            "warning",
            _("The data folder belongs to another user than the one that runs this."),
            _("Run the commands as the user the site runs as."),
            _("What this writes there may be closed to the site."),
            code="files.owner",
        )
