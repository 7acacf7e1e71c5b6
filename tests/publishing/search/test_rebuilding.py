"""`manage.py rebuildsearch` gives the same rows, whatever is written meanwhile, broken off or not."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import Article
from jobs.models import Job, State
from jobs.queue import enqueue
from jobs.working import work_off
from newsroom.management.commands import rebuildsearch
from profiles.models import Person
from publishing.records import save_record
from publishing.search import DraftSearch, Search, checks, folding, rebuilding, writing
from publishing.search.checks import check_words
from publishing.search.models import DraftRow, DraftText, SearchRebuild, SearchRow, SearchText
from publishing.search.rebuilding import is_outdated, rebuild
from publishing.search.shelves import DRAFTS, PUBLIC
from publishing.tasks import REBUILD
from publishing.workflow import publish, withdraw
from tests import factories as make

pytestmark = pytest.mark.django_db

COLUMNS = ("place", "kind", "object_id", "part", "live_from", "live_until", "published_at", "folded_as")
ASKED = ("okapi", "zebra", "memo", "o'brien", '"quiet okapi"', "decided")


@pytest.fixture
def site() -> dict[str, Any]:
    """A little of everything that is found."""
    person = make.make_person(name="Jane O’Brien", published=True)
    source = make.make_reference(title="An okapi memo")
    secret = make.make_reference(title="A secret memo", confidential=True)
    body = make.text_of("A quiet okapi.") + make.citing(source) + make.citing(secret)
    article = make.make_published_article(
        headline="The zoo", body=body + make.quoting("Nothing was decided", person=person)
    )
    gone = make.make_published_article(headline="A zebra")
    withdraw(working_copy=gone, edition=1, actor=None)
    make.make_article(headline="Draft okapi")
    return {"person": person, "source": source, "article": article}


def rows() -> list[Any]:
    return [
        sorted(SearchRow.objects.values_list(*COLUMNS)),
        sorted(DraftRow.objects.values_list(*COLUMNS)),
        sorted(SearchText.objects.values_list("place", "headline", "text")),
        sorted(DraftText.objects.values_list("place", "headline", "text")),
    ]


def answers() -> list[Any]:
    drafts = [Article.objects.all(), Person.objects.all()]
    return [
        (
            Search(words).page().hits,
            Search(words).kinds("quotation").page().hits,
            DraftSearch(words).among(*drafts).page().hits,
        )
        for words in ASKED
    ]


def run(batches: int | None = None) -> None:
    """Rebuild, or begin to and break off."""
    going = rebuild()
    for number, _progress in enumerate(going, start=1):
        if number == batches:
            going.close()
            return


def by_other_rules() -> None:
    """Have every row been made by other rules."""
    SearchRow.objects.update(folded_as="0/before")
    DraftRow.objects.update(folded_as="0/before")


def test_it_gives_the_same_rows_and_the_same_answers(site: dict[str, Any]) -> None:
    before = rows(), answers()
    assert not is_outdated()
    run()
    assert (rows(), answers()) == before
    assert not SearchRebuild.objects.exists()


def test_what_was_there_before_search_was_is_found_after_it(site: dict[str, Any]) -> None:
    before = answers()
    for shelf in (PUBLIC, DRAFTS):
        writing.remove(shelf, shelf.row.objects.all())
    assert is_outdated() and not Search("okapi").page().hits
    run()
    found = [[[hit.kind for hit in hits] for hits in all_of_it] for all_of_it in answers()]
    assert found == [[[hit.kind for hit in hits] for hits in all_of_it] for all_of_it in before]
    assert not is_outdated()


@pytest.mark.parametrize("batches", [1, 3, 5, 6, 7])
def test_what_is_written_meanwhile_is_found_as_it_is(
    site: dict[str, Any], batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "WORDS_AT_ONCE", 2)
    by_other_rules()
    going = rebuild()
    for number, _progress in enumerate(going, start=1):
        if number == batches:
            save_record(
                record=site["source"],
                changes={"title": "A tapir memo"},
                version=site["source"].version,
                actor=None,
            )
            withdraw(working_copy=site["article"], edition=1, actor=None)
            make.make_published_article(headline="New okapi")
            make.save(site["article"], headline="Draft tapir")
            publish(
                working_copy=site["person"], version=make.save(site["person"], name="Ann Zebra"), actor=None
            )
    assert [hit.kind for hit in Search("okapi").page().hits] == ["article"]
    assert [hit.kind for hit in Search("zebra").page().hits] == ["person"]
    assert not Search("o'brien").page().hits and not Search("tapir").page().hits
    assert len(DraftSearch("tapir").among(Article.objects.all()).page().hits) == 1
    assert not is_outdated()
    after = rows()
    run()
    assert rows() == after


@pytest.mark.parametrize("batches", [1, 4, 7])
def test_broken_off_it_does_no_harm_and_is_done_again(
    site: dict[str, Any], batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "WORDS_AT_ONCE", 2)
    before = rows(), answers()
    run(batches)
    assert (rows(), answers()) == before
    make.make_published_article(headline="One more okapi")
    assert len(Search("okapi").page().hits) == 1 + len(before[1][0][0])
    run()
    assert len(Search("okapi").page().hits) == 1 + len(before[1][0][0])


def test_words_that_cannot_be_taken_out_lead_nowhere_and_their_place_to_nobody_else(
    site: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_other_rules()
    source = site["source"]
    for title in ("A tapir memo", "A lemur memo"):
        save_record(record=source, changes={"title": title}, version=source.version, actor=None)
    assert [hit.kind for hit in Search("okapi").page().hits] == ["article"]
    assert [hit.kind for hit in Search("lemur").page().hits] == ["source"]
    run()
    assert not SearchRow.objects.filter(kind=writing.GONE).exists()
    assert {row.folded_as for row in SearchRow.objects.all()} == {folding.FOLDED_AS}


def test_two_at_once_end_one_of_them(site: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "WORDS_AT_ONCE", 2)
    before = answers()
    first = rebuild()
    for _number in range(5):
        next(first)
    run()
    with pytest.raises(rebuilding.AnotherRebuild):
        list(first)
    assert answers() == before


def test_the_command_says_how_far_it_is(site: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuildsearch, "EVERY", 0)
    said = StringIO()
    call_command("rebuildsearch", stdout=said)
    *steps, last = said.getvalue().splitlines()
    assert len(steps) > 3 and all(", less than a minute left." in step for step in steps)
    assert last == "Everything is found by its words as they are now."


def test_the_check_asks_for_it_where_words_are_old(
    site: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_words(None, databases=["default"]) == []
    by_other_rules()
    (told,) = check_words(None, databases=["default"])
    assert "rebuildsearch" in told.hint
    work_off_rebuild()
    assert check_words(None, databases=["default"]) == []


def test_a_sqlite_without_search_is_told_of_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "has_fts5", lambda: False)
    told = [problem.msg for problem in checks.check_fts5(None)]
    assert told == (
        ["The SQLite of this Python has no full text search (FTS5), so nothing could be found."]
        if connection.vendor == "sqlite"
        else []
    )


def work_off_rebuild() -> None:
    """Do it in the background."""
    enqueue(REBUILD, key="once")
    work_off()
    assert Job.objects.get(kind=REBUILD).state == State.DONE
