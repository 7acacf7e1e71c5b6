"""The tables of words, which only each database's own search knows."""

from django.db import migrations

TABLES = ("publishing_search_words", "publishing_draft_words")


def create(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE TABLE {table} (place bigint PRIMARY KEY, words tsvector NOT NULL)")
            schema_editor.execute(
                f"CREATE INDEX {table}_gin ON {table} USING gin (words) "
                "WITH (fastupdate = on, gin_pending_list_limit = 256)"
            )
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', tokenize='ascii', columnsize=0)"
            )


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_search")]

    operations = [migrations.RunPython(create, drop)]
