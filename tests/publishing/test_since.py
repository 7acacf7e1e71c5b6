"""Whose words are in a draft that somebody has not seen yet."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles.models import Article
from publishing import richtext
from publishing.workflow import save_revision, what_others_wrote
from publishing.workflow.since import MOST_STEPS
from tests import factories as make
from tests.soaking import how_many

pytestmark = pytest.mark.django_db

text = make.text_of


@pytest.fixture
def ana() -> User:
    return make.make_user("reporter", first_name="Ana", last_name="Lang")


@pytest.fixture
def ben() -> User:
    return make.make_user("reporter", first_name="Ben", last_name="Kurz")


def saved(article: Article, actor: User | None, *paragraphs: str, **more: str) -> None:
    payload = {"body": text(*paragraphs), **more}
    save_revision(working_copy=article, payload=payload, version=article.version, actor=actor)


def words_marked(article: Article, person: User | None, since: int) -> dict[str, list[str]]:
    """Return the marked words of each block, as a page would find them."""
    others = what_others_wrote(article, person, since=since)
    blocks = [richtext.extract(block).text.split() for block in richtext.split_blocks(article.body)]
    found: dict[str, list[str]] = {}
    for mark in others.marks if others else ():
        found.setdefault(mark.who, []).extend(
            " ".join(blocks[mark.block][begin:end]) for begin, end in mark.runs
        )
    return found


def test_words_of_others_are_told_from_one_s_own_whoever_saved_last(ana: User, ben: User) -> None:
    article = make.make_article(body=text("One two three.", "Stays."))
    saved(article, ana, "One 2 three.", "Stays.", "Hers is new.")
    saved(article, ben, "One 2 three, mine.", "Stays.", "Hers is quite new.")
    assert words_marked(article, ben, 1) == {"Ana Lang": ["2", "Hers is", "new."]}
    assert words_marked(article, ana, 1) == {"Ben Kurz": ["three, mine.", "quite"]}
    others = what_others_wrote(article, ben, since=1)
    assert others and (others.who, others.words, others.version, others.fields) == (
        "Ana Lang",
        4,
        3,
        ("body",),
    )


def test_words_taken_out_again_count_no_more(ana: User, ben: User) -> None:
    article = make.make_article(body=text("One."))
    saved(article, ana, "One and more.")
    saved(article, ben, "One.")
    others = what_others_wrote(article, ben, since=1)
    assert others and (others.words, others.marks) == (0, ())


def test_fields_are_named_and_their_words_counted(ana: User, ben: User) -> None:
    article = make.make_article(body=text("One."), standfirst="Old words here.")
    saved(article, ana, "One.", standfirst="New words here.")
    others = what_others_wrote(article, ben, since=1)
    assert others and (others.words, others.fields) == (1, ("standfirst",))


def test_of_one_s_own_saves_nothing_is_told(ana: User) -> None:
    article = make.make_article(body=text("One."))
    saved(article, ana, "One more.")
    assert what_others_wrote(article, ana, since=1) is None
    assert what_others_wrote(article, ana, since=9) is None


def test_of_very_many_saves_all_that_changed_counts_as_others(ana: User, ben: User) -> None:
    article = make.make_article(body=text("One."))
    for number in range(MOST_STEPS + 1):
        saved(article, ana if number % 2 else ben, *["One."] * (number + 2))
    others = what_others_wrote(article, ben, since=1)
    assert others and others.words == MOST_STEPS + 1


words = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5).map(" ".join)


@pytest.mark.same_on_both
@settings(deadline=None, max_examples=how_many(15, soak=1000))
@given(first=st.lists(words, max_size=4), second=st.lists(words, max_size=4))
def test_every_mark_is_a_word_that_is_there(first: list[str], second: list[str]) -> None:
    article = make.make_article(body=text("a b c", "d e f"))
    saved(article, None, *first)
    saved(article, None, *second)
    others = what_others_wrote(article, make.make_user(), since=1)
    blocks = [richtext.extract(block).text.split() for block in richtext.split_blocks(article.body)]
    marked = 0
    for mark in others.marks if others else ():
        for begin, end in mark.runs:
            assert 0 <= begin < end <= len(blocks[mark.block])
            marked += end - begin
    assert marked == (others.words if others else 0)


def test_only_texts_that_are_compared_are_loaded(
    ana: User, ben: User, django_assert_max_num_queries: Any
) -> None:
    article = make.make_article(body=text("One."))
    saved(article, ana, "One.", "Two.")
    with django_assert_max_num_queries(1) as asked:
        assert what_others_wrote(article, ana, since=2) is None
    assert "payload" not in asked.captured_queries[0]["sql"]
    for number in range(MOST_STEPS + 5):
        saved(article, ben, f"Three {number}.")
    with django_assert_max_num_queries(2) as asked:
        assert what_others_wrote(article, ana, since=1)
    listed, texts = (query["sql"] for query in asked.captured_queries)
    assert "payload" not in listed
    assert texts.count(",", texts.index(" IN (")) == 1
