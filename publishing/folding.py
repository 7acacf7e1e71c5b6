"""Names folded for sorting and comparing, the same on every database."""

import re
import unicodedata
from typing import Any

from anyascii import anyascii
from django.db import models


def fold(text: str) -> str:
    """Return the text without case, marks and punctuation, for comparing names."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char)
    )
    return " ".join(re.sub(r"[^\w]+", " ", plain).replace("_", " ").split())


def sort_key(text: str) -> str:
    """Return a key that sorts names the same on SQLite and PostgreSQL."""
    return fold(anyascii(text))[:200]


class SortKeyField(models.CharField):
    """A folded name, compared byte by byte whatever the database's own collation is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else "BINARY"
        return super().db_parameters(connection) | {"collation": collation}
