"""What two lists have in common, found for a bounded cost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate


class Comparing:
    """Finds what lists have in common, as long as what that costs is left; beyond that they differ.

    Every pair of equal items that is looked at costs one, each time it is: where items repeat, a search
    costs the square of the lists, and there is one for each piece found.
    """

    def __init__(self, most: int) -> None:
        self.left = most

    def parts(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, slice, slice]]:
        """Yield the parts of two lists in order, and whether they differ."""
        head, tail = common_ends(old, new)
        old_end, new_end = len(old) - tail, len(new) - tail
        if head:
            yield False, slice(0, head), slice(0, head)
        matcher = _Bounded(old[head:old_end], new[head:new_end], self)
        for kind, begin, end, first, last in matcher.get_opcodes():
            yield kind != "equal", slice(head + begin, head + end), slice(head + first, head + last)
        if tail:
            yield False, slice(old_end, len(old)), slice(new_end, len(new))


class _Bounded(SequenceMatcher[str]):
    """Finds nothing more once there is nothing left to spend."""

    def __init__(self, old: Sequence[str], new: Sequence[str], purse: Comparing) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.purse = purse
        # What a search through the old list costs up to each place.
        equal = Counter(new)
        self.costs = [0, *accumulate(1 + equal[item] for item in old)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        cost = self.costs[-1 if ahi is None else ahi] - self.costs[alo]
        if cost > self.purse.left:
            return Match(alo, blo, 0)
        self.purse.left -= cost
        return super().find_longest_match(alo, ahi, blo, bhi)


def common_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Return how much two lists share at the beginning, and then at the end."""
    most = min(len(one), len(other))
    head = next((place for place in range(most) if one[place] != other[place]), most)
    rest = most - head
    tail = next((place for place in range(rest) if one[-1 - place] != other[-1 - place]), rest)
    return head, tail
