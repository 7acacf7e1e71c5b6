"""From a row to its record: what is written of it, under which names, and what is not and why."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Model, Prefetch, QuerySet

AT_ONCE = 100
"""Rows in memory at a time, with what hangs on them."""


class Made(NamedTuple):
    """A field that is worked out of a row, and the columns that are in it."""

    columns: tuple[str, ...]
    of: Callable[[Any], Any]


Field = str | Made
"""A column, or over foreign keys a column of another row: person__key."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows that hang on another and stand in its record as a list: records, or where one field says all."""

    relation: str
    model: type[Model]
    fields: Mapping[str, Field] | str
    left_out: Mapping[str, str]
    order: str = "position"
    parts: Mapping[str, "Part"] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One file of the export: a record a line."""

    file: str
    model: type[Model]
    fields: Mapping[str, Field]
    left_out: Mapping[str, str]
    parts: Mapping[str, Part] = field(default_factory=dict)
    # Of all rows of the model, those that are the newsroom's at that moment.
    rows: Callable[[QuerySet[Any], datetime], QuerySet[Any]] = lambda rows, at: rows


def count_of(kind: Kind, *, at: datetime) -> int:
    """Return how many records a file will have."""
    return kind.rows(kind.model._default_manager.all(), at).count()


def records_of(kind: Kind, *, at: datetime) -> Iterator[dict[str, Any]]:
    """Yield the records of a kind in the order its rows were made, a few rows in memory at a time."""
    rows = _asked(kind.rows(kind.model._default_manager.all(), at), kind).order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield _record(row, kind)


def _asked(rows: QuerySet[Any], of: Kind | Part) -> QuerySet[Any]:
    fields = of.fields if isinstance(of.fields, Mapping) else {"": of.fields}
    elsewhere = {
        _alias(name): F(path) for name, path in fields.items() if isinstance(path, str) and "__" in path
    }
    inside = [
        Prefetch(part.relation, _asked(part.model._default_manager.order_by(part.order, "pk"), part))
        for part in of.parts.values()
    ]
    return rows.annotate(**elsewhere).prefetch_related(*inside)


def _record(row: Any, of: Kind | Part) -> Any:
    if isinstance(of.fields, str):
        return _value(row, "", of.fields)
    said = {name: _value(row, name, path) for name, path in of.fields.items()}
    return said | {
        name: [_record(inner, part) for inner in getattr(row, part.relation).all()]
        for name, part in of.parts.items()
    }


def _value(row: Any, name: str, path: Field) -> Any:
    if isinstance(path, Made):
        return path.of(row)
    return getattr(row, _alias(name) if "__" in path else path)


def _alias(name: str) -> str:
    return f"out_{name}"
