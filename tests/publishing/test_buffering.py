"""What is typed is kept for one person, form and tab, until it is saved or its time is over."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from publishing.identifiers import random_key
from publishing.models import Buffer, Event
from publishing.workflow import buffering
from publishing.workflow.buffering import NotKept, Place, place_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make.make_user("reporter", first_name="Ana")


@pytest.fixture
def article() -> Article:
    return make.make_article()


def keep(place: Place, words: str, **more: Any) -> Any:
    return buffering.keep(place, **{"fields": [("headline", words)], "based_on": 1, "label": words} | more)


def words(buffers: Any) -> list[str]:
    return [buffer.label for buffer in buffers]


def test_a_tab_overwrites_its_own_words_and_no_other_tabs(ana: User, article: Article) -> None:
    keep(place_of(article, ana, tab="one"), "First")
    keep(place_of(article, ana, tab="one"), "First, longer")
    keep(place_of(article, ana, tab="two"), "Second")
    assert words(buffering.offered(place_of(article, ana, tab="three"))) == ["Second", "First, longer"]
    assert words(buffering.offered(place_of(article, ana, tab="two"))) == ["First, longer"]


def test_what_arrives_late_replaces_nothing_newer(ana: User, article: Article) -> None:
    place = place_of(article, ana, tab="one")
    keep(place, "Newer", order=2)
    keep(place, "Older", order=1)
    kept = buffering.on_screen(place)
    assert kept is not None and kept.fields == [["headline", "Newer"]]


def test_nobody_gets_the_words_of_anybody_else(ana: User, article: Article) -> None:
    keep(place_of(article, ana, tab="one"), "Hers")
    chief = make.make_user("administrator")
    key = Buffer.objects.get().key
    assert buffering.offered(place_of(article, chief)) == []
    assert list(buffering.not_saved_yet(chief)) == []
    assert buffering.of_person(chief, key) is None
    buffering.let_go(chief, key)
    assert buffering.of_person(ana, key) and words(buffering.not_saved_yet(ana)) == ["Hers"]


def test_the_words_of_a_draft_and_of_a_fix_are_two(ana: User, article: Article) -> None:
    keep(place_of(article, ana, tab="one"), "Draft")
    keep(place_of(article, ana, tab="one", purpose="fix"), "Fix")
    assert words(buffering.offered(place_of(article, ana, purpose="fix"))) == ["Fix"]


def test_words_taken_into_a_tab_are_not_offered_and_go_when_it_is_saved(ana: User, article: Article) -> None:
    keep(place_of(article, ana, tab="crashed"), "Old")
    old = Buffer.objects.get().key
    new = place_of(article, ana, tab="new")
    keep(new, "Old and more", taken=old)
    assert words(buffering.not_saved_yet(ana)) == ["Old and more"]
    buffering.saved(new)
    assert not Buffer.objects.exists()


def test_a_tab_whose_words_were_taken_and_that_goes_on_is_offered_again(ana: User, article: Article) -> None:
    first = place_of(article, ana, tab="one")
    keep(first, "Old")
    second = place_of(article, ana, tab="two")
    keep(second, "Old and more", taken=Buffer.objects.get().key)
    keep(first, "Old and something else")
    buffering.saved(second)
    assert words(buffering.not_saved_yet(ana)) == ["Old and something else"]


def test_saving_takes_away_no_word_typed_since(ana: User, article: Article) -> None:
    place = place_of(article, ana, tab="one")
    keep(place, "Newer than the save", order=5)
    buffering.saved(place, order=4)
    assert words(buffering.not_saved_yet(ana)) == ["Newer than the save"]
    buffering.saved(place, order=5)
    assert not Buffer.objects.exists()


def test_words_let_go_can_be_offered_again(ana: User, article: Article) -> None:
    keep(place_of(article, ana, tab="one"), "Words")
    key = Buffer.objects.get().key
    buffering.let_go(ana, key)
    assert list(buffering.not_saved_yet(ana)) == []
    buffering.offer_again(ana, key)
    assert words(buffering.not_saved_yet(ana)) == ["Words"]


def test_words_of_a_new_article_make_no_article_and_no_history(ana: User) -> None:
    keep(Place(ana, "article", random_key(), "one"), "New", based_on=None)
    assert words(buffering.offered_for_new(ana, "article")) == ["New"]
    assert not Article.objects.exists() and not Event.objects.exists()


def test_words_nobody_saves_go_after_their_time_and_that_is_told_before(ana: User, article: Article) -> None:
    keep(place_of(article, ana, tab="one"), "Words")
    buffer = Buffer.objects.get()
    assert not buffering.goes_soon(buffer, timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=24)):
        assert buffering.goes_soon(buffer, timezone.now())
        call_command("emptybin")
        assert words(buffering.not_saved_yet(ana)) == ["Words"]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert list(buffering.not_saved_yet(ana)) == []
        call_command("emptybin")
    assert not Buffer.objects.exists()


def test_too_many_texts_are_refused_and_none_gives_way_but_those_let_go(
    ana: User, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffering, "MOST_A_PERSON", 2)
    for tab in ("one", "two"):
        keep(place_of(article, ana, tab=tab), tab)
    with pytest.raises(NotKept, match="2 texts that are not saved"):
        keep(place_of(article, ana, tab="three"), "three")
    keep(place_of(article, ana, tab="two"), "two, longer")
    assert words(buffering.not_saved_yet(ana)) == ["two, longer", "one"]
    buffering.let_go(ana, Buffer.objects.get(tab="one").key)
    keep(place_of(article, ana, tab="three"), "three")
    assert words(buffering.not_saved_yet(ana)) == ["three", "two, longer"]


def test_what_is_too_long_is_refused_whatever_it_is(ana: User, article: Article) -> None:
    place = place_of(article, ana, tab="one")
    for fields in ([("body", "x" * (buffering.MOST_CHARACTERS + 1))], [("name", "")] * 3001):
        with pytest.raises(NotKept):
            buffering.keep(place, fields=fields, based_on=1)
    for tab in ("", "x" * 41):
        with pytest.raises(NotKept):
            keep(place_of(article, ana, tab=tab), "words")


def test_keeping_again_is_one_statement(ana: User, article: Article, django_assert_num_queries: Any) -> None:
    place = place_of(article, ana, tab="one")
    keep(place, "First")
    with django_assert_num_queries(1):
        keep(place, "Again")
