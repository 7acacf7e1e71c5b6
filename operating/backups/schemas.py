"""A PostgreSQL backup brought back beside what is there, in a schema of its own, until it is ready.

The dump names the schema it was made of. So what is there steps aside while it is read in, and comes back,
in one transaction: whoever looks sees nothing of it, and whatever breaks off leaves everything as it was.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import Error, connection, transaction
from django.utils.translation import gettext as _

from . import programs
from .faults import BackupError
from .manifest import Manifest
from .postgresql import TABLES, parameters_of

BESIDE, ASIDE = "newsroom_beside", "newsroom_aside"
BEFORE = "newsroom_before_"
LOCK_WAITS = "30s"
IN_USE = "lock timeout"

MOVE = """
DO $$
DECLARE one record;
BEGIN
  FOR one IN
    SELECT format('ALTER %s %s SET SCHEMA {to}', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW'
      WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass) AS said
    FROM pg_class c
    WHERE c.relnamespace = to_regnamespace('{of}') AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
    UNION ALL
    SELECT format('ALTER ROUTINE %s SET SCHEMA {to}', p.oid::regprocedure)
    FROM pg_proc p
    WHERE p.pronamespace = to_regnamespace('{of}')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
        AND d.deptype = 'e')
    UNION ALL
    SELECT format('ALTER TYPE %s SET SCHEMA {to}', t.oid::regtype)
    FROM pg_type t
    WHERE t.typnamespace = to_regnamespace('{of}') AND t.typtype IN ('e', 'd')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
        AND d.deptype = 'e')
  LOOP
    EXECUTE one.said;
  END LOOP;
END $$;
"""
"""Everything of a schema goes into another: tables with what is theirs, sequences, routines, types."""


class Beside:
    """The schema in which a backup is made ready."""

    def __init__(self, found: Manifest, *, mark: str) -> None:
        self._found = found
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            self._schema: str = cursor.fetchone()[0]
        self._before = BEFORE + mark

    def refuse(self) -> None:
        """Refuse a backup that this server cannot take, before anything is done."""
        own: Any = connection
        own.ensure_connection()
        here = own.pg_version // 10_000
        if here < self._found.database["version"]:
            raise BackupError(
                _("The backup is of PostgreSQL %(there)d, and this server is %(here)d: it needs one as new.")
                % {"there": self._found.database["version"], "here": here}
            )
        if self._found.database["schema"] != self._schema:
            raise BackupError(
                _("The backup is of the schema “%(there)s”, and this database uses “%(here)s”.")
                % {"there": self._found.database["schema"], "here": self._schema}
            )
        self._programs()

    def bring(self, dump: Path) -> None:
        """Read a dump in, in one transaction that moves it beside what is there."""
        restorer, shell = self._programs()
        line, environment = programs.reached_by(parameters_of(None))
        connection.close()
        reading: list[Any] = [
            restorer,
            "--no-owner",
            "--no-privileges",
            f"--schema={self._schema}",
            "--file=-",
            dump,
        ]
        writing: list[Any] = [
            shell,
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
        ]
        with (
            subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source,  # noqa: S603
            subprocess.Popen(  # noqa: S603
                [*writing, "--no-password", "--output=/dev/null", f"--dbname={line}"],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            ) as taking,
        ):
            self._pass_on(source, taking)
        self._compare()

    def _pass_on(self, source: Any, taking: Any) -> None:
        """Hand over what one program writes to the other; without its end, nothing of it is kept."""
        complaint = b""
        try:
            taking.stdin.write(self._before_all())
            is_head = True
            for some in source.stdout:
                # An older server does not know it, and a later program always writes it.
                if is_head and some.startswith(b"SET transaction_timeout"):
                    is_head = False
                    continue
                taking.stdin.write(some)
            complaint = source.stderr.read()
            if source.wait():
                taking.kill()
            else:
                taking.stdin.write(self._after_all())
                taking.stdin.close()
        except BrokenPipeError:
            source.kill()
        finally:
            said = taking.stderr.read() or complaint
        if taking.wait() or source.wait():
            self._refuse_for(said)

    def _refuse_for(self, said: bytes) -> None:
        if IN_USE in said.decode(errors="replace"):
            raise BackupError(_in_use())
        raise BackupError(
            _("The backup cannot be brought back: PostgreSQL says “%(reason)s”. Everything is as it was.")
            % {"reason": programs.last_words(said)}
        )

    def _before_all(self) -> bytes:
        return (
            f"SET lock_timeout = '{LOCK_WAITS}';\n"
            f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE;\n"
            f"CREATE SCHEMA {ASIDE};\n{self._move(self._schema, ASIDE)}"
        ).encode()

    def _after_all(self) -> bytes:
        return (
            f"\nCREATE SCHEMA {BESIDE};\n{self._move(self._schema, BESIDE)}"
            f"{self._move(ASIDE, self._schema)}DROP SCHEMA {ASIDE};\n"
        ).encode()

    def _move(self, of: str, to: str) -> str:
        return MOVE.format(of=connection.ops.quote_name(of), to=connection.ops.quote_name(to))

    def _compare(self) -> None:
        """Refuse a database that has not come back whole."""
        with self.used(), connection.cursor() as cursor:
            for table, count in self._found.counts.items():
                cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
                there = cursor.fetchone()[0]
                if there != count:
                    raise BackupError(
                        _("The database came back with %(there)s rows in %(table)s instead of %(count)s.")
                        % {"there": there, "table": table, "count": count}
                    )

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have this process work in the schema beside, for the length of a block."""
        options = connection.settings_dict["OPTIONS"]
        given = options.get("options", "")
        connection.close()
        options["options"] = f"{given} -c search_path={BESIDE}".strip()
        try:
            yield
        finally:
            connection.close()
            if given:
                options["options"] = given
            else:
                del options["options"]

    def keep(self) -> None:
        """Do nothing: what is there steps aside with the switch."""

    def switch(self) -> None:
        """Put what is beside in its place, at once; what was there before is kept."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAITS}'")
                cursor.execute(TABLES)
                was_something = cursor.fetchone() is not None
                earlier = self._earlier(cursor)
                # One that was cut off after this step has kept what was there before it.
                goes_to = ASIDE if self._before in earlier else self._before
                cursor.execute(f"CREATE SCHEMA {goes_to}")
                cursor.execute(self._move(self._schema, goes_to))
                cursor.execute(self._move(BESIDE, self._schema))
                for gone in [*earlier, BESIDE, *([] if goes_to == self._before else [ASIDE])]:
                    if gone != self._before:
                        cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(gone)} CASCADE")
                if not was_something:
                    cursor.execute(f"DROP SCHEMA {self._before}")
                    self._before = ""
        except Error as error:
            if IN_USE in str(error):
                raise BackupError(_in_use()) from error
            raise

    def kept_before(self) -> str:
        """Say where what was there before is now; nothing if there was none."""
        if not self._before:
            return ""
        return _(
            "What was there before is kept in the schema %(schema)s of the same database, until the next "
            "restore. “DROP SCHEMA %(schema)s CASCADE” takes it away."
        ) % {"schema": self._before}

    def forget(self) -> None:
        """Take away what was brought beside and is not wanted."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE")

    def _earlier(self, cursor: Any) -> list[str]:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [BEFORE])
        return [str(name) for (name,) in cursor.fetchall()]

    def _programs(self) -> tuple[Path, Path]:
        restorer = programs.find("pg_restore", at_least=self._found.database["dumped_by"])
        return restorer, programs.find("psql", at_least=programs.version_of(restorer))


def _in_use() -> str:
    return _(
        "The database is in use, so nothing was brought back: stop the server and the worker first, and try "
        "again."
    )
