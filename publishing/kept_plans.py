"""Statements that PostgreSQL plans once a connection and keeps; on SQLite Django keeps them as it is."""

from typing import Any

from django.conf import settings
from django.db import NotSupportedError

STATEMENTS = 200
"""How many prepared statements a connection to PostgreSQL keeps; the server holds a plan of each."""


def fetched(connection: Any, sql: str, parameters: list[Any]) -> list[Any]:
    """Return the rows of a statement.

    After a column got another type the server refuses every plan kept from before, for as long as the
    connection lives: this one is given up, and a new one asked. In a transaction it ends with that.
    """
    try:
        return _rows(connection, sql, parameters)
    except NotSupportedError:
        connection.close_at = 0
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            raise
        connection.close()
        return _rows(connection, sql, parameters)


def _rows(connection: Any, sql: str, parameters: list[Any]) -> list[Any]:
    with _cursor(connection) as cursor:
        cursor.execute(sql, parameters)
        rows: list[Any] = cursor.fetchall()
    return rows


def _cursor(connection: Any) -> Any:
    """Return a cursor, on PostgreSQL one whose statements the server plans once and keeps.

    Django's own cursors put the values into the text, and so can never have a statement prepared. This is
    made as Django makes those: tried before it is used, and counted. Where statements are logged they are
    to be read with their values, which only Django's own can tell.
    """
    if connection.vendor != "postgresql" or connection.queries_logged or not settings.PREPARED_STATEMENTS:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    own = connection.connection
    if own.prepare_threshold is None:
        # Django turns preparing off, and then asking for it is silently ignored.
        own.prepare_threshold, own.prepared_max = 0, STATEMENTS
    with connection.wrap_database_errors:
        return connection._prepare_cursor(connection.Database.Cursor(own))
