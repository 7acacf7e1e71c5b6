"""The files a database names: whatever column of files there is, of whatever table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage
from django.db import connection, models

from .snapshots import Snapshot


@dataclass(frozen=True)
class Column:
    """A column that names files, and the storage that has them."""

    field: models.FileField

    @property
    def label(self) -> str:
        """Return what the manifest calls it."""
        return f"{self.field.model._meta.label_lower}.{self.field.name}"

    @property
    def storage(self) -> Storage:
        return self.field.storage

    def named_by(self, snapshot: Snapshot) -> list[str]:
        """Return the names of all files that a moment of the database names here."""
        table = self.field.model._meta.db_table
        if table not in snapshot.tables():
            return []
        column: Any = self.field.column
        name, place = connection.ops.quote_name(column), connection.ops.quote_name(table)
        # Names of our own tables; nothing that anybody asks for stands in it.
        found = snapshot.rows(f"SELECT DISTINCT {name} FROM {place} WHERE {name} <> '' ORDER BY 1")  # noqa: S608
        return [str(file) for (file,) in found]


def columns() -> Iterator[Column]:
    """Yield every column that names files."""
    for model in apps.get_models():
        fields: Any = model._meta.local_fields
        yield from (Column(field) for field in fields if isinstance(field, models.FileField))
