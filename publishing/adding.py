"""Many new rows by the shortest way there is: COPY on PostgreSQL, one statement on SQLite.

For rows that nobody else knows of yet. They get their numbers in advance, in the order given, so that
what leads to them can be written with them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

COPIED = 8
"""From so many rows on it pays to copy."""

_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
_AS_IT_IS = (str, int, bool, type(None))
"""What both databases take as Python has it."""


def add_all(rows: Iterable[Any]) -> None:
    """Add rows of several kinds, those that come first first."""
    kinds: dict[type[Any], list[Any]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    for of_model in kinds.values():
        add(of_model)


def add(rows: Sequence[Any]) -> None:
    """Add rows of one kind as `bulk_create` would; they know their numbers then."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) < COPIED:
        model._default_manager.bulk_create(rows)
        return
    number(rows)
    fields = model._meta.local_concrete_fields
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = _values(rows, [_reader(field) for field in fields])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django does not know of copying, so it has to be told to see to the errors.
            statement = f"COPY {table} ({columns}) FROM STDIN"
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for value in values:
                    copy.write_row(value)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(values))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def number(rows: Sequence[Any]) -> None:
    """Give new rows of one kind their numbers; nobody else can get them."""
    new = [row for row in rows if row.pk is None]
    for row, pk in zip(new, _next_numbers(type(rows[0]), len(new)) if new else (), strict=True):
        row.pk = pk


def _next_numbers(model: type[models.Model], count: int) -> Iterable[int]:
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = connection.ops.quote_name(table)
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [name, column, count],
            )
            return sorted(found for (found,) in cursor.fetchall())
        # Whoever writes holds the only lock there is until the rows are there.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
    return range(last + 1, last + 1 + count)


def _values(rows: Sequence[Any], readers: Sequence[Callable[[Any], Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [read(row) for read in readers]


def _reader(field: Any) -> Callable[[Any], Any]:
    """Return what reads from a row the value of a column, as the database is given it."""
    attribute, prepare = field.attname, field.get_db_prep_save
    as_it_is = _AS_IT_IS if isinstance(field, _PLAIN) else (type(None),)
    adapt = connection.ops.adapt_datetimefield_value
    is_moment = isinstance(field, models.DateTimeField)
    changes = type(field).pre_save not in (models.Field.pre_save, models.DateTimeField.pre_save)
    if changes or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda row: prepare(field.pre_save(row, True), connection)

    def read(row: Any) -> Any:
        value = getattr(row, attribute)
        if type(value) in as_it_is:
            return value
        if is_moment and type(value) is datetime:
            return adapt(value)
        return prepare(value, connection)

    def read_related(row: Any) -> Any:
        value = getattr(row, attribute)
        if value is None and field.is_cached(row) and (led_to := getattr(row, field.name)) is not None:
            # It got its number after it was set here.
            setattr(row, attribute, led_to.pk)
            value = led_to.pk
        return value if type(value) in _AS_IT_IS else prepare(value, connection)

    return read_related if field.is_relation else read
