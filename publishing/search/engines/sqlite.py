"""SQLite's FTS5, without a copy of the texts: its row number is the place, so it stops when it has enough."""

from collections.abc import Iterable, Sequence

from django.db import connection

from publishing.search.engines.asking import (
    Bounds,
    Found,
    Group,
    Looked,
    Phrase,
    Wanted,
    Words,
    row_conditions,
)
from publishing.search.engines.depths import place_further_down
from publishing.search.shelves import Shelf
from publishing.search.stream import MARK, Stream

AT_A_TIME = 20_000
"""So many rows are looked through at a time for a phrase, whose words may be everywhere."""


class SQLite:
    def create(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', tokenize='ascii', columnsize=0)"
            )

    def drop(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def rename(self, table: str, name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")

    def put(
        self,
        table: str,
        many: Iterable[tuple[int, Stream]],
        *,
        again: bool = False,
        unless_there: bool = False,
    ) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} (rowid, words) VALUES (%s, %s)",
                [(place, _text(stream)) for place, stream in many],
            )

    def take_out(self, table: str, many: Sequence[Words]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({table}, rowid, words) VALUES ('delete', %s, %s)",
                [(place, _text(stream)) for place, stream in many],
            )

    def holds(self, table: str, word: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE {table} MATCH %s LIMIT 1", [_phrase((word,))])
            return cursor.fetchone() is not None

    def let_go(self, table: str) -> None:
        # Deleted words stay in the index until its parts are merged.
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def find(
        self, shelf: Shelf, wanted: Wanted, *, but_not: Sequence[Wanted], bounds: Bounds, most: int
    ) -> Looked:
        low = bounds.from_place
        if wanted.has_phrase:
            low = max(low, place_further_down(shelf, bounds.below, AT_A_TIME))
        match = _match(wanted)
        for other in but_not:
            match = f"({match}) NOT ({_match(other)})"
        rows = self._ask(shelf, match, low=low, bounds=bounds, most=most)
        return Looked(rows, None if low <= bounds.from_place or len(rows) >= most else low)

    def count(self, shelf: Shelf, wanted: Sequence[Wanted], *, bounds: Bounds, most: int) -> int:
        low = bounds.from_place
        if any(one.has_phrase for one in wanted):
            low = max(low, place_further_down(shelf, bounds.below, AT_A_TIME))
        match = " OR ".join(f"({_match(one)})" for one in wanted)
        return len(self._ask(shelf, match, low=low, bounds=bounds, most=most))

    def _ask(self, shelf: Shelf, match: str, *, low: int, bounds: Bounds, most: int) -> list[Found]:
        conditions, params = row_conditions(bounds)
        words, row = shelf.words, shelf.row._meta.db_table
        # CROSS JOIN keeps the order: newest words first, each looked up in the rows.
        sql = (
            f"SELECT r.place, r.kind, r.object_id, r.part FROM {words} "
            f"CROSS JOIN {row} r ON r.place = {words}.rowid "
            f"WHERE {words} MATCH %s AND {words}.rowid >= %s AND {words}.rowid < %s AND {conditions} "
            f"ORDER BY {words}.rowid DESC LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [match, low, bounds.below, *params, most])
            return [Found(*row) for row in cursor.fetchall()]


def _text(stream: Stream) -> str:
    return " ".join(token or MARK for token in stream)


def _match(wanted: Wanted) -> str:
    """Write what is wanted in FTS5's language; every token is quoted, so none can be an operator."""
    match = " AND ".join(map(_group, wanted.groups))
    if wanted.unwanted:
        match = f"({match}) NOT ({' OR '.join(map(_group, wanted.unwanted))})"
    return match


def _group(group: Group) -> str:
    return f"({' OR '.join(map(_phrase, group))})"


def _phrase(phrase: Phrase) -> str:
    return '"' + " ".join(phrase).replace('"', "") + '"'


ENGINE = SQLite()
