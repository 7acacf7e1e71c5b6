"""PostgreSQL's tsvector under a GIN index, which has no order: so it is asked for windows, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

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
from publishing.search.places import moment_of
from publishing.search.shelves import Shelf
from publishing.search.stream import MARK, Stream, positions

LAST_POSITION = 16_383
FEW = 3
"""With fewer hits in the newest rows a word is taken for a rare one, and all rows are asked at once."""

NEAR, FAR = (500, 4_000), (16_000, 64_000)
"""How many rows a window has, newest first; behind the last everything is one."""

PROBED = 1_001
AT_A_TIME = 20_000
"""So many rows are looked through at a time for a phrase, which PostgreSQL checks row by row."""

MOST_MARKS = 24
COPIED = 20
"""From so many rows on COPY pays."""


class PostgreSQL:
    def create(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {table} (place bigint NOT NULL, words tsvector NOT NULL)")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY (place)")
            # A short list of what waits for the index: one publish in some pays a little for the others.
            cursor.execute(
                f"CREATE INDEX {table}_gin ON {table} USING gin (words) "
                "WITH (fastupdate = on, gin_pending_list_limit = 256)"
            )

    def drop(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def rename(self, table: str, name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")
            cursor.execute(f"ALTER INDEX {table}_pkey RENAME TO {name}_pkey")
            cursor.execute(f"ALTER INDEX {table}_gin RENAME TO {name}_gin")

    def put(
        self,
        table: str,
        many: Iterable[tuple[int, Stream]],
        *,
        again: bool = False,
        unless_there: bool = False,
    ) -> None:
        rows = [(place, _vector(place, stream)) for place, stream in many]
        with connection.cursor() as cursor:
            if len(rows) >= COPIED and not (again or unless_there):
                with cursor.cursor.copy(f"COPY {table} (place, words) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            clash = "DO UPDATE SET words = excluded.words" if again else "DO NOTHING"
            cursor.execute(
                f"INSERT INTO {table} (place, words) "
                "SELECT place, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS new (place, words) "
                + (f"ON CONFLICT (place) {clash}" if again or unless_there else ""),
                [[place for place, _vector in rows], [vector for _place, vector in rows]],
            )

    def take_out(self, table: str, many: Sequence[Words]) -> None:
        with connection.cursor() as cursor:
            places = [place for place, _stream in many]
            cursor.execute(f"DELETE FROM {table} WHERE place = ANY(%s)", [places])

    def holds(self, table: str, word: str) -> bool:
        with _by_index() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE words @@ %s::tsquery LIMIT 1", [_quoted(word)])
            return cursor.fetchone() is not None

    def let_go(self, table: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{table}_gin"])

    def find(
        self, shelf: Shelf, wanted: Wanted, *, but_not: Sequence[Wanted], bounds: Bounds, most: int
    ) -> Looked:
        if wanted.has_phrase:
            low = max(bounds.from_place, place_further_down(shelf, bounds.below, AT_A_TIME))
            rows = _ask(shelf, [wanted], but_not, bounds, window=(low, bounds.below), most=most)
            return Looked(rows, None if low <= bounds.from_place or len(rows) >= most else low)
        return Looked(_newest(shelf, [wanted], but_not, bounds, most=most))

    def count(self, shelf: Shelf, wanted: Sequence[Wanted], *, bounds: Bounds, most: int) -> int:
        if any(one.has_phrase for one in wanted):
            low = max(bounds.from_place, place_further_down(shelf, bounds.below, AT_A_TIME))
            return len(_ask(shelf, wanted, (), bounds, window=(low, bounds.below), most=most))
        return len(_newest(shelf, wanted, (), bounds, most=most))


def _newest(
    shelf: Shelf, wanted: Sequence[Wanted], but_not: Sequence[Wanted], bounds: Bounds, *, most: int
) -> list[Found]:
    """Return the newest rows that fit, looking no further back than it takes."""
    rows: list[Found] = []
    for low, high, is_all in _windows(shelf, bounds):
        if is_all and len(rows) < FEW:
            probed = _probe(shelf, wanted, but_not, bounds, most=most)
            if probed is not None:
                return probed
        left = most - len(rows)
        rows += _ask(shelf, wanted, but_not, bounds, window=(low, high), most=left, is_all=low == 0)
        if len(rows) >= most:
            break
    return rows


def _windows(shelf: Shelf, bounds: Bounds) -> Iterator[tuple[int, int, bool]]:
    """Yield the places between which to look, and whether it is time to ask for all rows at once."""
    high, in_all = bounds.below, 0
    for size in (*NEAR, *FAR):
        in_all += size
        low = max(bounds.from_place, place_further_down(shelf, high, size, in_all=in_all))
        yield low, high, size == FAR[0]
        if low <= bounds.from_place:
            return
        high = low
    yield bounds.from_place, high, False


def _probe(
    shelf: Shelf, wanted: Sequence[Wanted], but_not: Sequence[Wanted], bounds: Bounds, *, most: int
) -> list[Found] | None:
    """Return the hits of a word that few rows have, None where there are too many to sort."""
    query = _either(wanted)
    with _by_index() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {shelf.words} WHERE words @@ %s::tsquery LIMIT %s) few",
            [query, PROBED],
        )
        if cursor.fetchone()[0] >= PROBED:
            return None
    window = (bounds.from_place, bounds.below)
    return _ask(shelf, wanted, but_not, bounds, window=window, most=most, is_all=True)


def _ask(
    shelf: Shelf,
    wanted: Sequence[Wanted],
    but_not: Sequence[Wanted],
    bounds: Bounds,
    *,
    window: tuple[int, int],
    most: int,
    is_all: bool = False,
) -> list[Found]:
    """Return what fits in a window, newest first.

    The words are asked for by themselves: beside them a bound on places would make PostgreSQL walk
    those and read the words of each row.
    """
    conditions, params = row_conditions(bounds)
    marks = "" if is_all else _marks_between(*window)
    ctes, ctes_params = ["hits"], [_with_marks(_either(wanted), marks)]
    if but_not:
        ctes.append("earlier")
        ctes_params.append(_with_marks(_either(but_not), marks))
    words = ", ".join(
        f"{name} AS MATERIALIZED (SELECT place FROM {shelf.words} WHERE words @@ %s::tsquery)"
        for name in ctes
    )
    row = shelf.row._meta.db_table
    sql = (
        f"WITH {words} SELECT r.place, r.kind, r.object_id, r.part FROM hits "
        f"JOIN {row} r ON r.place = hits.place "
        f"WHERE r.place >= %s AND r.place < %s AND {conditions} "
        + ("AND r.place NOT IN (SELECT place FROM earlier) " if but_not else "")
        + "ORDER BY r.place DESC LIMIT %s"
    )
    with _by_index() if is_all else connection.cursor() as cursor:
        cursor.execute(sql, [*ctes_params, *window, *params, most])
        return [Found(*found) for found in cursor.fetchall()]


@contextmanager
def _by_index() -> Iterator[Any]:
    """Have the index used where PostgreSQL, which guesses how rare words are, would read every row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan = on")


def _marks_between(low: int, high: int) -> str:
    """Return by which marks of days, months or years all rows of a window are found; nothing for all."""
    if low <= 0:
        return ""
    first, last = moment_of(low).date(), moment_of(high).date()
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if (last - first).days < MOST_MARKS:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        marks = [_day(day) for day in days]
    elif months <= MOST_MARKS:
        numbers = (first.year * 12 + first.month - 1 + n for n in range(months))
        marks = [_month(number // 12, number % 12 + 1) for number in numbers]
    else:
        marks = [_year(year) for year in range(first.year, last.year + 1)]
    return " | ".join(_quoted(MARK + mark) for mark in marks) if len(marks) <= 200 else ""


def _day(day: date) -> str:
    return f"d{day.year:04}{day.month:02}{day.day:02}"


def _month(year: int, month: int) -> str:
    return f"m{year:04}{month:02}"


def _year(year: int) -> str:
    return f"y{year:04}"


def _with_marks(query: str, marks: str) -> str:
    return f"({query}) & ({marks})" if marks else query


def _vector(place: int, stream: Stream) -> str:
    """Write a row's words as PostgreSQL keeps them; its own reading of text would cut them otherwise."""
    day = moment_of(place)
    parts = [_quoted(MARK + mark) for mark in (_day(day), _month(day.year, day.month), _year(day.year))]
    for token, numbers in positions(stream):
        places = ",".join(str(number) for number in numbers if number <= LAST_POSITION)
        parts.append(f"{_quoted(token)}:{places}" if places else _quoted(token))
    return " ".join(parts)


def _either(many: Sequence[Wanted]) -> str:
    return " | ".join(f"({_query(wanted)})" for wanted in many)


def _query(wanted: Wanted) -> str:
    """Write what is wanted in PostgreSQL's language; every token is quoted, so none can be an operator."""
    query = " & ".join(map(_group, wanted.groups))
    if wanted.unwanted:
        query = f"({query}) & !({' | '.join(map(_group, wanted.unwanted))})"
    return query


def _group(group: Group) -> str:
    return f"({' | '.join(map(_phrase, group))})"


def _phrase(phrase: Phrase) -> str:
    return f"({' <-> '.join(map(_quoted, phrase))})"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "").replace("'", "") + "'"


ENGINE: Any = PostgreSQL()
