"""Which release a database belongs to, told by the migrations it has had."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operating.backups.releases import is_of_another_release


def belongs_to_another_release() -> bool:
    """Tell whether the database has had migrations that this release does not know."""
    return is_of_another_release(MigrationLoader(connection).applied_migrations)
