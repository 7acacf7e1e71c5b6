"""Two saved versions side by side: field by field, block by block, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from publishing import richtext
from publishing.comparing import Comparing

MOST_PAIRS = 4_000_000
"""What comparing lines, and words, may cost: what is beyond is shown whole."""


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
    return [Line(" ".join(text.split()) or block, block) for block, text in richtext.texts_of_blocks(stored)]


@dataclass(frozen=True)
class Part:
    """Some words of a text with its changes in line: what went, what came or what stayed."""

    text: str
    kind: Literal["", "del", "ins"] = ""


def in_line(old: Sequence[Line], new: Sequence[Line]) -> list[Part]:
    """Return a text with what changed in it since another; where no word did, its markup with its changes."""
    sides = [[line.text for line in side] for side in (old, new)]
    if sides[0] == sides[1]:
        sides = [[line.source for line in side] for side in (old, new)]
    before, after = (_words_of(side) for side in sides)
    parts: list[Part] = []
    for differs, gone, come in Comparing(MOST_PAIRS).parts(before, after):
        went, came = " ".join(before[gone]), " ".join(after[come])
        parts += [Part(went, "del"), Part(came, "ins")] if differs else [Part(came)]
    return [part for part in parts if part.text]


def _words_of(lines: Sequence[str]) -> list[str]:
    """Return the words of several lines, with a line's end as a word of its own."""
    return " \n ".join(lines).split(" ") if lines else []


def differences(old: Shown, new: Shown) -> list[FieldDifference]:
    """Return what differs, field by field, in the order of the form."""
    before = dict(old)
    lines, words = Comparing(MOST_PAIRS), Comparing(MOST_PAIRS)
    found = [
        FieldDifference(label, tuple(_rows(before.get(label, []), shown, lines, words)))
        for label, shown in new
    ]
    return [difference for difference in found if difference.rows]


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
