"""Saves of two that meet: merged where they do not collide, and no word of either lost."""

from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing import payloads, richtext
from publishing.bases import RevisionKind, WorkingCopy
from publishing.errors import BinnedMeanwhile, EditConflict
from publishing.history import history_of
from publishing.workflow import (
    bin_draft,
    discard,
    publish,
    save_revision,
    what_changed_since,
    what_others_wrote,
)
from publishing.workflow.merging import merge_lists
from tests import factories as make
from tests.publishing.history import nothing_changes, one_entry
from tests.soaking import how_many

pytestmark = pytest.mark.django_db

text = make.text_of


def second(row: WorkingCopy, version: int = 1, actor: Any = None, **payload: Any) -> Any:
    return save_revision(working_copy=row, payload=payload, version=version, actor=actor)


def one_name(name: str, role: str = "") -> dict[str, Any]:
    return {"person": None, "name": name, "role": role, "is_agency": False}


def test_two_paragraphs_of_two_people_are_both_in_the_next_version() -> None:
    ana, ben = make.make_user("reporter"), make.make_user("reporter")
    article = make.make_article(body=text("One.", "Two.", "Three."))
    second(article, actor=ana, body=text("One by Ana.", "Two.", "Three."))
    with one_entry(article, "merge"):
        merged = second(article, actor=ben, body=text("One.", "Two.", "Three by Ben."))
    assert article.body == text("One by Ana.", "Two.", "Three by Ben.")
    assert (merged.number, merged.kind, article.version) == (4, RevisionKind.MERGED, 4)
    kept = article.revisions.get(number=3)
    assert (kept.kind, kept.based_on, kept.saved_by) == (RevisionKind.KEPT, 1, ben)
    assert kept.payload["body"] == text("One.", "Two.", "Three by Ben.")
    assert history_of(article)[0].data == {"theirs": 2, "kept": 3, "seen": 1}
    assert "saved versions 2 and 3" in merged.note
    told = what_others_wrote(article, ben, since=1)
    assert told and (told.who, told.words, told.fields) == (str(ana), 3, ("body",))
    assert [(mark.block, mark.runs) for mark in told.marks] == [(0, ((0, 3),))]


@pytest.mark.parametrize("kind", ["article", "page", "person"])
def test_every_kind_of_draft_merges(kind: str) -> None:
    row = {"article": make.make_article, "page": make.make_page, "person": make.make_person}[kind](
        body=text("One.", "Two.")
    )
    second(row, body=text("One more.", "Two."))
    second(row, body=text("One.", "Two, too."), language="de")
    assert (row.body, row.language) == (text("One more.", "Two, too."), "de")


def test_fields_and_lists_are_merged_each_by_itself() -> None:
    tags = [make.make_tag().key for _ in range(4)]
    article = make.make_article(tags=tags[:2], credits=[one_name("Ana"), one_name("Ben")], standfirst="Was")
    second(
        article,
        standfirst="Is",
        tags=[tags[2], *tags[:2]],
        credits=[one_name("Ana", "Photos"), one_name("Ben")],
    )
    second(
        article, headline="New", tags=[tags[1], tags[3]], credits=[one_name("Ana"), one_name("Ben", "Text")]
    )
    payload = article.payload()
    assert (payload["headline"], payload["standfirst"]) == ("New", "Is")
    assert payload["tags"] == [tags[2], tags[1], tags[3]]
    assert payload["credits"] == [one_name("Ana", "Photos"), one_name("Ben", "Text")]


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "both"),
    [
        ("ab", "xab", "aby", "xaby"),
        ("ab", "abx", "aby", "abxy"),
        ("abc", "abxc", "ac", "axc"),
        ("abc", "axc", "yabc", "yaxc"),
        ("abc", "xbc", "ayc", "xyc"),
        ("abc", "cba", "abcx", "cbax"),
        ("abc", "abc", "cab", "cab"),
        ("abc", "", "abcd", "d"),
        ("ab", "abx", "abx", "abx"),
    ],
)
def test_of_two_equals_each_new_entry_stands_where_it_was_put(
    before: str, mine: str, theirs: str, both: str
) -> None:
    for one, other in ((mine, theirs), (theirs, mine)):
        sides = merge_lists(list(before), list(one), list(other), as_equals=True)
        assert (sorted(sides.both), sides.collide) == (sorted(both), False)
    sides = merge_lists(list(before), list(mine), list(theirs), as_equals=True)
    assert "".join(sides.both) == both


def test_one_paragraph_written_by_both_collides_and_nothing_is_overwritten() -> None:
    article = make.make_article(body=text("One.", "Two."))
    second(article, body=text("One by Ana.", "Two."))
    with one_entry(article, "keep"), pytest.raises(EditConflict) as conflict:
        second(article, body=text("One by Ben.", "Two."))
    assert conflict.value.kept and conflict.value.kept.payload["body"] == text("One by Ben.", "Two.")
    article.refresh_from_db()
    assert (article.body, article.version) == (text("One by Ana.", "Two."), 2)


def test_a_description_does_not_go_with_a_picture_somebody_else_chose() -> None:
    first, other = make.make_image(), make.make_image()
    article = make.make_article(main_image=first.key, main_image_alt="A chess board")
    second(article, main_image=other.key, main_image_alt="A queue")
    with pytest.raises(EditConflict):
        second(article, main_image=first.key, main_image_alt="A chess board and a clock")


def test_what_only_together_is_wrong_is_kept_aside() -> None:
    person = make.make_person(name="Ana Maria")
    article = make.make_article()
    linked = {"person": person.key, "name": "", "role": "", "is_agency": False}
    second(article, credits=[linked])
    with pytest.raises(EditConflict):
        second(article, credits=[one_name("Ana Maria")])
    assert article.payload()["credits"] == [linked]


def test_an_answer_that_was_lost_on_the_way_can_be_asked_for_again() -> None:
    article = make.make_article(body=text("One.", "Two."))
    second(article, body=text("One more.", "Two."))
    merged = second(article, body=text("One.", "Two more."))
    with nothing_changes(article):
        assert second(article, body=text("One.", "Two more.")) == merged
        assert second(article, body=text("One.", "Two.")) == merged, "nothing of one's own is no change"


def test_a_colliding_text_that_is_sent_twice_is_kept_once() -> None:
    article = make.make_article(headline="Was")
    second(article, headline="First")
    for _ in range(2):
        with pytest.raises(EditConflict) as conflict:
            second(article, headline="Second")
    assert conflict.value.kept and conflict.value.kept.number == 3
    assert article.revisions.count() == 3


def test_what_was_never_the_draft_is_no_ground_to_merge_on() -> None:
    article = make.make_article(body=text("One.", "Two."))
    second(article, body=text("One more.", "Two."))
    merged = second(article, body=text("One.", "Two more."))
    assert merged.number == 4
    for version in (3, 99):
        with pytest.raises(EditConflict):
            second(article, version, body=text("Two more."))
    assert article.body == text("One more.", "Two more.")


def test_in_the_bin_nothing_is_merged() -> None:
    article = make.make_article(body=text("One.", "Two."))
    second(article, body=text("One more.", "Two."))
    bin_draft(working_copy=article, version=2, actor=None)
    with pytest.raises(BinnedMeanwhile):
        second(article, body=text("One.", "Two more."))


def test_three_who_began_with_the_same_version_all_get_in() -> None:
    article = make.make_article(body=text("One.", "Two.", "Three."))
    second(article, body=text("One!", "Two.", "Three."))
    second(article, body=text("One.", "Two!", "Three."))
    second(article, body=text("One.", "Two.", "Three!"))
    assert article.body == text("One!", "Two!", "Three!")


def test_into_a_whole_text_somebody_went_back_to_nothing_is_mixed_unasked() -> None:
    article = make.make_published_article(body=text("One.", "Two."))
    second(article, body=text("One more.", "Two."))
    discard(working_copy=article, version=2, actor=None)
    with pytest.raises(EditConflict):
        second(article, 2, body=text("One more.", "Two more."))
    article.refresh_from_db()
    assert article.body == text("One.", "Two.")


def test_publishing_never_merges() -> None:
    article = make.make_article(body=text("One.", "Two."))
    second(article, body=text("One more.", "Two."))
    with nothing_changes(article), pytest.raises(EditConflict):
        publish(working_copy=article, version=1, actor=None)


def test_who_saved_since_and_how_much_can_be_asked() -> None:
    ana = make.make_user("reporter", first_name="Ana", last_name="Lang")
    article = make.make_article(headline="Was", body=text("One two three.", "Stays."))
    assert what_changed_since(article, 1) is None
    second(article, actor=ana, body=text("One 2 three.", "Stays.", "And four more words."))
    second(article, 2, headline="Is")
    changed = what_changed_since(article, 1)
    assert changed is not None
    assert (changed.who, changed.words, changed.fields) == (
        "Ana Lang and The system",
        6,
        ("headline", "body"),
    )
    assert what_changed_since(article, 2).who == "The system"  # type: ignore[union-attr]
    assert what_changed_since(article, 99) is None


@st.composite
def edits(draw: Any, side: str) -> dict[str, Any]:
    """Make what one side does to the draft, in words nobody else uses."""
    new = (f"{side}{number}" for number in count())
    body: list[str] = []
    for paragraph in BASE["body"]:
        body += {
            "keep": [paragraph],
            "change": [f"{paragraph} {next(new)}"],
            "rewrite": [next(new)],
            "remove": [],
            "add": [paragraph, next(new)],
            "split": [*paragraph.split(" "), next(new)],
        }[draw(st.sampled_from(["keep", "keep", "keep", "change", "rewrite", "remove", "add", "split"]))]
    if draw(st.booleans()):
        body = draw(st.permutations(body))
    aliases = [name for name in BASE["aliases"] if draw(st.booleans())]
    aliases = draw(st.permutations([*aliases, *(next(new) for _ in range(draw(st.integers(0, 2))))]))
    fields = {
        name: draw(st.sampled_from([BASE[name], BASE[name], next(new)])) for name in ("name", "occupation")
    }
    return {"body": text(*body), "aliases": list(aliases), **fields}


BASE: dict[str, Any] = {
    "body": ["one two", "three four", "five six", "seven eight"],
    "aliases": ["a", "b", "c"],
    "name": "Somebody",
    "occupation": "writer",
}


@pytest.mark.same_on_both
@settings(deadline=None, max_examples=how_many(25, soak=1000))
@given(mine=edits("mine"), theirs=edits("theirs"))
def test_no_word_of_either_side_is_ever_lost(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    person = make.make_person(**BASE | {"body": text(*BASE["body"])})
    second(person, **theirs)
    others = person.payload()
    try:
        second(person, **mine)
    except EditConflict:
        person.refresh_from_db()
        assert person.payload() == others, "a collision overwrites nothing"
    else:
        held = words_of(person.payload())
        for side in (mine, theirs):
            assert new_words(side) <= held.keys(), "what somebody wrote is in what both are told to have"
    kept = [words_of(payloads.read(revision)) for revision in person.revisions.all()]
    assert all(any(words_of(side) <= held for held in kept) for side in (mine, theirs))
    assert person.payload() == payloads.read(person.revisions.get(number=person.version))


def new_words(side: dict[str, Any]) -> set[str]:
    return {word for word in words_of(side) if word.startswith(("mine", "theirs"))}


def words_of(payload: dict[str, Any]) -> Counter[str]:
    return Counter(
        [
            *richtext.extract(payload["body"]).text.split(),
            *payload["name"].split(),
            *payload["occupation"].split(),
            *(word for name in payload["aliases"] for word in name.split()),
        ]
    )
