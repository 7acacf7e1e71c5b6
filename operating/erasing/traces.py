"""What a database keeps of what was deleted, until it is told to let go of it."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from publishing.caching.counters import FINISHED_PAGES
from publishing.search.engines import engine
from publishing.search.shelves import SHELVES

logger = logging.getLogger(__name__)

LARGEST = 500_000_000
"""Bytes of a SQLite file that is written anew at once: nobody can save meanwhile."""


def wipe(*, however_large: bool = False) -> None:
    """Have nothing left in the files of the database and of finished pages that is not in any row.

    Inside a transaction no database does; whoever erases in one, such as a test, has to do this later.
    """
    _forget_pages(Path(settings.DATA_DIR) / FINISHED_PAGES)
    if connection.in_atomic_block:
        return
    if not however_large and _size() > LARGEST:
        logger.warning("The database is large: run “manage.py erasures --wipe” when nobody works.")
        return
    try:
        for shelf in SHELVES:
            engine().let_go(shelf.words)
        _of_sqlite() if connection.vendor == "sqlite" else _of_postgresql()
    except DatabaseError:
        # The rows are gone; that others were at work, or the disk is full, is no reason to fail.
        logger.warning("What was erased may still stand in unused parts of the database.", exc_info=True)


def _size() -> int:
    """Return the bytes of a SQLite file; PostgreSQL keeps nobody waiting."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def _of_sqlite() -> None:
    """Write the file anew: deleted words of an index and of rows stay in it otherwise, and in its log."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _of_postgresql() -> None:
    """Have room of deleted rows given free; it is written over as tables are used."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


def _forget_pages(path: Path) -> None:
    """Empty the file of finished pages, which other processes have open; they make them again."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as pages:
            pages.execute("DELETE FROM pages")
            pages.execute("VACUUM")
            pages.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        logger.warning("The file of finished pages could not be emptied.", exc_info=True)
