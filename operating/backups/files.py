"""A SQLite backup brought back beside what is there, in a file of its own, until it is ready."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from . import sqlite
from .faults import BackupError

BEFORE = "before-restore"


class Beside:
    """The file in which a backup is made ready."""

    def __init__(self, work: Path, *, continues: bool) -> None:
        self._continues = continues
        self._file = work / "beside.sqlite3"
        self._live = Path(connection.settings_dict["NAME"])
        self._before = Path(settings.DATA_DIR) / f"{BEFORE}.sqlite3"
        self._was_something = self._live.exists() and self._live.stat().st_size > 0

    def refuse(self) -> None:
        """Refuse a database that cannot be taken, before anything is done."""

    def bring(self, dump: Path) -> None:
        """Unpack a dump beside what is there."""
        sqlite.unpack(dump, self._file)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have this process work in the file beside, for the length of a block."""
        connection.close()
        connection.settings_dict["NAME"] = str(self._file)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(self._live)

    def keep(self) -> None:
        """Keep a copy of what is there."""
        connection.close()
        # One that was cut off has kept what was there before it.
        if self._was_something and not self._continues:
            aside = self._before.with_suffix(".new")
            aside.unlink(missing_ok=True)
            sqlite.copy_database(self._live, aside)
            aside.chmod(0o600)
            aside.replace(self._before)

    def switch(self) -> None:
        """Put what is beside in its place, in one transaction.

        The file stays the same one: to move another into its place under a server that has it open would
        mix the two.
        """
        connection.close()
        with closing(sqlite3.connect(self._file)) as database:
            # As one file: a log beside it would not come along.
            database.execute("PRAGMA journal_mode=DELETE")
            if damage := sqlite.damage_of(database):
                raise BackupError(_("What was made ready is damaged (%(reason)s).") % {"reason": damage})
        sqlite.copy_database(self._file, self._live)

    def kept_before(self) -> str:
        """Say where what was there before is now; nothing if there was none."""
        if not self._was_something:
            return ""
        return _(
            "What was there before is kept in %(file)s until the next restore; delete it when you no "
            "longer need it."
        ) % {"file": self._before}

    def forget(self) -> None:
        """Take away what was brought beside; the folder it is in goes anyway."""
        self._file.unlink(missing_ok=True)
