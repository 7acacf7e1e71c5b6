"""A SQLite database: copied under its own lock, packed, unpacked, and put back under its own lock."""

import gzip
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from .faults import BackupError

KIND = "sqlite"
WAITS = 60
"""Seconds for which a copy waits for somebody who writes."""
PACKED = 6
_PIECE = 1 << 20


class Copy:
    """A copy of the file, which nobody writes to any more."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._path, self._database = path, database
        self.about: dict[str, Any] = {"kind": KIND, "version": sqlite3.sqlite_version}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._database.execute(sql).fetchall()

    def tables(self) -> list[str]:
        return tables_of(self._database)

    def dump(self, path: Path) -> None:
        # Without a time in it, the same database is the same file.
        with (
            self._path.open("rb") as file,
            path.open("wb") as raw,
            gzip.GzipFile("", "wb", PACKED, raw, mtime=0) as packed,
        ):
            shutil.copyfileobj(file, packed, _PIECE)


@contextmanager
def snapshot(work: Path) -> Iterator[Copy]:
    """Copy the database, all pages in one step: nobody who writes has to wait longer than that takes.

    `VACUUM INTO` would hold the same lock while it builds every index anew; a copy step by step begins again
    with every save of somebody else.
    """
    copy = work / "database.sqlite3"
    copy.unlink(missing_ok=True)
    copy_database(Path(connection.settings_dict["NAME"]), copy)
    with closing(sqlite3.connect(copy)) as database:
        if damage := damage_of(database):
            raise BackupError(
                _("The database itself is damaged (%(reason)s): it was not backed up.") % {"reason": damage}
            )
        yield Copy(copy, database)


def copy_database(source: Path, place: Path) -> None:
    """Copy a database over another, or over none, in one transaction."""
    try:
        with (
            closing(sqlite3.connect(source, timeout=WAITS)) as database,
            closing(sqlite3.connect(place, timeout=WAITS)) as copy,
        ):
            database.backup(copy)
    except sqlite3.Error as error:
        raise BackupError(
            _("The database cannot be copied to %(place)s (%(reason)s).") % {"place": place, "reason": error}
        ) from error


def unpack(packed: Path, place: Path) -> None:
    """Unpack a dump, and refuse one that is not whole."""
    try:
        with gzip.open(packed, "rb") as file, place.open("wb") as copy:
            shutil.copyfileobj(file, copy, _PIECE)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BackupError(_("The database of the backup cannot be unpacked.")) from error
    try:
        with closing(sqlite3.connect(place)) as database:
            damage = damage_of(database)
    except sqlite3.Error as error:
        damage = str(error)
    if damage:
        raise BackupError(_("The database of the backup is damaged (%(reason)s).") % {"reason": damage})


def damage_of(database: sqlite3.Connection) -> str:
    """Return what SQLite finds wrong with a file; nothing if it is whole."""
    found = database.execute("PRAGMA integrity_check(1)").fetchall()
    return "" if found == [("ok",)] else str(found[0][0])


def counts_of(database: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    quoted = {name: connection.ops.quote_name(name) for name in tables_of(database)}
    counted = {
        name: database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608 (names of tables)
        for name, table in quoted.items()
    }
    return {name: int(count) for name, (count,) in counted.items()}


def tables_of(database: sqlite3.Connection) -> list[str]:
    """Return the names of all tables that hold rows of ours."""
    found = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        # An index of words is a table too, and cannot be counted; what it is made of can.
        "AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
    )
    return sorted(name for (name,) in found)
