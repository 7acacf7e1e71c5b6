"""Puts strings that are meant to run into every text column there is, past every form and verb.

What is stored as HTML is left out: whether that is clean, the verbs decide, and tests of theirs ask it.
"""

import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, Field, JSONField, Model, TextField, URLField

RUN = "top.hit=(top.hit||0)+1"
STRINGS = (
    f'"><img src=x onerror={RUN}>',
    f"'></script><svg onload={RUN}>",
    f"</textarea></title><img src=x onerror={RUN}>",
    f"--></style><details open ontoggle={RUN}>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    "{{7*7}}{%debug%}${7*7}\u2028\u202e\\x3cscript>",
)
SHORT = "'\"><b>"
LEADS_TO = f"javascript:{RUN}//"

NOT_OURS = {"admin", "auth", "contenttypes", "sessions", "axes", "taggit", "demo"}
HTML = {"body", "body_html"}
LOOKED_UP = {
    *("key", "slug", "kind", "object_key", "sha256", "digest", "token_hash", "password", "password_mark"),
    *("sort_key", "name_key", "match_key", "find_text", "folded_as", "language", "time_zone", "zone", "tab"),
    *("usual_language", "told_in", "format", "accent", "frame", "set_up", "health", "path", "first_word"),
    *("domain", "variant", "doi", "isbn", "taken_into", "run", "holder", "words", "word", "stem", "keys"),
    *("manuscript", "imported_digest", "imported_story", "imported_address"),
    *("session_key", "seed", "key_mark", "code_hash", "known", "undecided", "worst"),
    *("issued", "accessed", "purpose", "state", "reasons_off", "leads_to", "digital_source_type", "email"),
}
"""Columns that hold what the program looks something up by, or lets nobody write freely."""
WEB_ADDRESSES = {"url", "archive_url", "rights_url", "address", "place", "links"}
IDENTIFIER = re.compile(r"[\w.:+-]{0,40}", re.ASCII)


def poison() -> int:
    """Write a hostile string into every free text of every row; return how many columns that were."""
    strings = cycle(STRINGS)
    with transaction.atomic():
        return sum(_poison_column(model, field, strings) for model, field in columns())


def columns() -> Iterator[tuple[type[Model], Field]]:
    """List the columns that hold words of people."""
    for model in apps.get_models():
        if model._meta.app_label not in NOT_OURS and model._meta.managed:
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, CharField | TextField | JSONField)
                if is_text and not field.choices and field.name not in LOOKED_UP | HTML:
                    yield model, field


def _poison_column(model: type[Model], field: Field, strings: Iterator[str]) -> int:
    rows = list(model._base_manager.values_list("pk", field.attname))
    quote = connection.ops.quote_name
    table, column, key = (quote(name) for name in (model._meta.db_table, field.column, model._meta.pk.column))
    with connection.cursor() as cursor:
        for pk, value in rows:
            hostile = _hostile(field, value, next(strings))
            ready = field.get_db_prep_save(hostile, connection)
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [ready, pk])
    return bool(rows)


def _hostile(field: Field, value: Any, string: str) -> Any:
    if isinstance(field, JSONField):
        return _in_json(value, string, field.name)
    if isinstance(field, URLField) or field.name in WEB_ADDRESSES:
        return value and LEADS_TO
    most = field.max_length or 10_000
    string = string if len(string) < most else SHORT[:most]
    return f"{str(value or '')[: most - len(string)]}{string}"


def _in_json(value: Any, string: str, name: str) -> Any:
    if name in HTML:
        return value
    if isinstance(value, dict):
        return {key: _in_json(part, string, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_in_json(part, string, name) for part in value]
    if not isinstance(value, str) or name in LOOKED_UP:
        return value
    if name in WEB_ADDRESSES:
        return value and LEADS_TO
    return value if IDENTIFIER.fullmatch(value) else value + string
