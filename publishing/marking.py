"""Where the words asked for stand in a text: marked, and cut out with what is around them.

A text is folded letter for letter, so that a place in the folded text is the place in the text itself, and
looked through with one expression. What is found is for the search to say; this only shows why.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from publishing.folding import without_accents
from publishing.search import Search
from publishing.search.shelves import PUBLIC, Shelf

AROUND = 90
"""How many characters stand before the first word that is shown."""
LONGEST = 240
MOST_LOOKED_AT = 100_000

# Marks that may stand between two letters of a word that was asked for without them.
_MARKS = "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad\u200b-\u200d]*"
_BARE = re.compile(_MARKS.removesuffix("*"))
# Vowel signs are part of a word, and no letters to an expression.
_IN_WORD = "\\w\u0900-\u0963\u0966-\u0dff\u0300-\u036f"
# Scripts that put nothing between their words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WRITTEN_AS_TWO = {"ss": "ß", "ae": "æ", "oe": "œ", "th": "þ"}
_LETTERS = {
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ς": "σ",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
}
_QUESTION = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(f"[{_IN_WORD}\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff]+")


class _Folded(dict[int, str]):
    """One letter for each: found out when a letter is first met, and kept."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = without_accents(unicodedata.normalize("NFKC", char).casefold())
        if len(plain) != 1:
            # A wider form of one letter stays one; what is written as two is itself.
            plain = char.casefold() if len(char.casefold()) == 1 else char
        digit = unicodedata.digit(plain, None)
        folded = str(digit) if digit is not None else _LETTERS.get(plain, plain)
        if len(self) < 20_000:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def folded(text: str) -> str:
    """Return a text in lower case, without accents, of the same length."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


@dataclass(frozen=True)
class Marker:
    """Shows words in texts; without any it marks nothing."""

    words: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()
    expression: re.Pattern[str] | None = field(default=None, compare=False)

    @classmethod
    def of(cls, asked: str, also: Iterable[str] = ()) -> Self:
        """Return what marks the words of a question, and further forms of them."""
        words, beginnings, phrases = set(), set(), []
        plain = unicodedata.normalize("NFC", asked.translate(_QUOTES)).casefold()
        for two, one in _WRITTEN_AS_TWO.items():
            plain = plain.replace(one, two)
        for phrase, word in _QUESTION.findall(plain):
            if word.startswith("-"):
                continue
            found = _WORD.findall(_BARE.sub("", folded(phrase or word)))
            if phrase and len(found) > 1:
                phrases.append(tuple(found))
            elif word.endswith("*") and found:
                beginnings.add(found.pop())
                words.update(found)
            else:
                words.update(found)
        words |= {form for form in map(folded, also) if form not in beginnings}
        return cls(
            frozenset(words), frozenset(beginnings), tuple(phrases), _expression(words, beginnings, phrases)
        )

    def mark(self, text: str) -> SafeString:
        """Return a text with the words marked."""
        return _marked(text, self._places(text))

    def snippet(self, text: str, *, otherwise: str = "") -> SafeString:
        """Return the part of a text in which the words stand first, marked, or another text's beginning."""
        return self.mark(self.around(text, otherwise=otherwise))

    def around(self, text: str, *, otherwise: str = "") -> str:
        """Return that part of a text in plain words."""
        text = " ".join(unicodedata.normalize("NFC", text[:MOST_LOOKED_AT]).split())
        first = next(self._places(text), None)
        if first is None:
            return _cut(otherwise or text, 0)
        start = _start(text, max(0, first[0] - AROUND))
        shown = _cut(text, start)
        return f"… {shown}" if start else shown

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        if self.expression is not None:
            for match in self.expression.finditer(folded(text)):
                if match.end() > match.start():
                    yield match.span()


def marker_of(search: Search) -> Marker:
    """Return what shows why a search has found something, further forms of its words included."""
    steps = search.steps()
    groups = steps[max(steps)].groups if steps else ()
    forms = (way[0] for group in groups for way in group if len(way) == 1 and way[0][0].isalnum())
    return Marker.of(search.words, also=forms)


def texts_at(places: Iterable[int], *, shelf: Shelf = PUBLIC) -> dict[int, str]:
    """Return the texts that stand at these places, as they were when they were written down."""
    rows = shelf.text.objects.filter(place__in=list(places))  # type: ignore[attr-defined]
    return dict(rows.values_list("place", "text"))


_QUOTES = {ord(mark): '"' for mark in "“”„‟«»"}


def _expression(
    words: Iterable[str], beginnings: Iterable[str], phrases: Iterable[tuple[str, ...]]
) -> re.Pattern[str] | None:
    """Return what finds any of these, the longest first."""
    gap = f"[^{_IN_WORD}]{{1,8}}"
    ways = [gap.join(map(_letters, phrase)) for phrase in phrases]
    ways = [f"(?<![{_IN_WORD}]){way}(?![{_IN_WORD}])" for way in ways]
    for word in sorted(words, key=lambda word: (-len(word), word)):
        ways.append(_letters(word) if _UNSPACED.search(word) else _whole(word))
    ways += [f"(?<![{_IN_WORD}]){_letters(word)}[{_IN_WORD}]*" for word in sorted(beginnings)]
    return re.compile("|".join(ways)) if ways else None


def _whole(word: str) -> str:
    return f"(?<![{_IN_WORD}]){_letters(word)}(?![{_IN_WORD}])"


def _letters(word: str) -> str:
    """Return what finds a word whatever marks stand upon its letters."""
    # No letter is a mark itself, or there would be no end of ways to read a row of them.
    found = _MARKS.join(map(re.escape, _BARE.sub("", word)))
    for two, one in _WRITTEN_AS_TWO.items():
        found = found.replace(f"{two[0]}{_MARKS}{two[1]}", f"(?:{two[0]}{_MARKS}{two[1]}|{one})")
    return found


def _marked(text: str, places: Iterator[tuple[int, int]]) -> SafeString:
    pieces, end = [], 0
    for start, stop in places:
        pieces.append((text[end:start], text[start:stop]))
        end = stop
    return format_html_join("", "{}<mark>{}</mark>", pieces) + conditional_escape(text[end:])


def _start(text: str, wanted: int) -> int:
    """Return where a sentence begins near that place, else a word."""
    if not wanted:
        return 0
    for end in (". ", "? ", "! ", "。", "\n", " "):
        found = text.find(end, wanted, wanted + AROUND // 2)
        if found >= 0:
            return found + len(end)
    return wanted


def _cut(text: str, start: int) -> str:
    """Return as much of a text as a snippet shows, without half a word."""
    part = text[start : start + LONGEST + 1]
    if len(part) <= LONGEST:
        return part.strip()
    end = part.rfind(" ", LONGEST // 2)
    return f"{part[: end if end > 0 else LONGEST].strip()} …"
