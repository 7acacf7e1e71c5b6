"""`manage.py migrate`: Django's own, with each migration noted in the transaction that makes it.

Django notes one that has indexes or constraints to add at its end only after that is on disk. Killed in
between, it would be made a second time, and refuse: the table is there already.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor


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
        migrate.MigrationExecutor = InOneStep  # type: ignore[misc]
        super().handle(*args, **options)
