"""`manage.py migrate`: Django's own, which waits for nobody's long transaction, and makes each one whole.

A change of a table waits for whoever uses it, and on PostgreSQL everybody else waits behind it. So it waits
two seconds at most, lets the others go on, and is tried again; what was done stays done.

Django notes a migration that has indexes or constraints to add at its end only after that is on disk. Killed
in between, it would be made a second time, and refuse: the table is there already. So each is noted in the
transaction that makes it.
"""

import logging
import time
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

logger = logging.getLogger("newsroom.migrate")
LOCK_SECONDS = 2
TRIES = 60
LOCKED = "55P03"
HALF_MADE = """
    SELECT format('%I.%I', n.nspname, c.relname)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND n.nspname = current_schema()
      AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
"""


class InOneStep(MigrationExecutor):
    """Makes a migration whole, so that nothing of it is left to do when it is noted."""

    def apply_migration(self, state: Any, migration: Any, *args: Any, **kwargs: Any) -> Any:
        """Apply one migration with what Django puts off to its end."""
        apply = migration.apply

        def whole(project_state: Any, schema_editor: Any, *more: Any, **named: Any) -> Any:
            made = apply(project_state, schema_editor, *more, **named)
            for statement in schema_editor.deferred_sql:
                schema_editor.execute(statement)
            schema_editor.deferred_sql.clear()
            return made

        migration.apply = whole
        try:
            return super().apply_migration(state, migration, *args, **kwargs)
        finally:
            del migration.apply


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        # The command has no other place to be given one.
        migrate.MigrationExecutor = InOneStep
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        for number in range(TRIES):
            try:
                prepare(connection)
                super().handle(*args, **options)
            except OperationalError as problem:
                if getattr(problem.__cause__, "sqlstate", "") != LOCKED:
                    raise
                logger.warning("A table is in use for long: tried again, so far %s times", number + 1)
                connection.close()
                time.sleep(pause(number))
            else:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
                return
        raise CommandError(
            _(
                "A table is in use all the time, so it could not be changed; nothing of this step was done, "
                "and the site goes on as before. Look who holds it (pg_stat_activity), then try again."
            )
        )


def pause(number: int) -> float:
    """Return how long others have the table for themselves before the next try."""
    return float(min(0.5 * 2**number, 10))


def prepare(connection: Any) -> None:
    """Wait for no lock for long, and take away indexes that an earlier try left half made."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        if connection.in_atomic_block:
            return
        cursor.execute(HALF_MADE)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
