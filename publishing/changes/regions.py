"""The places where two readings of a text differ, each with what stands beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from publishing.changes.words import Kind, Reading, Token
from publishing.comparing import Comparing


@dataclass(frozen=True)
class Region:
    """Some tokens of one reading and those in their place in the other."""

    old: list[Token]
    new: list[Token]
    before: Token | None
    after: Token | None
    old_at: slice
    new_at: slice

    @property
    def words(self) -> tuple[list[Token], list[Token]]:
        """Return the words and figures of both sides."""
        kinds = (Kind.WORD, Kind.FIGURE)
        return [t for t in self.old if t.kind in kinds], [t for t in self.new if t.kind in kinds]

    @property
    def pairs(self) -> list[tuple[Token, Token]]:
        """Return the words that stand for one another, where as many went as came."""
        old, new = self.words
        return list(zip(old, new, strict=True)) if len(old) == len(new) else []


@dataclass(frozen=True)
class Compared:
    """Where two readings differ, and the words in lower case that stand in both."""

    regions: list[Region]
    elsewhere: frozenset[str]


def compared(before: Reading, now: Reading, spent: Comparing) -> Compared:
    """Find where two readings differ."""
    old, new = before.tokens, now.tokens
    found: list[Region] = []
    shared: set[str] = set()
    for differs, old_at, new_at in spent.parts([t.key for t in old], [t.key for t in new]):
        if differs:
            found.append(_region(old, new, old_at, new_at))
        else:
            shared |= set(_in_lower_case(new[new_at]))
    return Compared(found, frozenset(shared))


def _region(old: list[Token], new: list[Token], old_at: slice, new_at: slice) -> Region:
    before = new[new_at.start - 1] if new_at.start else None
    after = new[new_at.stop] if new_at.stop < len(new) else None
    return Region(old[old_at], new[new_at], before, after, old_at, new_at)


def _in_lower_case(tokens: list[Token]) -> Iterator[str]:
    return (token.text for token in tokens if token.kind is Kind.WORD and token.text.islower())
