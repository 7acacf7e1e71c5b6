"""Bring two changed versions of a text together, block by block, losing nothing of either."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple

from publishing.comparing import Comparing, common_ends
from publishing.richtext.parse import parsed
from publishing.richtext.writing import write_block

# What comparing may cost; thousands of equal blocks are not worth more.
_MOST_PAIRS = 2_000_000


# Stored markup writes it first, and a "<" of the text never so.
_ID = re.compile(r'(<(?:q|blockquote) data-quote=")([^"]*)')


class Conflict(NamedTuple):
    """A place that both changed, each in its own way; either may be empty (taken out)."""

    mine: str
    theirs: str


class Merge(NamedTuple):
    body: str
    conflicts: tuple[Conflict, ...]


class Stretch(NamedTuple):
    """Some blocks of a text as they were, and as either side has them."""

    before: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def conflict(self) -> Conflict | None:
        """Return where both changed it differently, without what they share at its ends."""
        if self.before in (self.mine, self.theirs) or self.mine == self.theirs:
            return None
        head, tail = common_ends(self.mine, self.theirs)
        return Conflict(*("".join(side[head : len(side) - tail]) for side in (self.mine, self.theirs)))

    @property
    def merged(self) -> tuple[str, ...]:
        """Return what either side made of it, where they do not collide."""
        return self.theirs if self.mine == self.before else self.mine


Settle = Callable[[Conflict], str | None]
"""Returns the blocks to stand at a place that both changed, or None where nobody has decided."""


class _Hunk(NamedTuple):
    """One change: base blocks from `begin` to `end` became these blocks."""

    begin: int
    end: int
    blocks: tuple[str, ...]
    mine: bool


class _Side:
    """What one side made of the base; `ranges` differ: in the base from, to, and in its blocks from, to."""

    def __init__(self, origin: list[str], blocks: list[str]) -> None:
        self.blocks = blocks
        parts = Comparing(_MOST_PAIRS).parts(origin, blocks)
        self.ranges = [(old.start, old.stop, new.start, new.stop) for differs, old, new in parts if differs]


def split_blocks(stored: str) -> list[str]:
    """Return the stored markup of each block at the top of a text."""
    return [write_block(block) for block in parsed(stored)]


def _nobody(conflict: Conflict) -> None:
    """Leave every place undecided."""


def merge(*, base: str, mine: str, theirs: str, settle: Settle = _nobody) -> Merge:
    """Carry over what either side changed since `base`.

    Where both changed the same blocks differently, the body has what was settled; if nothing was, both
    versions stand there, mine first, and the place is reported.
    """
    body: list[str] = []
    conflicts: list[Conflict] = []
    for stretch in stretches(base=base, mine=mine, theirs=theirs):
        if stretch.conflict is None:
            body += stretch.merged
            continue
        here, there = stretch.mine, stretch.theirs
        head, tail = common_ends(here, there)
        settled = settle(stretch.conflict)
        if settled is None:
            conflicts.append(stretch.conflict)
        between = [*stretch.conflict] if settled is None else [settled]
        body += [*here[:head], *between, *here[len(here) - tail :]]
    return Merge("".join(body), tuple(conflicts))


def stretches(*, base: str, mine: str, theirs: str) -> Iterator[Stretch]:
    """Yield a text piece by piece, each as it was and as either side has it."""
    origin, ours, others = split_blocks(base), split_blocks(mine), split_blocks(theirs)
    ours = _with_ids_of_its_own(ours, origin=origin, others=others)
    my_side, other_side = _Side(origin, ours), _Side(origin, others)
    my_side, other_side = _followed(origin, mover=my_side, changer=other_side)
    other_side, my_side = _followed(origin, mover=other_side, changer=my_side)
    hunks = [*_hunks(my_side, mine=True), *_hunks(other_side, mine=False)]
    at = 0
    for begin, end, group in _groups(sorted(hunks, key=lambda hunk: (hunk.begin, hunk.end))):
        if at < begin:
            yield Stretch(*[tuple(origin[at:begin])] * 3)
        at = end
        here, there = (tuple(_side(origin, begin, end, group, mine=which)) for which in (True, False))
        yield Stretch(tuple(origin[begin:end]), here, there)
    if at < len(origin):
        yield Stretch(*[tuple(origin[at:])] * 3)


def _with_ids_of_its_own(blocks: list[str], *, origin: list[str], others: list[str]) -> list[str]:
    """Keep apart quotations that both sides made and that go by the same id, which each gave for itself."""
    told, known, theirs = (_ids(text) for text in (blocks, origin, others))
    shared = {id for block in {*blocks} & {*others} for id in _ids([block])}
    doubled = sorted(told & theirs - known - shared)
    free = (name for name in map("q{}".format, count(1)) if name not in told | known | theirs)
    own = dict(zip(doubled, free, strict=False))
    if not own:
        return blocks
    return [_ID.sub(lambda found: f"{found[1]}{own.get(found[2], found[2])}", block) for block in blocks]


def _ids(blocks: list[str]) -> set[str]:
    return {found[2] for block in blocks for found in _ID.finditer(block)}


def _followed(origin: list[str], *, mover: _Side, changer: _Side) -> tuple[_Side, _Side]:
    """Let a change reach a block that the other side moved away from where it was changed."""
    gone = {place for begin, end, *_ in mover.ranges for place in range(begin, end)}
    single = _single(origin) & _single(mover.blocks) - {*changer.blocks}
    moved, changed = list(mover.blocks), list(changer.blocks)
    places = {block: place for place, block in enumerate(moved)}
    for begin, end, first, last in changer.ranges:
        for place, there in zip(range(begin, end), range(first, last), strict=False):
            old = origin[place]
            if end - begin == last - first and place in gone and old in single:
                moved[places[old]], changed[there] = changed[there], old
    if moved == mover.blocks:
        return mover, changer
    return _Side(origin, moved), _Side(origin, changed)


def _single(blocks: list[str]) -> set[str]:
    return {block for block, times in Counter(blocks).items() if times == 1}


def _hunks(side: _Side, *, mine: bool) -> Iterator[_Hunk]:
    """Yield what changed, one block at a time where as many went as came."""
    for begin, end, first, last in side.ranges:
        if end - begin == last - first:
            for offset in range(end - begin):
                block = side.blocks[first + offset]
                yield _Hunk(begin + offset, begin + offset + 1, (block,), mine)
        else:
            yield _Hunk(begin, end, tuple(side.blocks[first:last]), mine)


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
