"""Where words can still be read: in rows, in the files of the database, in the data folder, on pages."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Cast

from publishing.search.shelves import SHELVES

Found = tuple[str, str]
"""A word, and where it was read."""


def in_rows(words: Iterable[str]) -> set[Found]:
    """Return which words stand in any column of any table, the tables of search among them."""
    spelled = {word: {word.casefold(), json.dumps(word)[1:-1].casefold()} for word in words}
    found = set()
    for where, text in _columns():
        said = text.casefold()
        found |= {(word, where) for word, ways in spelled.items() if any(way in said for way in ways)}
    return found


def _columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        fields: Any = model._meta.concrete_fields
        for field in fields:
            as_text = Cast(field.name, models.TextField())
            rows = model._base_manager.annotate(said=as_text).values_list("said", flat=True)
            yield f"{model._meta.db_table}.{field.column}", "\n".join(str(one) for one in rows if one)
    if connection.vendor == "postgresql":
        for shelf in SHELVES:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT words::text FROM {shelf.words}")
                yield shelf.words, "\n".join(row[0] for row in cursor.fetchall())


def in_files(words: Iterable[str]) -> set[Found]:
    """Return which words stand in any file of the data folder, the database's own included."""
    wanted = {word: _as_bytes(word.lower()) for word in words}
    places = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        places += [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
    found = set()
    for path in places:
        said = _read(path).lower()
        found |= {
            (word, path.name) for word, spelled in wanted.items() if any(one in said for one in spelled)
        }
    return found


def _as_bytes(word: str) -> set[bytes]:
    return {word.encode(), word.encode("utf-16-le"), word.encode("ascii", "backslashreplace")}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
