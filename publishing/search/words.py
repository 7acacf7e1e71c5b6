"""What a word is: pieces between spaces, pairs of characters where a script writes none between words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publishing.search.folding import INSIDE, fold

LONGEST_WORD = 64
MOST_JOINED = 6
"""Of so many pieces a word with marks inside is also read as one."""

_PAIRED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"  # Hangul
    "\u3005-\u3007\u3040-\u3130\u31a0-\u31bf\u31f0-\u31ff"  # kana, bopomofo
    "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
# A mark belongs to what it stands upon, of whatever script that is.
_LETTER = rf"(?=\w)[{_PAIRED}]"
_IN_PAIRS = re.compile(_LETTER)
_RUN = re.compile(rf"(?:{_LETTER}\W*)+|(?:(?!{_LETTER}).)+", re.DOTALL)
_WITH_MARKS = re.compile(r"\w\W*")


@dataclass(frozen=True)
class Word:
    """What stands between two spaces: its pieces, and what they are when read as one."""

    pieces: tuple[str, ...]

    @property
    def joined(self) -> str:
        """Return the reading as one word, nothing where there is none."""
        if not 1 < len(self.pieces) <= MOST_JOINED or any(map(_IN_PAIRS.search, self.pieces)):
            return ""
        joined = "".join(self.pieces)
        return joined if len(joined) <= LONGEST_WORD else ""


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text, folded, in order."""
    for chunk in chunks_of(text):
        if (word := word_of(chunk)).pieces:
            yield word


def chunks_of(text: str) -> list[str]:
    """Return what stands between spaces in a text, folded, in order."""
    return fold(text).split()


def word_of(chunk: str) -> Word:
    """Return what stands between two spaces as a word; of marks alone it has no pieces."""
    if chunk.isalnum():
        return Word((chunk,))
    return Word(tuple(filter(None, map(_from_its_letter, chunk.split(INSIDE)))))


def _from_its_letter(piece: str) -> str:
    """Return a piece without marks that stand on nothing."""
    while piece and not piece[0].isalnum():
        piece = piece[1:]
    return piece


def tokens_of(piece: str) -> list[str]:
    """Return what of a piece is looked for: the piece, or its pairs and what it ends with."""
    if piece.isascii() or not _IN_PAIRS.search(piece):
        return [piece[:LONGEST_WORD]]
    return [token for run in _RUN.findall(piece) for token in _pairs(run)]


def _pairs(run: str) -> list[str]:
    if not _IN_PAIRS.match(run):
        return [run[:LONGEST_WORD]]
    parts = _WITH_MARKS.findall(run)
    return [(one + two)[:LONGEST_WORD] for one, two in zip(parts, [*parts[1:], ""], strict=True)]


def asked_of(pieces: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return what to look for in a row, and whether the last of it is only a beginning.

    What a run ends with goes on in longer words, so the last pair says enough; a single character
    is the beginning of every pair that has it first.
    """
    tokens = [token for piece in pieces for token in tokens_of(piece)]
    last = pieces[-1]
    run = _RUN.findall(last)[-1] if _IN_PAIRS.search(last) else ""
    if not run or not _IN_PAIRS.match(run):
        return tuple(tokens), False
    if len(_WITH_MARKS.findall(run)) > 1:
        return tuple(tokens[:-1]), False
    return tuple(tokens), True


def in_pairs(text: str) -> bool:
    """Tell whether a text has characters of a script without spaces between words."""
    return not text.isascii() and _IN_PAIRS.search(text) is not None


def joined_name(text: str) -> str:
    """Return a whole name as one, by which it is told whether it is what was asked for."""
    return "".join(piece for word in words_of(text) for piece in word.pieces)[: 3 * LONGEST_WORD]
