from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.richtext import Conflict, extract, merge, sanitise, split_blocks
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


def test_a_change_reaches_a_block_that_the_other_side_moved():
    moved, changed = text("b", "c", "a"), text("A", "b", "c")
    for mine, theirs in ((moved, changed), (changed, moved)):
        assert merge(base=text("a", "b", "c"), mine=mine, theirs=theirs) == (text("b", "c", "A"), ())


def test_two_changes_to_the_same_words_reach_where_each_was_moved():
    base, moved = text("a", "b", "c", "d", "e"), text("c", "d", "e", "b", "a")
    assert merge(base=base, mine=moved, theirs=text("x", "x", "c", "d", "e")) == (
        text("c", "d", "e", "x", "x"),
        (),
    )


def test_what_was_moved_and_changed_is_still_told_of():
    merged = merge(base=text("a", "b", "c"), mine=text("b", "c", "mine"), theirs=text("theirs", "b", "c"))
    assert merged.conflicts == (Conflict("", text("theirs")),)


def test_quotations_made_on_both_sides_stay_two_whatever_id_each_was_given():
    base = text("a", "b", "c")
    mine = sanitise('<p>a <q data-speaker="Ada">one</q></p><p>b</p><p>c</p>')
    theirs = sanitise('<p>a</p><p>b <q data-speaker="Ada">two</q></p><p>&lt;q data-quote="q1"</p>')
    assert 'data-quote="q1"' in mine
    assert 'data-quote="q1"' in theirs
    merged = merge(base=base, mine=mine, theirs=theirs)
    assert [quotation.parts for quotation in extract(merged.body).quotations] == [["one"], ["two"]]
    assert merged.body.endswith('<p>&lt;q data-quote="q1"</p>'), "words are never touched"
    again = merge(base=theirs, mine=merged.body, theirs=theirs.replace("two", "2"))
    assert again.conflicts == ()
    assert [quotation.parts for quotation in extract(again.body).quotations] == [["one"], ["2"]]


def test_parts_of_one_quotation_that_both_sides_have_stay_one():
    both = sanitise('<p>a <q data-quote="k" data-speaker="Ada">one</q></p>')
    mine = both + sanitise('<p>b <q data-quote="k" data-speaker="Ada">mine</q></p>')
    assert merge(base="", mine=mine, theirs=both).body.count('data-quote="k"') == 2
    assert merge(base=both, mine=mine, theirs=both) == (mine, ())


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
