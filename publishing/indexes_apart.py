"""Indexes made beside the work on large tables: while one is built, rows go on being written."""

from typing import Any

from django.db import migrations


class AddIndexApart(migrations.AddIndex):
    """Adds an index without locking writers out, in a migration that is not atomic; safe to repeat."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        apart = schema_editor.connection.vendor == "postgresql"
        name = schema_editor.quote_name(self.index.name)
        # One that was interrupted leaves an index behind that is no good.
        schema_editor.execute(f"DROP INDEX {'CONCURRENTLY ' if apart else ''}IF EXISTS {name}")
        if apart:
            schema_editor.add_index(model, self.index, concurrently=True)
        else:
            schema_editor.add_index(model, self.index)
