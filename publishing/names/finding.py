"""Asking the index of names, so that what is found of few costs the same however many others there are."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from publishing.finding import fits, readings, words_of
from publishing.names.index import FUNCTION, index_of

Parts = tuple[str, ...]
"""Pieces of a row's folded names that must all be there."""

MOST_LISTED = 2_000
"""Up to so many rows are looked up one by one; of more, one comes by every so often in any order."""
MOST_FEW = 300
MOST_NEAR = 300
"""How many of very many rows are weighed against each other at each step of how well they fit."""
LOOKED_THROUGH = 1_000
MOST_ASKED = 40
"""More parts than these tell little more: what they point at is compared in any case."""
_EVERYWHERE = frozenset({"|  ", "  |"})


def few(model: Any, asked: str, *, most: int = MOST_FEW) -> list[int] | None:
    """Return the keys of all rows that fit; None if they are more, or if no index can tell."""
    ways = [words_of(reading) for reading in readings(asked)]
    if not index_of(model) or not all(_asked_for(parts) for parts in ways):
        return None
    found: set[int] = set()
    for parts in ways:
        found.update(_rows_with(model, parts, most=most + 1))
        if len(found) > most:
            return None
    return sorted(found)


def narrowed(rows: Any, asked: str, *, most: int) -> Any:
    """Return these rows as far as they fit; of very many, some among which are so many of the best."""
    found = few(rows.model, asked)
    if found is not None:
        return rows.filter(pk__in=found)
    near = _best_of_many(rows, asked, most)
    # Too short to be in the index, or too many that somebody may not see.
    return rows.filter(fits(asked)) if near is None else near


def best_of_many(rows: Any, asked: str, *, most: int) -> Any:
    """Return some of these rows among which are so many of the best that fit; None if only few do."""
    return None if few(rows.model, asked) is not None else _best_of_many(rows, asked, most)


def _best_of_many(rows: Any, asked: str, most: int) -> Any:
    near: set[int] = set()
    for step in _steps(asked) if index_of(rows.model) else ():
        for parts in step:
            near.update(newest_with(rows.model, parts, most=MOST_NEAR))
        here = rows.filter(pk__in=near)
        if near and len(here.order_by().values("pk")[:most]) == most:
            return here
    return None


def newest_with(model: Any, parts: Iterable[str], *, most: int) -> list[int]:
    """Return the keys of the newest rows with all these pieces in their names.

    What is too short to be in the index is looked for in the newest rows alone: most of them have it.
    """
    pieces = tuple(parts)
    if _asked_for(pieces):
        return _rows_with(model, pieces, most=most, newest=True)
    newest = model._base_manager.order_by("-pk").values_list("pk", "find_text")[:LOOKED_THROUGH]
    return [pk for pk, names in newest if pieces and all(piece in names for piece in pieces)][:most]


def _steps(asked: str) -> Iterator[list[Parts]]:
    """Yield what the best rows have in their names, and the next best, each step more than the one before."""
    ways = readings(asked)
    yield [(f"| {reading} |",) for reading in ways]
    yield [(f"| {reading}",) for reading in ways]
    yield [tuple(f" {word}" for word in words_of(reading)) for reading in ways]
    yield [words_of(reading) for reading in ways]


def _asked_for(parts: Sequence[str]) -> list[str]:
    """Return the entries of the index that a row with these pieces has."""
    entries: dict[str, None] = {}
    for part in parts:
        spaced = part.replace(" ", "  ")
        entries |= dict.fromkeys(spaced[place : place + 3] for place in range(len(spaced) - 2))
    return [entry for entry in entries if entry not in _EVERYWHERE][:MOST_ASKED]


def _rows_with(model: Any, parts: Sequence[str], *, most: int, newest: bool = False) -> list[int]:
    sql, asked, order = _question(model, _asked_for(parts))
    holds = "strpos" if connection.vendor == "postgresql" else "instr"
    compared = "".join(f" AND {holds}(named.find_text, %s) > 0" for _part in parts)
    ordered = f" ORDER BY {order} DESC" if newest else ""
    with _by_index(newest) as cursor:
        cursor.execute(f"{sql}{compared}{ordered} LIMIT %s", [asked, *parts, most])
        return [row[0] for row in cursor.fetchall()]


def _question(model: Any, entries: list[str]) -> tuple[str, Any, str]:
    """Return SQL for rows with these entries in the index, what it is given, and by what the newest are."""
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        where = f"{FUNCTION}(named.find_text) @> %s::text[]"
        return f"SELECT named.id FROM {table} named WHERE {where}", entries, "named.id"
    index = index_of(model)
    # In this order of tables it stops once there are enough.
    tables = f"{index} CROSS JOIN {table} named ON named.id = {index}.rowid"
    asked = " AND ".join(f'"{entry}"' for entry in entries)
    return f"SELECT named.id FROM {tables} WHERE {index} MATCH %s", asked, f"{index}.rowid"


@contextmanager
def _by_index(newest: bool) -> Iterator[Any]:
    """Have the index used where PostgreSQL, which guesses how rare a name is, would read every row."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql" or newest:
            yield cursor
            return
        with transaction.atomic(savepoint=False):
            cursor.execute("SET LOCAL enable_seqscan = off")
            yield cursor
            cursor.execute("SET LOCAL enable_seqscan = on")
