"""What the verbs write is found, in the same transaction, and what they end is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.working import work_off
from publishing.records import save_record
from publishing.search import Search, keeping
from publishing.workflow import publish, withdraw
from tests import factories as make

pytestmark = pytest.mark.django_db


def kinds(words: str, **asked: object) -> list[str]:
    return [hit.kind for hit in Search(words, **asked).page().hits]  # type: ignore[arg-type]


def test_an_article_is_found_by_all_its_words_once_it_is_public_and_never_after() -> None:
    article = make.make_article(headline="The harbour", body=make.text_of("A quiet zebra."))
    assert kinds("zebra") == []
    edition = publish(working_copy=article, version=article.version, actor=None)
    assert kinds("zebra") == kinds("HARBOUR zebra") == ["article"]
    before = timezone.now()
    withdraw(working_copy=article, edition=edition.number, actor=None)
    assert kinds("zebra") == []
    assert kinds("zebra", at=before) == ["article"]


def test_what_is_scheduled_is_found_when_its_time_has_come() -> None:
    make.make_scheduled_article(starts_at=timezone.now() + timedelta(days=2), headline="Giraffe")
    assert kinds("giraffe") == []
    assert kinds("giraffe", at=timezone.now() + timedelta(days=3)) == ["article"]


def test_a_source_is_found_while_something_public_cites_it_and_it_is_not_confidential() -> None:
    source = make.make_reference(title="An okapi memo", url="https://example.com/okapi")
    assert kinds("okapi") == []
    make.make_published_article(headline="Cites", body=make.citing(source))
    assert kinds("okapi") == ["source"]
    save_record(record=source, changes={"confidential": True}, version=source.version, actor=None)
    assert kinds("okapi") == []
    save_record(record=source, changes={"confidential": False}, version=source.version, actor=None)
    assert kinds("okapi") == ["source"]


@pytest.mark.parametrize("are_many", [False, True])
def test_a_source_is_found_by_its_publisher_as_it_is_called_now(
    monkeypatch: pytest.MonkeyPatch, are_many: bool
) -> None:
    monkeypatch.setattr(keeping, "MOST_USERS", 0 if are_many else 5)
    publisher = make.make_publisher(name="Tapir Press")
    source = make.make_reference(title="A memo", publisher=publisher)
    make.make_published_article(headline="Cites", body=make.citing(source))
    assert kinds("tapir memo") == ["source"]
    assert Search("memo").published_by(publisher).at_least(5) == 1
    save_record(record=publisher, changes={"name": "Lemur Press"}, version=publisher.version, actor=None)
    work_off()
    assert kinds("tapir memo") == []
    assert kinds("lemur memo") == ["source"]


def test_a_person_is_found_by_every_name_first() -> None:
    make.make_published_article(headline="Okapi Smith spoke")
    person = make.make_person(name="Jane Okapi", aliases=["Okapi Smith"])
    publish(working_copy=person, version=person.version, actor=None)
    assert kinds("okapi smith") == ["person", "article"]


def test_quotations_are_a_kind_of_their_own() -> None:
    person = make.make_person(name="Sam Moor")
    make.make_published_article(headline="Said", body=make.quoting("Nothing was decided", person=person))
    assert kinds("decided") == ["article"]
    search = Search("decided").kinds("quotation")
    assert [hit.kind for hit in search.page().hits] == ["quotation"]
    assert search.mentioning(person).at_least(5) == 1
