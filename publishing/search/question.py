"""From what somebody typed to what is looked for; whatever was typed, it is never an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publishing.search.words import Word, asked_of, in_pairs, joined_name, words_of

LONGEST_QUESTION = 300
MOST_WORDS = 12

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂❝❞", '"'))
_PIECES = re.compile(r'(?P<phrase>-?"[^"]*(?:"|$))|(?P<bare>[^\s"]+)')
_CUT = re.compile(r"\S+\Z")


@dataclass(frozen=True)
class Term:
    """One thing asked for: ways to write it, of which each is tokens behind each other.

    `pieces` are the words themselves; `is_word` is one that may be there in another form; `begins` says
    that the last token is only a beginning.
    """

    ways: tuple[tuple[str, ...], ...]
    pieces: tuple[str, ...]
    is_word: bool = False
    begins: bool = False


@dataclass(frozen=True)
class Question:
    """What was asked for, what must not be there, and the whole of it as one name."""

    terms: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    name: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)


def question_of(typed: str, *, language: str = "") -> Question:
    """Read what was typed: words, "a phrase", a beginning*, -what must not be there."""
    text = shortened(typed).translate(_QUOTES)
    wanted: list[Term] = []
    unwanted: list[Term] = []
    left = MOST_WORDS
    for piece in _PIECES.finditer(text):
        bare, phrase = piece["bare"] or "", piece["phrase"] or ""
        is_unwanted = (bare or phrase).startswith("-")
        terms = list(_phrase(phrase, left)) if phrase else list(_words(bare, left))
        for term in terms:
            left -= 1 if term.is_word or not phrase else len(term.ways[0])
            (unwanted if is_unwanted else wanted).append(term)
        if left <= 0:
            break
    has_parts = any(mark in text for mark in ('"', "*")) or unwanted
    return Question(
        terms=tuple(dict.fromkeys(wanted)),
        unwanted=tuple(dict.fromkeys(unwanted)),
        name="" if has_parts else joined_name(text),
        language=language,
    )


def shortened(typed: str) -> str:
    """Return what of it is read, without a word that is cut off there."""
    if len(typed) <= LONGEST_QUESTION:
        return typed
    cut = typed[:LONGEST_QUESTION]
    return _CUT.sub("", cut) or cut


def _phrase(typed: str, most: int) -> Iterator[Term]:
    words = list(words_of(typed.lstrip("-").strip('"')))[:most]
    if len(words) == 1:
        yield from _as_typed(words[0], exact=True)
    elif words:
        pieces = tuple(piece for word in words for piece in word.pieces)
        tokens, begins = asked_of(pieces)
        yield Term((tokens,), pieces, begins=begins)


def _words(typed: str, most: int) -> Iterator[Term]:
    words = list(words_of(typed))[:most]
    for word in words:
        is_beginning = typed.endswith("*") and word is words[-1]
        yield from _as_typed(word, begins=is_beginning)


def _as_typed(word: Word, *, exact: bool = False, begins: bool = False) -> Iterator[Term]:
    tokens, is_single = asked_of(word.pieces)
    ways = (tokens, *([(word.joined,)] if word.joined else []))
    is_plain = len(word.pieces) == 1 and len(tokens) == 1 and not in_pairs(word.pieces[0])
    is_word = is_plain and not (exact or begins or is_single)
    yield Term(ways, word.pieces, is_word=is_word, begins=begins or is_single)
