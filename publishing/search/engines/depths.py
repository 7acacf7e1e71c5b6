"""How far down so many rows are: hints, kept for a minute, since any place is right to begin a window at."""

from functools import lru_cache
from time import monotonic

from django.db import connection

from publishing.search.shelves import Shelf

KEPT_FOR = 60


def place_further_down(shelf: Shelf, below: int, rows: int, *, in_all: int = 0) -> int:
    """Return about the place that so many rows are down from another, 0 at the bottom.

    Near the top, where it is so many rows `in_all`, what was found a moment ago is as good.
    """
    table, where = shelf.row._meta.db_table, str(connection.settings_dict["NAME"])
    kept = _kept(table, in_all or rows, where, int(monotonic() // KEPT_FOR))
    return kept if kept < below else _asked(table, rows, below)


@lru_cache(maxsize=64)
def _kept(table: str, rows: int, where: str, minute: int) -> int:
    return _asked(table, rows, None)


def _asked(table: str, rows: int, below: int | None) -> int:
    condition = "" if below is None else "WHERE place < %s "
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place FROM {table} {condition}ORDER BY place DESC LIMIT 1 OFFSET %s",
            [rows] if below is None else [below, rows],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0
