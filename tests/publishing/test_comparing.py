"""What two lists have in common, and that looking for it ends."""

from hypothesis import given
from hypothesis import strategies as st

from publishing.comparing import Comparing, common_ends
from publishing.richtext import merge
from publishing.richtext.build import paragraph
from tests.publishing.comparing import Work

words = st.lists(st.sampled_from("abcd"), max_size=12)


@given(words, words, st.integers(0, 60))
def test_the_parts_are_both_lists_in_order_whatever_may_be_spent(
    old: list[str], new: list[str], most: int
) -> None:
    comparing = Comparing(most)
    before: list[str] = []
    after: list[str] = []
    for differs, old_at, new_at in comparing.parts(old, new):
        assert differs or old[old_at] == new[new_at]
        before += old[old_at]
        after += new[new_at]
    assert (before, after) == (old, new)
    assert 0 <= comparing.left <= most


@given(words, words)
def test_the_ends_in_common_do_not_overlap(one: list[str], other: list[str]) -> None:
    head, tail = common_ends(one, other)
    assert one[:head] == other[:head]
    assert tail == 0 or one[-tail:] == other[-tail:]
    assert head + tail <= min(len(one), len(other))


def test_two_blocks_that_alternate_otherwise_are_merged_within_a_bound(work: Work) -> None:
    one, other = paragraph("a"), paragraph("b")
    base, mine = (one + other) * 700, (one + one + other + other) * 350
    merged = merge(base=base, mine=mine, theirs=base + paragraph("c"))
    assert merged.body == mine + paragraph("c")
    assert work.done < 5_000_000
