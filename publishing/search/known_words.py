"""Every word that ever was in a text: its beginnings, its forms, and what is one letter away from it."""

import threading
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import snowballstemmer
from django.db import connection, transaction

from publishing.languages import site_language
from publishing.search.shelves import Shelf
from publishing.search.words import LONGEST_WORD

MOST_FORMS = 40
MOST_BEGINNINGS = 200
SHORTEST_STEMMED = 4
AT_A_TIME = 500

_NAMES = {
    "ar": "arabic",
    "hy": "armenian",
    "eu": "basque",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "eo": "esperanto",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "ga": "irish",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "fa": "persian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "es": "spanish",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


class _Stemmers(threading.local):
    """Those of this thread: one keeps the word it is at, so no two threads may share it."""

    def __init__(self) -> None:
        self.of = cache(_stemmer)


def _stemmer(language: str) -> Any:
    name = _NAMES.get(language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


_STEMMERS = _Stemmers()


def stem_of(word: str, language: str) -> str:
    """Return what all forms of a word share; nothing for what has none, such as a number or a pair."""
    stemmer = _STEMMERS.of(language.partition("-")[0].casefold())
    if stemmer is None or len(word) < SHORTEST_STEMMED or not word.isalpha():
        return ""
    stem: str = stemmer.stemWord(word)
    return stem[:LONGEST_WORD] if len(stem) >= SHORTEST_STEMMED - 1 else ""


def remember_when_kept(shelf: Shelf, words: dict[str, str]) -> None:
    """Add words, each with the language of its text, once the transaction is on disk.

    In it two transactions with the same new words would wait for each other; what is lost if the
    program ends in between is only a form or a suggestion, until the word is used again. On SQLite
    there is only one that writes, and a second transaction would take as long as the first.
    """
    if connection.vendor == "sqlite":
        remember(shelf, words)
        return
    # A function with a name: Django says by it what went wrong.
    transaction.on_commit(lambda: remember(shelf, words), robust=True)


def remember(shelf: Shelf, words: dict[str, str]) -> None:
    """Add the words that are not known yet, always in the same order."""
    ordered = sorted(words)
    for start in range(0, len(ordered), AT_A_TIME):
        some = ordered[start : start + AT_A_TIME]
        known = set(shelf.word.objects.filter(word__in=some).values_list("word", flat=True))  # type: ignore[attr-defined]
        rows = [shelf.word(word=word, stem=stem_of(word, words[word])) for word in some if word not in known]
        shelf.word.objects.bulk_create(rows, ignore_conflicts=True)  # type: ignore[attr-defined]


def forms_of(shelf: Shelf, words: Sequence[str], language: str = "") -> dict[str, list[str]]:
    """Return for each word all words that are forms of it, itself first."""
    stems = dict(_rows(shelf, "word", words))
    for word in words:
        stems.setdefault(word, stem_of(word, language or site_language()))
    same: dict[str, list[str]] = {}
    wanted = {stem for stem in stems.values() if stem}
    if wanted:
        for word, stem in _rows(shelf, "stem", sorted(wanted), most=MOST_FORMS * len(wanted)):
            same.setdefault(stem, []).append(word)
    return {
        word: list(dict.fromkeys([word, *(same.get(stems[word], []) if stems[word] else [])]))[:MOST_FORMS]
        for word in words
    }


def beginning_with(shelf: Shelf, beginning: str, *, most: int = MOST_BEGINNINGS) -> list[str]:
    """Return known words of this beginning, shortest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM {shelf.word._meta.db_table} WHERE word >= %s AND word < %s "
            "ORDER BY length(word), word LIMIT %s",
            # The greatest character there is stands behind every word's next.
            [beginning, beginning + "\U0010ffff", most],
        )
        return [word for (word,) in cursor.fetchall()]


def known(shelf: Shelf, words: Iterable[str]) -> list[str]:
    """Return which of these words are known, the ones given first first."""
    asked = list(dict.fromkeys(words))
    there = dict(_rows(shelf, "word", asked)) if asked else {}
    return [word for word in asked if word in there]


def _rows(shelf: Shelf, column: str, values: Sequence[str], *, most: int = 10_000) -> list[tuple[str, str]]:
    """Return the words, each with its stem, that have one of these values; the shortest first."""
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word, stem FROM {shelf.word._meta.db_table} WHERE {column} IN ({marks}) "
            "ORDER BY length(word), word LIMIT %s",
            [*values, most],
        )
        return [(word, stem) for word, stem in cursor.fetchall()]
