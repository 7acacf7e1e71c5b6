"""What a page says it depends on, and that it costs nothing where nobody asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse

from articles.models import Article, ArticleEdition
from profiles.models import Person
from publishing.caching import (
    every,
    keep_until,
    keyed,
    leading_to,
    noting,
    rests_on,
    rests_on_everything,
    row,
    shows,
)

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_an_edition_stands_for_its_working_copy() -> None:
    assert row(ArticleEdition(pk=7, working_copy_id=3)) == row(Article, 3) == row(Article(pk=3))
    assert leading_to(ArticleEdition(working_copy_id=3)) == leading_to(Article, 3)
    assert every(ArticleEdition) == every(Article)


def test_no_two_things_share_a_key() -> None:
    keys = [
        row(Article, 3),
        row(Person, 3),
        leading_to(Article, 3),
        every(Article),
        keyed(Article, "3"),
        row(Article, 33),
    ]
    assert len(set(keys)) == len(keys)
    assert keyed(Person(key="abc")) == keyed(Person, "abc")


def test_what_is_said_is_collected() -> None:
    with noting() as noted:
        shows("a", "b")
        rests_on("c")
    assert (noted.shown, noted.rests, noted.keys) == ({"a", "b"}, {"c"}, {"a", "b", "c"})
    assert noted.said
    assert not noted.everything


def test_a_page_that_says_nothing_is_known() -> None:
    with noting() as noted:
        keep_until(HttpResponse(), at=NOW, ends=[NOW + timedelta(hours=1)])
    assert not noted.said


def test_whoever_cannot_say_rests_on_everything() -> None:
    with noting() as noted:
        rests_on_everything()
    assert noted.said
    assert noted.everything


def test_outside_a_page_nothing_is_kept() -> None:
    shows("a")
    rests_on("b")
    rests_on_everything()
    with noting() as noted:
        pass
    assert not noted.said


def test_one_page_inside_another_keeps_its_own() -> None:
    with noting() as outer:
        with noting() as inner:
            shows("a")
        shows("b")
    assert (inner.shown, outer.shown) == ({"a"}, {"b"})


@pytest.mark.parametrize("hours", [[3, 1, 2], [1], []])
def test_the_first_end_is_kept(hours: list[int]) -> None:
    ends = [NOW + timedelta(hours=number) for number in hours]
    with noting() as noted:
        keep_until(HttpResponse(), at=NOW, ends=ends)
    assert noted.ends == (min(ends) if ends else None)
