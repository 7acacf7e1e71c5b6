"""Whether the database is as this version needs it."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _


def require_database() -> None:
    """Stop with a sentence where the tables have not been made yet, or not those of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            _("The database is not set up yet: run “.venv/bin/python manage.py prepare” first.")
        )
