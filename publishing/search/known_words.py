"""Every word that ever was in a text: its beginnings, its forms, and what is one letter away from it."""

from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

import snowballstemmer
from django.db import transaction
from django.db.models.functions import Length

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


@cache
def _stemmer(language: str) -> Any:
    name = _NAMES.get(language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def stem_of(word: str, language: str) -> str:
    """Return what all forms of a word share; nothing for what has none, such as a number or a pair."""
    stemmer = _stemmer(language.partition("-")[0].casefold())
    if stemmer is None or len(word) < SHORTEST_STEMMED or not word.isalpha():
        return ""
    stem: str = stemmer.stemWord(word)
    return stem[:LONGEST_WORD] if len(stem) >= SHORTEST_STEMMED - 1 else ""


def remember_when_kept(shelf: Shelf, words: dict[str, str]) -> None:
    """Add words, each with the language of its text, once the transaction is on disk.

    In it two transactions with the same new words would wait for each other; what is lost if the
    program ends in between is only a form or a suggestion, until the word is used again.
    """
    transaction.on_commit(partial(remember, shelf, words), robust=True)


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
    rows = shelf.word.objects.filter(word__in=words)  # type: ignore[attr-defined]
    stems: dict[str, str] = dict(rows.values_list("word", "stem"))
    for word in words:
        stems.setdefault(word, stem_of(word, language or site_language()))
    same: dict[str, list[str]] = {}
    wanted = {stem for stem in stems.values() if stem}
    if wanted:
        rows = shelf.word.objects.filter(stem__in=wanted).order_by(Length("word"), "word")  # type: ignore[attr-defined]
        for word, stem in rows.values_list("word", "stem")[: MOST_FORMS * len(wanted)]:
            same.setdefault(stem, []).append(word)
    return {
        word: list(dict.fromkeys([word, *(same.get(stems[word], []) if stems[word] else [])]))[:MOST_FORMS]
        for word in words
    }


def beginning_with(shelf: Shelf, beginning: str, *, most: int = MOST_BEGINNINGS) -> list[str]:
    """Return known words of this beginning, shortest first."""
    rows = shelf.word.objects.filter(word__gte=beginning, word__lt=_after(beginning))  # type: ignore[attr-defined]
    return list(rows.order_by(Length("word"), "word").values_list("word", flat=True)[:most])


def known(shelf: Shelf, words: Iterable[str]) -> list[str]:
    """Return which of these words are known, the ones given first first."""
    asked = list(dict.fromkeys(words))
    rows = shelf.word.objects.filter(word__in=asked).values_list("word", flat=True)  # type: ignore[attr-defined]
    there = set(rows)
    return [word for word in asked if word in there]


def _after(beginning: str) -> str:
    """Return the end of what begins so: the greatest character there is stands behind every word's next."""
    return beginning + "\U0010ffff"
