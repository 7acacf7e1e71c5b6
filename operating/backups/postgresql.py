"""A PostgreSQL database: dumped by its own program as of one moment, listed, and brought back beside."""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from . import programs
from .faults import BackupError
from .manifest import Manifest

KIND = "postgresql"
BEHIND_FOR = 60
"""Seconds for which a replica may take to have what the primary has."""
ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1
"""


class Moment:
    """A transaction that sees one moment, and lets pg_dump see the same."""

    def __init__(self, database: psycopg.Connection[Any], parameters: Mapping[str, Any]) -> None:
        self._database, self._parameters = database, parameters
        self._snapshot = self.rows("SELECT pg_export_snapshot()")[0][0]
        self._schema = self.rows("SELECT current_schema()")[0][0]
        self._dumper = programs.find("pg_dump", at_least=self._server)
        self.about: dict[str, Any] = {
            "kind": KIND,
            "version": self._server,
            "schema": self._schema,
            "dumped_by": programs.version_of(self._dumper),
        }

    @property
    def _server(self) -> int:
        return self._database.info.server_version // 10_000

    def rows(self, asked: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(asked).fetchall()

    def tables(self) -> list[str]:
        return [str(name) for (name,) in self.rows(TABLES)]

    def dump(self, path: Path) -> None:
        line, environment = programs.reached_by(self._parameters)
        command = [
            self._dumper,
            "--format=custom",
            "--no-password",
            f"--snapshot={self._snapshot}",
            f"--schema={self._schema}",
            "--lock-wait-timeout=60000",
            f"--file={path}",
            f"--dbname={line}",
        ]
        failed = _("Nothing was backed up: pg_dump says “%(reason)s”.")
        programs.run(command, environment=environment, doing=failed)


@contextmanager
def snapshot() -> Iterator[Moment]:
    """Hold one moment of the database, or of the replica that backups are read from."""
    parameters = parameters_of(settings.BACKUP_DATABASE)
    try:
        with closing(_connected(parameters)) as database:
            if settings.BACKUP_DATABASE is not None:
                _wait_for(database)
            database.execute(ONE_MOMENT)
            yield Moment(database, parameters)
    except psycopg.Error as error:
        raise BackupError(
            _("Nothing was backed up: the database says “%(reason)s”.") % {"reason": _in_one_line(error)}
        ) from error


def parameters_of(database: dict[str, Any] | None) -> dict[str, Any]:
    """Return how a database is reached: the configured one, or another."""
    wrapper: Any = connection if database is None else ConnectionHandler({"default": database})["default"]
    parameters: dict[str, Any] = wrapper.get_connection_params()
    return parameters


def _connected(parameters: Mapping[str, Any]) -> psycopg.Connection[Any]:
    line, _environment = programs.reached_by(parameters)
    return psycopg.connect(line, password=parameters.get("password"), autocommit=True)


def _wait_for(replica: psycopg.Connection[Any]) -> None:
    """Wait until the replica has what the primary has now; refuse one that does not follow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        there = cursor.fetchone()[0]
    deadline = time.monotonic() + BEHIND_FOR
    while True:
        row = replica.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [there]).fetchone()
        if row is not None and row[0] is None:
            raise BackupError(_("BACKUP_DATABASE_URL names no replica: leave it out, or name one."))
        if row is not None and row[0]:
            return
        if time.monotonic() > deadline:
            raise BackupError(
                _("Nothing was backed up: the replica of BACKUP_DATABASE_URL is more than a minute behind.")
            )
        time.sleep(0.2)


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def list_dump(dump: Path, found: Manifest) -> None:
    """Try whether PostgreSQL's own program can read a dump, and whether every table is in it."""
    restorer = programs.find("pg_restore", at_least=found.database["dumped_by"])
    failed = _("The database of the backup cannot be read: pg_restore says “%(reason)s”.")
    listed = programs.run([restorer, "--list", dump], environment=_plain(), doing=failed).decode()
    words = [line.split() for line in listed.splitlines() if " TABLE DATA " in line]
    there = {line[line.index("DATA") + 2] for line in words}
    for table in found.counts:
        if table not in there:
            raise BackupError(_("The database of the backup lacks the table %(table)s.") % {"table": table})


def _plain() -> dict[str, str]:
    return programs.reached_by({})[1]
