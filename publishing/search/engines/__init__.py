"""The two kinds of search in a database, which get tokens and know nothing of words."""

from django.db import connection

from publishing.search.engines import postgresql, sqlite
from publishing.search.engines.asking import Engine


def engine() -> Engine:
    """Return the one of this database."""
    return postgresql.ENGINE if connection.vendor == "postgresql" else sqlite.ENGINE
