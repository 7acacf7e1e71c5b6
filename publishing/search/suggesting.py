"""“Did you mean”: for a word nothing is found of, one a letter away that readers can find now."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from publishing.search.asking import ANYWHERE, IN_HEADLINES
from publishing.search.known_words import known
from publishing.search.question import shortened
from publishing.search.snippets import as_written
from publishing.search.words import words_of

if TYPE_CHECKING:
    from publishing.search.searching import Search

SHORTEST, LONGEST = 4, 30
MOST_TRIED = 8
MOST_MENDED = 3

_ALPHABETS = tuple(
    "".join(map(chr, range(first, last + 1)))
    for first, last in (
        *((0x61, 0x7A), (0x3B1, 0x3C9), (0x430, 0x45F), (0x561, 0x586), (0x5D0, 0x5EA), (0x621, 0x64A)),
        *((0x904, 0x94D), (0x985, 0x9CD), (0x10D0, 0x10F0)),
    )
)
_CHUNK = re.compile(r"\S+")


def suggestion(search: "Search") -> str:
    """Return the question with its unknown words mended, nothing where that is found nowhere either.

    Each word proposed is found just so, now and by these filters: nothing else could be told from it.
    """
    mended = 0
    typed = shortened(search.words)
    text, offset = typed, 0
    for chunk in _CHUNK.finditer(typed):
        word = _plain_word(chunk[0])
        if not word or _is_found(search, word):
            continue
        better = _better(search, word)
        if not better or mended == MOST_MENDED:
            return ""
        mended += 1
        text = text[: chunk.start() + offset] + better + text[chunk.end() + offset :]
        offset += len(better) - len(chunk[0])
    if not mended or replace(search, words=text).first(ANYWHERE) is None:
        return ""
    return text


def _plain_word(chunk: str) -> str:
    words = list(words_of(chunk))
    is_plain = len(words) == 1 and len(words[0].pieces) == 1 and chunk.strip('"*-') == chunk
    return words[0].pieces[0] if is_plain else ""


def _better(search: "Search", word: str) -> str:
    """Return the best of the known words a letter away: one in a headline before one in a text."""
    in_texts = ""
    for other in known(search.shelf, _one_letter_away(word))[:MOST_TRIED]:
        asked = replace(search, words=f'"{other}"')
        if (hit := asked.first(IN_HEADLINES)) is not None:
            return as_written(search.shelf, other, hit.place)
        if not in_texts and (hit := asked.first(ANYWHERE)) is not None:
            in_texts = as_written(search.shelf, other, hit.place)
    return in_texts


def _is_found(search: "Search", word: str) -> bool:
    return replace(search, words=word).first(ANYWHERE) is not None


def _one_letter_away(word: str) -> Iterator[str]:
    """Yield all that is one letter more, less, other, or two letters turned."""
    letters = next((alphabet for alphabet in _ALPHABETS if word[1:2] in alphabet and word[1:2]), "")
    if not SHORTEST <= len(word) <= LONGEST or not letters:
        return
    halves = [(word[:cut], word[cut:]) for cut in range(len(word), -1, -1)]
    yield from (one + two[1] + two[0] + two[2:] for one, two in halves if len(two) > 1)
    yield from (one + two[1:] for one, two in halves if two)
    yield from (one + letter + two[1:] for one, two in halves if two for letter in letters)
    yield from (one + letter + two for one, two in halves for letter in letters)
