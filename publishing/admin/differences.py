"""Two saved versions side by side: field by field, block by block, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from publishing import richtext

MOST_WORDS = 2000
"""Longer blocks are shown whole: comparing words costs their square."""


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
    found = [FieldDifference(label, tuple(_rows(before.get(label, []), lines))) for label, lines in new]
    return [difference for difference in found if difference.rows]


def _rows(old: list[Line], new: list[Line]) -> Iterator[Row]:
    matcher = SequenceMatcher(
        a=[line.source for line in old], b=[line.source for line in new], autojunk=False
    )
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[old_start:old_end], new[new_start:new_end]
        for place in range(max(len(gone), len(come))):
            yield _row(gone[place : place + 1], come[place : place + 1])


def _row(gone: list[Line], come: list[Line]) -> Row:
    if not gone or not come:
        old, new = _whole(gone), _whole(come)
        return Row(old, new)
    if gone[0].text == come[0].text:
        # The words are the same, so what changed is a mark: only the markup shows it.
        return Row(*_words(gone[0].source, come[0].source))
    return Row(*_words(gone[0].text, come[0].text))


def _whole(lines: list[Line]) -> tuple[Piece, ...]:
    return tuple(Piece(line.text, True) for line in lines)


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = old.split(" "), new.split(" ")
    if max(len(before), len(after)) > MOST_WORDS:
        return (Piece(old, True),), (Piece(new, True),)
    left, right = [], []
    for kind, a_start, a_end, b_start, b_end in SequenceMatcher(
        a=before, b=after, autojunk=False
    ).get_opcodes():
        changed = kind != "equal"
        if a_end > a_start:
            left.append(Piece(" ".join(before[a_start:a_end]) + " ", changed))
        if b_end > b_start:
            right.append(Piece(" ".join(after[b_start:b_end]) + " ", changed))
    return tuple(left), tuple(right)
