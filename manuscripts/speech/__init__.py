"""Who said it, by the words of each language: lists in manuscripts/languages, rules here."""

from collections.abc import Callable
from functools import cache
from typing import Protocol

from manuscripts.attribution import Attribution
from manuscripts.vocabulary import LANGUAGES, words_of_language

from .arabic import Arabic
from .spaced import Spaced
from .unspaced import Han, Kana


class Attributions(Protocol):
    """Tells who said the words between quote marks from what stands around them."""

    def attributed(
        self, words: str, before: str, after: str, *, joined: bool
    ) -> tuple[Attribution | None, bool]:
        """Return who said the words, and whether the text says so after them."""


SHAPES: dict[str, Callable[[dict[str, frozenset[str]]], Attributions]] = {
    "spaced": Spaced,
    "han": Han,
    "kana": Kana,
    "arabic": Arabic,
}


@cache
def attributions_in(tag: str) -> Attributions | None:
    """Return what reads attributions in a language that has a list of its words; English has its own."""
    language = tag.partition("-")[0].lower()
    if language == "en" or language not in LANGUAGES:
        return None
    lists = words_of_language(language)
    (shape,) = lists["shape"]
    return SHAPES[shape](lists)


KINDS_OF_COMMON_WORDS = (
    "verbs", "articles", "belonging", "stops", "modifiers", "conjunctions", "titles", "roles",
)  # fmt: skip


@cache
def common_words(tag: str) -> frozenset[str]:
    """Return words that are no part of a name though a capital may open a sentence with them."""
    lists = words_of_language(tag.partition("-")[0].lower())
    according = frozenset(word for phrase in lists["according"] for word in phrase.split())
    plain = (lists[key] for key in KINDS_OF_COMMON_WORDS)
    return according.union(*plain)


__all__ = ["Attributions", "attributions_in", "common_words"]
