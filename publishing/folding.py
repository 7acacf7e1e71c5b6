"""Names folded for sorting and finding, the same on every database."""

import unicodedata
from typing import Any

from anyascii import anyascii
from django.db import models

_STRESS = "\u0300\u0301"
_LETTERS_WITH_ACUTE = "гкГК"
_LETTER_WITH_DOTS = "еЕ"


def without_accents(text: str) -> str:
    """Return the text without the accents of Latin, Greek and Cyrillic letters.

    In other scripts marks are vowels and sounds. In Cyrillic й, ї, ў, ѓ and ќ are letters of their own;
    a stressed vowel is none, and ё is often written е.
    """
    kept = []
    base = ""
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.category(char) != "Mn":
            base = char
            kept.append(char)
        elif not _is_accent(char, base):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_accent(mark: str, base: str) -> bool:
    script = unicodedata.name(base, "").partition(" ")[0] if base else ""
    if script == "CYRILLIC":
        is_stress = mark in _STRESS and base not in _LETTERS_WITH_ACUTE
        return is_stress or (mark == "\u0308" and base in _LETTER_WITH_DOTS)
    return script in ("LATIN", "GREEK")


def fold(text: str) -> str:
    """Return the text without case, accents and punctuation, for finding; it never decides equality."""
    plain = without_accents(unicodedata.normalize("NFKC", text.casefold()))
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in plain)
    return " ".join("".join(kept).split())


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
