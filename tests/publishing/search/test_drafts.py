"""Colleagues find drafts by their words, those they may see; readers' questions never reach one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from pages.models import Page
from profiles.models import Person
from publishing.search import DraftSearch, Search, snippets
from publishing.workflow import bin_draft, publish, submit, take_out_of_bin, write_note
from publishing.workflow.removing import remove_for_good
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(words: str, *rows: object) -> list[tuple[str, int]]:
    asked = DraftSearch(words).among(
        *(rows or (Article.objects.all(), Page.objects.all(), Person.objects.all()))
    )
    return [(hit.kind, hit.object_id) for hit in asked.page().hits]


def test_every_kind_of_draft_is_found_as_it_was_saved_last_and_by_no_reader() -> None:
    article = make.make_article(headline="The okapi", body=make.text_of("Eats leaves."))
    page = make.make_page(title="Okapi page")
    person = make.make_person(name="Jane Okapi")
    everything = [("person", person.pk), ("page", page.pk), ("article", article.pk)]
    assert sorted(found("okapi")) == sorted(everything)
    make.save(article, headline="The zebra")
    assert ("article", article.pk) not in found("okapi")
    assert found("zebra leaves") == [("article", article.pk)]
    assert not Search("okapi").page().hits and not Search("zebra").page().hits
    assert Search("okapj").suggestion() == "" and not Search("oka").starting()


def test_what_is_no_kind_asked_for_is_not_found() -> None:
    make.make_article(headline="The okapi")
    assert not DraftSearch("okapi").page().hits
    assert found("okapi", Page.objects.all()) == []
    assert not DraftSearch("okapi").among(Article.objects.all()).kinds("page").page().hits
    assert found("okapi", Article.objects.none()) == []


def test_state_who_has_it_and_when_it_was_saved_are_filters() -> None:
    writer = make.make_user("reporter")
    mine = make.make_article(headline="One okapi", actor=writer)
    theirs = make.make_article(headline="Two okapi", actor=make.make_user("reporter"))
    submit(working_copy=theirs, version=theirs.version, actor=None)
    assert found("okapi", Article.objects.filter(holder=writer)) == [("article", mine.pk)]
    assert found("okapi", Article.objects.filter(stage="submitted")) == [("article", theirs.pk)]
    asked = DraftSearch("okapi").among(Article.objects.all())
    now = timezone.now()
    assert asked.between(now - timedelta(hours=1), now + timedelta(hours=1)).at_least(5) == 2
    assert asked.between(until=now - timedelta(hours=1)).at_least(5) == 0
    assert asked.between(since=now + timedelta(hours=1)).at_least(5) == 0


def test_the_bin_hides_and_removal_forgets() -> None:
    article = make.make_article(headline="The okapi")
    bin_draft(working_copy=article, version=article.version, actor=None)
    assert found("okapi") == []
    take_out_of_bin(working_copy=article, version=article.version, actor=None)
    assert found("okapi") == [("article", article.pk)]
    article.refresh_from_db()
    remove_for_good(rows=[article], actor=None)
    assert found("okapi") == []


def test_a_private_note_is_found_by_nobody() -> None:
    article = make.make_article(headline="The okapi")
    write_note(working_copy=article, key="n1", text="Ask the tapir.", actor=make.make_user("editor"))
    make.save(article, headline="The okapi again")
    assert found("tapir") == []
    publish(working_copy=article, version=article.version, actor=None)
    assert not Search("tapir").page().hits


def test_what_fits_is_shown_with_the_words_marked() -> None:
    make.make_article(headline="The okapi", body=make.text_of("Eats leaves."))
    asked = DraftSearch("leaves").among(Article.objects.all())
    (shown,) = snippets(asked, asked.page().hits).values()
    assert "<mark>leaves</mark>" in shown.text and str(shown.headline) == "The okapi"
