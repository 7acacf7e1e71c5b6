"""What the newsroom holds that stands in the database now, whatever release that is of."""

from typing import Any

from django.db import Error, connection

from accounts.models import User
from images.models import Image
from publishing.links import working_copy_models
from publishing.models import Tag
from references.models import Reference


def has_content() -> bool:
    """Tell whether there is anything here that somebody made: texts, pictures, sources, colleagues."""
    there = _tables()
    models: list[Any] = [*working_copy_models(), Image, Reference, Tag]
    if any(_up_to_two(model, there) for model in models):
        return True
    # The first login is made by the program.
    return _up_to_two(User, there) > 1


def shut_out() -> set[str]:
    """Return the names of colleagues who may not log in here any more."""
    if User._meta.db_table not in _tables():
        return set()
    try:
        return set(User.objects.filter(is_active=False).values_list("username", flat=True))
    except Error:
        # Of another release: nobody knows.
        return set()


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def _up_to_two(model: Any, there: set[str]) -> int:
    table = model._meta.db_table
    if table not in there:
        return 0
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {name} LIMIT 2")  # noqa: S608 (the name of a table)
        return len(cursor.fetchall())
