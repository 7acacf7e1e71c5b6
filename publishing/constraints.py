"""The database's own promise that one working copy never has two editions live at once."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

_EXCLUDE = (
    "CONSTRAINT {name} EXCLUDE USING gist ("
    "int8range({column}, {column}, '[]') WITH &&, "
    "tstzrange(live_from, live_until) WITH &&)"
)

_TRIGGER = """
CREATE TRIGGER "{name}_{event}" AFTER {when} ON %(table)s
WHEN NEW.live_from < NEW.live_until
BEGIN
    SELECT RAISE(ABORT, 'constraint failed: {name}')
    WHERE EXISTS (
        SELECT 1 FROM %(table)s other
        WHERE other.{column} = NEW.{column} AND other.id <> NEW.id
        AND other.live_from < NEW.live_until AND NEW.live_from < other.live_until
        AND other.live_from < other.live_until
    );
END
"""


class NoOverlap(BaseConstraint):
    """Forbid two rows of one owner whose [live_from, live_until) overlap.

    PostgreSQL does it with an exclusion constraint, SQLite with two triggers. Both are part of
    the table's definition for the migration framework, so a rebuilt table keeps them.
    """

    def __init__(self, *, field: str, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.field = field

    def _column(self, model: type[models.Model]) -> str:
        field: Any = model._meta.get_field(self.field)
        return str(field.column)

    def _triggers(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> list[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        column = self._column(model)
        events = {"insert": "INSERT", "update": f"UPDATE OF live_from, live_until, {column}"}
        return [
            Statement(_TRIGGER.format(name=self.name, event=event, when=when, column=column), table=table)
            for event, when in events.items()
        ]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return _EXCLUDE.format(name=schema_editor.quote_name(self.name), column=self._column(model))
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            table = schema_editor.quote_name(model._meta.db_table)
            return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return schema_editor._delete_constraint_sql(schema_editor.sql_delete_check, model, self.name)
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.name}_insert"')
        return f'DROP TRIGGER IF EXISTS "{self.name}_update"'

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Leave the check to the database: spans are written under the lock, never from a form."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NoOverlap):
            return self.name == other.name and self.field == other.field
        return NotImplemented

    __hash__ = BaseConstraint.__hash__
