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
from publishing.caching.counters import FINISHED_PAGES
from publishing.history import Subject, write_event
from publishing.models import Verb

SETTINGS_FILE = Path("/etc/newsroom/newsroom.env")
EVERYBODY = "*"


@check("files", gettext_lazy("Rights of files"), of_machine=True)
def files(ask: Asked) -> Iterator[Finding]:
    """Look who may read the data folder, settings, database, pictures and backups, and who can write."""
    yield from _writable()
    readers = {path: found for path in kept_files() if path.exists() and (found := _readers_of(path))}
    for path, found in readers.items():
        yield _open_to_others(path, found)
    if not readers:
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
        data / FINISHED_PAGES,
        *_local_backups(),
    ]


def _local_backups() -> list[Path]:
    target = str(getattr(settings, "BACKUP_TARGET", "") or "")
    return [Path(target)] if target.startswith("/") else []


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _readers_of(path: Path) -> str:
    """Return who else can open this: every folder above it has to let them pass."""
    try:
        mode, above = _mode(path), [_mode(folder) for folder in path.resolve().parents]
    except OSError:
        # What may not even be looked at is closed.
        return ""
    if mode & (stat.S_IROTH | stat.S_IWOTH) and all(one & stat.S_IXOTH for one in above):
        return EVERYBODY
    passes = stat.S_IXGRP | stat.S_IXOTH
    if mode & (stat.S_IRGRP | stat.S_IWGRP) and all(one & passes for one in above):
        return _group_of(path)
    return ""


def _open_to_others(path: Path, readers: str) -> Finding:
    wanted = 0o700 if path.is_dir() else 0o600
    if readers == EVERYBODY:
        said = _("Everybody on this machine can read %(path)s.")
    else:
        said = _("The group %(group)s can read %(path)s.")
    return Finding(
        "error" if readers == EVERYBODY else "warning",
        said % {"path": path, "group": readers},
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
    for path in _not_ours(data):
        yield Finding(
            "error",
            _("Newsroom cannot write to %(path)s.") % {"path": path},
            _("Give it to the user the site runs as: chown newsroom %(path)s") % {"path": path},
            _("A command that another user, such as root, has run may have made it."),
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


def _not_ours(data: Path) -> list[Path]:
    """Return the files of the data folder that the site keeps and cannot write to; settings are only read."""
    if not os.access(data, os.R_OK | os.X_OK):
        return []
    kept = sorted(path for path in data.iterdir() if path.is_file() and path.name != "local.env")
    return [path for path in kept if not os.access(path, os.R_OK | os.W_OK)]
