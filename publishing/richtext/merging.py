"""Bring two changed versions of a text together, block by block, losing nothing of either."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from publishing.comparing import Comparing, common_ends
from publishing.richtext.parse import parse
from publishing.richtext.writing import write_block

# What comparing may cost; thousands of equal blocks are not worth more.
_MOST_PAIRS = 2_000_000


class Conflict(NamedTuple):
    """A place that both changed, each in its own way; either may be empty (taken out)."""

    mine: str
    theirs: str


class Merge(NamedTuple):
    body: str
    conflicts: tuple[Conflict, ...]


Settle = Callable[[Conflict], str | None]
"""Returns the blocks to stand at a place that both changed, or None where nobody has decided."""


class _Hunk(NamedTuple):
    """One change: base blocks from `begin` to `end` became these blocks."""

    begin: int
    end: int
    blocks: tuple[str, ...]
    mine: bool


def split_blocks(stored: str) -> list[str]:
    """Return the stored markup of each block at the top of a text."""
    return [write_block(block) for block in parse(stored)]


def _nobody(conflict: Conflict) -> None:
    """Leave every place undecided."""


def merge(*, base: str, mine: str, theirs: str, settle: Settle = _nobody) -> Merge:
    """Carry over what either side changed since `base`.

    Where both changed the same blocks differently, the body has what was settled; if nothing was, both
    versions stand there, mine first, and the place is reported.
    """
    origin = split_blocks(base)
    hunks = [
        *_hunks(origin, split_blocks(mine), mine=True),
        *_hunks(origin, split_blocks(theirs), mine=False),
    ]
    body: list[str] = []
    conflicts: list[Conflict] = []
    at = 0
    for begin, end, group in _groups(sorted(hunks, key=lambda hunk: (hunk.begin, hunk.end))):
        body += origin[at:begin]
        at = end
        ours, other = (_side(origin, begin, end, group, mine=which) for which in (True, False))
        if all(hunk.mine for hunk in group):
            body += ours
        elif not any(hunk.mine for hunk in group) or ours == other:
            body += other
        else:
            head, tail = common_ends(ours, other)
            conflict = Conflict(
                "".join(ours[head : len(ours) - tail]), "".join(other[head : len(other) - tail])
            )
            settled = settle(conflict)
            if settled is None:
                conflicts.append(conflict)
            between = [conflict.mine, conflict.theirs] if settled is None else [settled]
            body += [*ours[:head], *between, *ours[len(ours) - tail :]]
    return Merge("".join([*body, *origin[at:]]), tuple(conflicts))


def _hunks(base: list[str], changed: list[str], *, mine: bool) -> Iterator[_Hunk]:
    """Yield what changed, one block at a time where as many went as came."""
    for begin, end, first, last in _differences(base, changed):
        if end - begin == last - first:
            for offset in range(end - begin):
                block = changed[first + offset]
                yield _Hunk(begin + offset, begin + offset + 1, (block,), mine)
        else:
            yield _Hunk(begin, end, tuple(changed[first:last]), mine)


def _differences(base: list[str], changed: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges that differ: in the base from, to, and in the changed text from, to."""
    for differs, old, new in Comparing(_MOST_PAIRS).parts(base, changed):
        if differs:
            yield old.start, old.stop, new.start, new.stop


def _groups(hunks: list[_Hunk]) -> Iterator[tuple[int, int, list[_Hunk]]]:
    """Yield changes that concern the same blocks together, with the range they cover."""
    group: list[_Hunk] = []
    begin = end = 0
    for hunk in hunks:
        same_point = hunk.begin == hunk.end == begin == end
        if group and (hunk.begin < end or same_point):
            group.append(hunk)
            end = max(end, hunk.end)
            continue
        if group:
            yield begin, end, group
        group, begin, end = [hunk], hunk.begin, hunk.end
    if group:
        yield begin, end, group


def _side(origin: list[str], begin: int, end: int, group: list[_Hunk], *, mine: bool) -> list[str]:
    """Return what one side made of a range of the base."""
    blocks: list[str] = []
    at = begin
    for hunk in group:
        if hunk.mine == mine:
            blocks += [*origin[at : hunk.begin], *hunk.blocks]
            at = hunk.end
    return [*blocks, *origin[at:end]]
