"""Writing rows by the hundred thousand: COPY on PostgreSQL, `executemany` on SQLite.

What a table has in columns and nobody names gets the field's own default, as a saved row would.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from publishing.names.index import index_of, refill

MOST_WAITING = 20_000

_PG_CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid), contype
    FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x')
"""
_PG_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""
_SQLITE_PARTS = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql <> ''"
_SQLITE_OVERLAPS = """
    SELECT count(*) FROM {table} one JOIN {table} other ON other.working_copy_id = one.working_copy_id
    WHERE one.id < other.id AND one.live_from < other.live_until AND other.live_from < one.live_until
    AND one.live_from < one.live_until AND other.live_from < other.live_until
"""


class Sheet:
    """Rows of one kind that are still to be written."""

    def __init__(self, model: type[models.Model], names: tuple[str, ...], numbers: Iterator[int]) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        others = [field for name, field in fields.items() if name not in names]
        self.model = model
        self.columns = [fields[name].column for name in names] + [field.column for field in others]
        self._rest = tuple(map(_default_of, others))
        self.rows: list[tuple[Any, ...]] = []
        self.add = self.rows.append
        self.numbers = numbers

    def write(self) -> None:
        """Write what waits."""
        if not self.rows:
            return
        rows = [row + self._rest for row in self.rows] if self._rest else self.rows
        table, columns = _quoted(self.model._meta.db_table), ", ".join(map(_quoted, self.columns))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                places = ", ".join("?" * len(self.columns))
                # The driver's own: Django's would look at each parameter.
                cursor.cursor.connection.executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({places})", rows
                )
        self.rows.clear()


class Pour:
    """All that is to be written; what it leads to is written first."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []
        self._numbers: dict[type[models.Model], Iterator[int]] = {}

    def sheet(self, model: type[models.Model], *names: str) -> Sheet:
        """Return a place for rows with these columns, which are written in the order they were asked for."""
        if model not in self._numbers:
            last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
            self._numbers[model] = count(last + 1)
        self._sheets.append(Sheet(model, names, self._numbers[model]))
        return self._sheets[-1]

    def write(self, *, all_of_it: bool = False) -> None:
        """Write what waits, once it is worth it."""
        if all_of_it or max(len(sheet.rows) for sheet in self._sheets) > MOST_WAITING:
            with transaction.atomic():
                for sheet in self._sheets:
                    sheet.write()

    def finish(self) -> None:
        """Write the rest, and let the database go on counting behind it."""
        self.write(all_of_it=True)
        models_ = list(dict.fromkeys(sheet.model for sheet in self._sheets))
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models_):
                cursor.execute(statement)


def moment(at: datetime) -> str:
    """Return a moment in UTC as the database is given it."""
    return str(at)[: -len("+00:00")] if _without_zone() else str(at)


@cache
def _without_zone() -> bool:
    return connection.vendor == "sqlite"


@contextmanager
def without_indexes(tables: list[str]) -> Iterator[None]:
    """Take what has to be kept up row by row away, and make it anew at the end, which checks every row."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            again = _off_on_postgresql(cursor, tables)
            yield
            cursor.execute("SET maintenance_work_mem = '768MB'")
            for statement in again:
                cursor.execute(statement)
            cursor.execute("ANALYZE")
            return
        again = _off_on_sqlite(cursor, tables)
        yield
        for statement in again:
            cursor.execute(statement)
        for model in filter(index_of, apps.get_models()):
            if model._meta.db_table in tables:
                refill(model, cursor)
        for table in tables:
            if table.endswith("edition"):
                cursor.execute(_SQLITE_OVERLAPS.format(table=table))
                assert cursor.fetchone() == (0,), f"{table}: two versions are live at once"
        cursor.execute("ANALYZE")


def _off_on_postgresql(cursor: Any, tables: list[str]) -> list[str]:
    cursor.execute(_PG_CONSTRAINTS, [tables])
    constraints = sorted(cursor.fetchall(), key=lambda row: row[3] != "f")
    cursor.execute(_PG_INDEXES, [tables])
    indexes = cursor.fetchall()
    for table, name, _definition, _kind in constraints:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute("SET synchronous_commit = off")
    anew = [f"ALTER TABLE {t} ADD CONSTRAINT {n} {how}" for t, n, how, _kind in reversed(constraints)]
    return [definition for _name, definition in indexes] + anew


def _off_on_sqlite(cursor: Any, tables: list[str]) -> list[str]:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000", "foreign_keys = OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"{_SQLITE_PARTS} AND tbl_name IN ({', '.join(['%s'] * len(tables))})", tables)
    parts = cursor.fetchall()
    for kind, name, _definition in parts:
        cursor.execute(f"DROP {kind} {_quoted(name)}")
    return [definition for _kind, _name, definition in parts]


def _default_of(field: Any) -> Any:
    default = field.get_default()
    value = field.get_db_prep_save("" if default is None and not field.null else default, connection)
    # JSON as text, whichever way the driver takes it.
    return value.dumps(value.obj) if hasattr(value, "dumps") else value


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
