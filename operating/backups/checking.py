"""Whether a backup is what its manifest says, to the last byte, and can be brought back."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import manifest, postgresql, sqlite
from .faults import BackupError, UnlikeError
from .manifest import Kept, Manifest
from .places import Place

_PIECE = 1 << 20


def check(place: Place, name: str, *, work: Path) -> Manifest:
    """Read a whole backup and try its database; refuse with what is wrong."""
    found = manifest.read(place, name)
    read_back(place, found.everything())
    open_dump(place, found, work=work)
    return found


def read_back(place: Place, files: Iterable[Kept]) -> None:
    """Read files, each once, and refuse those that are missing or not as they were written."""
    faults = []
    for kept in {kept.sha256: kept for kept in files}.values():
        try:
            fetch(place, kept, None)
        except UnlikeError as error:
            faults.append(error)
    if faults:
        raise UnlikeError(_first_of(faults), damaged=[kept for error in faults for kept in error.damaged])


def _first_of(faults: list[UnlikeError]) -> str:
    if len(faults) == 1:
        return str(faults[0])
    more = len(faults) - 1
    said = ngettext("%(first)s And %(count)d more file.", "%(first)s And %(count)d more files.", more)
    return said % {"first": faults[0], "count": more}


def fetch(place: Place, kept: Kept, path: Path | None) -> None:
    """Copy a file of a backup to a path, if there is one; refuse a file that is not as it was written."""
    try:
        digest, size = hashlib.sha256(), 0
        with place.open(kept.object) as file:
            copy = path.open("wb") if path else None
            try:
                for piece in _pieces(file):
                    digest.update(piece)
                    size += len(piece)
                    if copy:
                        copy.write(piece)
            finally:
                if copy:
                    copy.close()
    except FileNotFoundError:
        raise UnlikeError(
            _("%(file)s of the backup is missing (%(object)s).") % {"file": kept.name, "object": kept.object}
        ) from None
    if (size, digest.hexdigest()) != (kept.bytes, kept.sha256):
        raise UnlikeError(
            _("%(file)s of the backup is damaged: it is not as it was written (%(object)s).")
            % {"file": kept.name, "object": kept.object},
            damaged=[kept],
        )


def _pieces(file: object) -> Iterator[bytes]:
    while piece := file.read(_PIECE):  # type: ignore[attr-defined]
        yield piece


def open_dump(place: Place, found: Manifest, *, work: Path) -> None:
    """Try the database of a backup: it opens, is sound, and has as many rows as the manifest says."""
    dump = work / "dump-there"
    fetch(place, found.dump, dump)
    if found.database["kind"] == sqlite.KIND:
        opened = work / "opened.sqlite3"
        sqlite.unpack(dump, opened)
        with closing(sqlite3.connect(opened)) as database:
            compare_counts(found, sqlite.counts_of(database))
        opened.unlink()
    else:
        postgresql.list_dump(dump, found)
    dump.unlink()


def compare_counts(found: Manifest, counts: dict[str, int]) -> None:
    """Refuse a database that has not the rows that were counted when it was backed up."""
    for table, count in found.counts.items():
        if counts.get(table) != count:
            raise BackupError(
                _("The database of the backup has %(there)s rows in %(table)s, and should have %(count)s.")
                % {"there": counts.get(table, 0), "table": table, "count": count}
            )
