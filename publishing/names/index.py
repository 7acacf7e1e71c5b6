"""An index of the parts of names, three letters each, which each database keeps by itself.

Whoever writes `find_text`, in whatever way, has nothing to do for it. PostgreSQL indexes an expression.
SQLite has a table of its full text search, which triggers keep; both are part of the table's definition for
the migration framework, so a rebuilt table has them again, and filled.
"""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement, Table

FUNCTION = "name_parts"

# Two spaces between words, so that the first letter of a word is a part of its own.
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(names text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(substr(spaced, place, 3))
    FROM (SELECT replace(names, ' ', '  ') AS spaced OFFSET 0) AS text,
    generate_series(1, length(spaced) - 2) AS place
$$
"""
_SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5("
    "parts, content='', tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
)
_SQLITE_EMPTY = "INSERT INTO {name}({name}) VALUES('delete-all')"
_SQLITE_FILL = "INSERT INTO {name}(rowid, parts) SELECT id, replace(find_text, ' ', '  ') FROM %(table)s"
_PUT = "INSERT INTO {name}(rowid, parts) VALUES (NEW.id, replace(NEW.find_text, ' ', '  '));"
_TAKE_OUT = (
    "INSERT INTO {name}({name}, rowid, parts) VALUES ('delete', OLD.id, replace(OLD.find_text, ' ', '  '));"
)
_CHANGED = "UPDATE OF find_text ON %(table)s WHEN NEW.find_text IS NOT OLD.find_text"
_SQLITE_TRIGGERS = {
    "insert": f"INSERT ON %(table)s BEGIN {_PUT} END",
    "update": f"{_CHANGED} BEGIN {_TAKE_OUT} {_PUT} END",
    "delete": f"DELETE ON %(table)s BEGIN {_TAKE_OUT} END",
}


class NamesIndex(models.Index):
    """Lets rows be found by any part of their names, out of very many."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        name = schema_editor.quote_name(self.name)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)
            made = f"CREATE INDEX {name} ON %(table)s USING gin ({FUNCTION}(find_text)) "
            return Statement(made + "WITH (gin_pending_list_limit = 256)", table=table)
        # It stands beside the rows' own table: a new one of those takes it over, and fills it anew.
        schema_editor.execute(_SQLITE_TABLE.format(name=name), params=None)
        schema_editor.execute(_SQLITE_EMPTY.format(name=name), params=None)
        schema_editor.deferred_sql.extend(
            Statement(f'CREATE TRIGGER "{self.name}_{event}" AFTER {how.format(name=name)}', table=table)
            for event, how in _SQLITE_TRIGGERS.items()
        )
        return Statement(_SQLITE_FILL.format(name=name), table=table)

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor, **kwargs)
        for event in _SQLITE_TRIGGERS:
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.name}_{event}"')
        return f"DROP TABLE IF EXISTS {schema_editor.quote_name(self.name)}"


def index_of(model: Any) -> str:
    """Return what the index of a kind's names is called, "" if it has none."""
    return next((str(index.name) for index in model._meta.indexes if isinstance(index, NamesIndex)), "")


def refill(model: Any, cursor: Any) -> None:
    """Fill SQLite's index of a kind's names anew, after rows were written past its triggers."""
    name = index_of(model)
    cursor.execute(_SQLITE_EMPTY.format(name=name))
    cursor.execute(_SQLITE_FILL.format(name=name) % {"table": model._meta.db_table})
