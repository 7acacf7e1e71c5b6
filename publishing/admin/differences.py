"""Two saved versions side by side: field by field, block by block, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from publishing import richtext

MOST_PAIRS = 4_000_000
"""How many pairs of lines, and of words, are looked at in one comparison: what is beyond is shown whole.

Comparing costs the square of what is compared, the more so where words repeat, and a text has many blocks.
"""


@dataclass(frozen=True)
class Line:
    """A block of text or one choice; `source` is what is compared, `text` what is shown."""

    text: str
    source: str


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other side has them."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """What stands side by side; an empty side is missing there."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True)
class FieldDifference:
    label: str
    rows: tuple[Row, ...]


Shown = Sequence[tuple[str, list[Line]]]
"""A version as labelled lists of lines."""


def text_lines(text: str) -> list[Line]:
    """Return plain text as lines."""
    return [Line(line, line) for line in str(text).splitlines() if line.strip()]


def body_lines(stored: str) -> list[Line]:
    """Return each block of a text by its words, or where it has none by its markup."""
    return [
        Line(" ".join(richtext.extract(block).text.split()) or block, block)
        for block in richtext.split_blocks(stored)
    ]


def differences(old: Shown, new: Shown) -> list[FieldDifference]:
    """Return what differs, field by field, in the order of the form."""
    before = dict(old)
    lines, words = Comparing(), Comparing()
    found = [
        FieldDifference(label, tuple(_rows(before.get(label, []), shown, lines, words)))
        for label, shown in new
    ]
    return [difference for difference in found if difference.rows]


class Comparing:
    """Finds what two lists have in common, as long as what that costs is left."""

    def __init__(self, most: int = MOST_PAIRS) -> None:
        self.left = most

    def parts(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, slice, slice]]:
        """Yield the parts of two lists in order, and whether they differ."""
        head, tail = _common(old, new)
        old_end, new_end = len(old) - tail, len(new) - tail
        if head:
            yield False, slice(0, head), slice(0, head)
        pairs = (old_end - head) * (new_end - head)
        if pairs and pairs <= self.left:
            self.left -= pairs
            matcher = SequenceMatcher(a=old[head:old_end], b=new[head:new_end], autojunk=False)
            for kind, begin, end, first, last in matcher.get_opcodes():
                yield kind != "equal", slice(head + begin, head + end), slice(head + first, head + last)
        elif old_end > head or new_end > head:
            yield True, slice(head, old_end), slice(head, new_end)
        if tail:
            yield False, slice(old_end, len(old)), slice(new_end, len(new))


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how much two lists share at the beginning, and then at the end."""
    most = min(len(old), len(new))
    head = next((place for place in range(most) if old[place] != new[place]), most)
    rest = most - head
    tail = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return head, tail


def _rows(old: list[Line], new: list[Line], lines: Comparing, words: Comparing) -> Iterator[Row]:
    parts = lines.parts([line.source for line in old], [line.source for line in new])
    for differs, gone_at, come_at in parts:
        if not differs:
            continue
        gone, come = old[gone_at], new[come_at]
        for place in range(max(len(gone), len(come))):
            yield _row(gone[place : place + 1], come[place : place + 1], words)


def _row(gone: list[Line], come: list[Line], words: Comparing) -> Row:
    if not gone or not come:
        old, new = _whole(gone), _whole(come)
        return Row(old, new)
    if gone[0].text == come[0].text:
        # The words are the same, so what changed is a mark: only the markup shows it.
        return Row(*_words(gone[0].source, come[0].source, words))
    return Row(*_words(gone[0].text, come[0].text, words))


def _whole(lines: list[Line]) -> tuple[Piece, ...]:
    return tuple(Piece(line.text, True) for line in lines)


def _words(old: str, new: str, words: Comparing) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = old.split(" "), new.split(" ")
    left: list[Piece] = []
    right: list[Piece] = []
    for differs, old_at, new_at in words.parts(before, after):
        for pieces, part in ((left, before[old_at]), (right, after[new_at])):
            if part:
                pieces.append(Piece(" ".join(part) + " ", differs))
    return tuple(left), tuple(right)
