"""What is shown of a hit: its headline and the part of its text that fits, with the words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing.search.folding import fold
from publishing.search.known_words import forms_of
from publishing.search.question import Question
from publishing.search.shelves import Shelf
from publishing.search.words import in_pairs

if TYPE_CHECKING:
    from publishing.search.searching import Hit, Search

LENGTH = 220
LENGTH_IN_PAIRS = 110
"""Scripts that write no spaces say as much in half the characters."""

BEFORE = 60
MOST_MARKED = 200
LONGEST_LOOKED_AT = 200_000

_SPELLED = {"ss": "(?:ss|ß)", "ae": "(?:ae|æ)", "oe": "(?:oe|œ)", "th": "(?:th|þ)"} | {
    # What Unicode takes apart where letters of several widths and shapes are made one.
    "\u0e4d\u0e32": "(?:\u0e4d\u0e32|\u0e33)",
    "\u0ecd\u0eb2": "(?:\u0ecd\u0eb2|\u0eb3)",
}
_SPELLINGS = re.compile("|".join(_SPELLED))
_POINTED = re.compile("[\u0590-\u06ff]")
_POINTS = "[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]*"
_SENTENCE = re.compile(r"[.!?…»”\n]\s+|[。！？｡]|\n")


@dataclass(frozen=True)
class Snippet:
    """A headline and a part of a text, safe to print."""

    headline: SafeString
    text: SafeString


def snippets(search: "Search", hits: Sequence["Hit"]) -> dict["Hit", Snippet]:
    """Return what to show of each hit."""
    rows = search.shelf.text.objects.filter(place__in=[hit.place for hit in hits])  # type: ignore[attr-defined]
    texts = {row.place: row for row in rows}
    pattern = pattern_of(search.question, search.shelf)
    return {
        hit: Snippet(
            headline=marked(texts[hit.place].headline, pattern),
            text=part_of(texts[hit.place].text, pattern),
        )
        for hit in hits
        if hit.place in texts
    }


def pattern_of(question: Question, shelf: Shelf) -> re.Pattern[str] | None:
    """Return one expression for all that was asked for, for texts folded letter by letter."""
    words = [term.ways[0][0] for term in question.terms if term.is_word]
    forms = forms_of(shelf, words, question.language) if words else {}
    ways: dict[str, None] = {}
    for term in question.terms:
        if term.is_word:
            ways |= dict.fromkeys(_whole(_spelled(form)) for form in forms[term.ways[0][0]])
            ways[_whole("'?".join(map(re.escape, term.pieces[0])))] = None
        else:
            said = r"[\W_]*".join(_spelled(piece) for piece in term.pieces)
            is_paired = in_pairs(term.pieces[0]) or in_pairs(term.pieces[-1])
            ways[said if is_paired else rf"(?<!\w){said}\w*" if term.begins else _whole(said)] = None
    return re.compile("|".join(sorted(ways, key=len, reverse=True))) if ways else None


def marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return a whole text with what was asked for marked."""
    return _marked(text, _spans(text, pattern))


def part_of(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return the part of a text that says most of what was asked for, marked; else its beginning."""
    looked_at = text[:LONGEST_LOOKED_AT]
    length = LENGTH_IN_PAIRS if in_pairs(looked_at[:LENGTH]) else LENGTH
    spans = _spans(looked_at, pattern)
    start, end = _window(looked_at, spans, length)
    inside = [(one - start, two - start) for one, two in spans if start <= one and two <= end]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        _marked(text[start:end].replace("\n", " "), inside),
        " …" if end < len(text) else "",
    )


def as_written(shelf: Shelf, word: str, place: int) -> str:
    """Return a folded word as the text at a place writes it."""
    row = shelf.text.objects.filter(place=place).first()  # type: ignore[attr-defined]
    pattern = re.compile(_whole(_spelled(word)))
    for text in (row.headline, row.text) if row else ():
        if span := next(iter(_spans(text, pattern)), None):
            return str(text[slice(*span)])
    return word


def _whole(said: str) -> str:
    return rf"(?<!\w){said}(?!\w)"


def _spelled(word: str) -> str:
    """Return an expression for a folded word in a text folded letter by letter."""
    if _POINTED.search(word):
        return _POINTS.join(map(re.escape, word))
    return _SPELLINGS.sub(lambda found: _SPELLED[found[0]], re.escape(word))


def _spans(text: str, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    if pattern is None:
        return []
    folded = text.lower() if text.isascii() else text.translate(_ONE_BY_ONE)
    found = []
    for match in pattern.finditer(folded):
        if match.end() > match.start():
            found.append(match.span())
        if len(found) == MOST_MARKED:
            break
    return found


class _OneByOne(dict[int, int]):
    """Each character's folded one; what folds to several or none stays, so that places stay the same."""

    def __missing__(self, code: int) -> int:
        folded = fold(chr(code))
        kept = ord(folded) if len(folded) == 1 and not folded.isspace() else ord(chr(code).lower()[0])
        if code < 0x10000:
            self[code] = kept
        return kept


_ONE_BY_ONE = _OneByOne()


def _window(text: str, spans: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return from where to where to show: the stretch with most that is marked, from a good beginning."""
    if len(text) <= length:
        return 0, len(text)
    if not spans:
        return 0, _end(text, length)
    best = max(range(len(spans)), key=lambda number: (_different(text, spans[number:], length), -number))
    start = _start(text, spans[best][0], length)
    return start, _end(text, start + length)


def _different(text: str, spans: Sequence[tuple[int, int]], length: int) -> int:
    first = spans[0][0]
    return len({text[one:two].casefold() for one, two in spans[:20] if two - first <= length - BEFORE})


def _start(text: str, at: int, length: int) -> int:
    """Return where to begin so that what is marked stands near: at a sentence, else at a word."""
    earliest = max(0, at - min(BEFORE, length // 3))
    if earliest == 0:
        return 0
    sentence = [found.end() for found in _SENTENCE.finditer(text, earliest, at)]
    if sentence:
        return sentence[0]
    space = text.find(" ", earliest, at)
    return space + 1 if space >= 0 else _whole_character(text, earliest)


def _end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 20, at)
    return space if space > 0 else _whole_character(text, at)


def _whole_character(text: str, at: int) -> int:
    """Return a place at or behind this one that parts no letter from its marks."""
    while at < len(text) and not (text[at].isalnum() or text[at].isspace()):
        at += 1
    return at


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    return format_html_join("", "{}{}", _pieces(text, spans))


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, SafeString]]:
    at = 0
    for start, end in spans:
        yield text[at:start], format_html("<mark>{}</mark>", text[start:end])
        at = end
    yield text[at:], SafeString()
