"""Whether a database server still works for a process that was killed."""

from django.db import connection


def on_its_way() -> bool:
    """Tell whether the server still works on something for a process that is gone."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return cursor.fetchone() is not None
