"""What search needs of the database, and when it has to be made anew."""

import sqlite3
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from publishing.search.rebuilding import is_outdated


def check_fts5(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Say so where this SQLite has no search in it."""
    if connection.vendor != "sqlite" or has_fts5():
        return []
    return [
        Error(
            _("The SQLite of this Python has no full text search (FTS5), so nothing could be found."),
            hint=_("Use a Python with a complete SQLite, as every Linux distribution has, or PostgreSQL."),
            id="newsroom.E004",
        )
    ]


def check_words(app_configs: Any, databases: Any = None, **options: Any) -> list[CheckMessage]:
    """Say so where something is not found by its words as they are now."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            outdated = is_outdated()
    except DatabaseError:
        # Before the tables are made there is nothing to be found.
        return []
    hint = _("Run “manage.py rebuildsearch”; readers and colleagues go on meanwhile.")
    told = _("Not everything is found by its words as they are now.")
    return [Warning(told, hint=hint, id="newsroom.W004")] if outdated else []


def has_fts5() -> bool:
    """Tell whether this SQLite has its full text search."""
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute("CREATE VIRTUAL TABLE words USING fts5(words)")
    except sqlite3.OperationalError:
        return False
    finally:
        memory.close()
    return True
