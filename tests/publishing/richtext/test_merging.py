from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.richtext import Conflict, merge, split_blocks
from publishing.richtext.build import paragraph
from tests.soaking import how_many


def text(*words):
    return "".join(map(paragraph, words))


def test_blocks_are_the_pieces_at_the_top():
    stored = "<h2>a</h2><ul><li><p>b</p></li></ul><hr><p>c</p>"
    assert split_blocks(stored) == ["<h2>a</h2>", "<ul><li><p>b</p></li></ul>", "<hr>", "<p>c</p>"]
    assert split_blocks("") == []


def test_changes_in_different_places_both_hold():
    merged = merge(
        base=text("a", "b", "c", "d"), mine=text("A", "b", "c", "d", "e"), theirs=text("a", "b", "C", "d")
    )
    assert merged == (text("A", "b", "C", "d", "e"), ())


def test_changes_to_neighbours_are_no_conflict():
    merged = merge(base=text("a", "b"), mine=text("A", "b"), theirs=text("a", "B"))
    assert merged == (text("A", "B"), ())


def test_the_same_change_is_taken_once():
    merged = merge(base=text("a", "b"), mine=text("a", "B", "c"), theirs=text("a", "B", "c"))
    assert merged == (text("a", "B", "c"), ())


def test_different_changes_stand_side_by_side_and_are_reported():
    merged = merge(base=text("a", "b", "c"), mine=text("a", "mine", "c"), theirs=text("a", "theirs", "c"))
    assert merged.body == text("a", "mine", "theirs", "c")
    assert merged.conflicts == (Conflict(text("mine"), text("theirs")),)


def test_what_one_took_out_and_the_other_changed_stays_and_is_reported():
    merged = merge(base=text("a", "b", "c"), mine=text("a", "c"), theirs=text("a", "B", "c"))
    assert merged.body == text("a", "B", "c")
    assert merged.conflicts == (Conflict("", text("B")),)


def test_different_words_added_at_one_place_are_both_kept():
    merged = merge(base=text("a"), mine=text("a", "x", "same"), theirs=text("a", "y", "same"))
    assert merged.body == text("a", "x", "y", "same")
    assert merged.conflicts == (Conflict(text("x"), text("y")),)


def test_a_small_correction_is_carried_into_a_long_rewrite():
    base = text("lead", "one", "two", "three", "end")
    rewrite = text("new lead", "one", "two", "inserted", "three", "more", "end")
    merged = merge(base=base, mine=rewrite, theirs=text("lead", "one", "two corrected", "three", "end"))
    assert merged == (text("new lead", "one", "two corrected", "inserted", "three", "more", "end"), ())


def test_thousands_of_equal_blocks_are_merged_in_a_moment():
    rules = "<hr>" * 5000
    merged = merge(base=f"<p>a</p>{rules}<p>z</p>", mine=f"<p>b</p>{rules}", theirs=f"{rules}<p>y</p>")
    assert "<p>b</p>" in merged.body
    assert "<p>y</p>" in merged.body


bodies = st.lists(st.sampled_from("abcdef"), max_size=8).map(lambda words: text(*words))
often = settings(deadline=None, max_examples=how_many(50, soak=5000))


@often
@given(bodies, bodies)
def test_when_one_side_did_nothing_the_other_is_taken(base, changed):
    assert merge(base=base, mine=changed, theirs=base) == (changed, ())
    assert merge(base=base, mine=base, theirs=changed) == (changed, ())
    assert merge(base=base, mine=changed, theirs=changed) == (changed, ())


@often
@given(bodies, bodies, bodies)
def test_nothing_that_either_side_wrote_is_lost(base, mine, theirs):
    merged = merge(base=base, mine=mine, theirs=theirs)
    kept = set(split_blocks(merged.body))
    written = (set(split_blocks(mine)) | set(split_blocks(theirs))) - set(split_blocks(base))
    assert written <= kept
    for conflict in merged.conflicts:
        assert conflict.mine + conflict.theirs in merged.body
