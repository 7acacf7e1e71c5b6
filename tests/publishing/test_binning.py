"""The bin: a draft nobody saw goes there, comes back whole, and is gone when its time is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from profiles.models import Person
from publishing import payloads
from publishing.bases import RevisionKind, WorkingCopy
from publishing.errors import EditConflict, InBin, InUse, NotAllowed, NotThere, WrongState
from publishing.models import Event
from publishing.querysets import IN_BIN_FOR
from publishing.workflow import (
    bin_draft,
    cancel,
    create,
    empty_bin,
    publish,
    restore,
    save_revision,
    schedule,
    submit,
    take_out_of_bin,
    withdraw,
)
from tests import factories as make
from tests.colleagues.test_races import together
from tests.publishing.history import nothing_changes, one_entry, verbs_of

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def reporter() -> User:
    return make.make_user("reporter")


@pytest.fixture
def editor() -> User:
    return make.make_user("editor")


def throw_away(page: WorkingCopy, actor: User | None = None) -> None:
    bin_draft(working_copy=page, version=page.version, actor=actor)


def put_back(page: WorkingCopy, actor: User | None = None) -> list[WorkingCopy]:
    return take_out_of_bin(working_copy=page, version=page.version, actor=actor)


@contextmanager
def later(time: timedelta) -> Iterator[None]:
    with time_machine.travel(timezone.now() + time, tick=False):
        yield


@pytest.mark.parametrize("made", [make.make_article, make.make_person, make.make_page])
def test_a_draft_goes_into_the_bin_and_comes_back_as_it_was(made: Any, editor: User) -> None:
    page = made(body=make.citing(make.make_reference()))
    payload = page.payload()
    with one_entry(page, "bin"):
        throw_away(page, editor)
    assert (page.binned_by, page.gone_at) == (editor, page.binned_at + timedelta(days=30))
    assert not type(page).objects.out_of_bin().exists()
    assert list(type(page).objects.in_bin(timezone.now())) == [page]
    with one_entry(page, "put_back"):
        assert put_back(page, editor) == []
    assert (page.binned_at, page.binned_by, page.payload()) == (None, None, payload)
    assert page.version == 1


def test_nothing_else_can_be_done_to_it_there(editor: User) -> None:
    article = make.make_article()
    throw_away(article)
    about = {"working_copy": article, "version": 1, "actor": editor}
    with nothing_changes(article):
        for verb, more in (
            (publish, {}),
            (schedule, {"starts_at": make.tomorrow()}),
            (submit, {}),
            (restore, {"revision": 1}),
            (bin_draft, {}),
        ):
            with pytest.raises(InBin, match="Put it back first"):
                verb(**about, **more)


def test_who_saves_meanwhile_loses_no_text(reporter: User, editor: User) -> None:
    article = make.make_article(actor=reporter)
    throw_away(article, editor)
    with pytest.raises(EditConflict, match="kept as saved version 2") as refusal:
        save_revision(working_copy=article, payload={"headline": "Mine"}, version=1, actor=reporter)
    assert refusal.value.kept.kind == RevisionKind.KEPT
    article.refresh_from_db()
    assert article.headline != "Mine" and article.binned_at is not None
    put_back(article, reporter)
    restore(working_copy=article, revision=2, version=1, actor=reporter)
    assert article.headline == "Mine"


def test_nobody_throws_away_a_version_they_have_not_seen(editor: User) -> None:
    article = make.make_article()
    make.save(article, headline="Newer")
    with nothing_changes(article), pytest.raises(EditConflict):
        bin_draft(working_copy=article, version=1, actor=editor)
    throw_away(article)
    with nothing_changes(article), pytest.raises(EditConflict):
        take_out_of_bin(working_copy=article, version=1, actor=editor)


def test_what_readers_saw_or_will_see_is_taken_down_instead(editor: User) -> None:
    article = make.make_published_article()
    with nothing_changes(article), pytest.raises(WrongState, match="Take it down instead"):
        throw_away(article, editor)
    withdraw(working_copy=article, edition=1, actor=None)
    with nothing_changes(article), pytest.raises(WrongState, match="stays on record"):
        throw_away(article, editor)
    waiting = make.make_scheduled_article(starts_at=make.tomorrow())
    with nothing_changes(waiting), pytest.raises(WrongState, match="Cancel the schedule first"):
        throw_away(waiting, editor)
    cancel(working_copy=waiting, edition=1, actor=None)
    throw_away(waiting, editor)


def test_writers_throw_away_what_is_theirs_and_editors_anything(reporter: User, editor: User) -> None:
    other = make.make_user("reporter")
    article = make.make_article(actor=reporter)
    with nothing_changes(article):
        for colleague in (other, make.make_user()):
            with pytest.raises(NotAllowed):
                throw_away(article, colleague)
    throw_away(article, reporter)
    with pytest.raises(NotAllowed, match="Only editors, and whoever deleted"):
        put_back(article, other)
    put_back(article, reporter)
    submit(working_copy=article, version=1, actor=reporter)
    with pytest.raises(NotAllowed, match="The editors"):
        throw_away(article, reporter)
    throw_away(article, editor)
    put_back(article, editor)


def test_putting_back_what_is_not_there_any_more_is_refused(editor: User) -> None:
    article = make.make_article()
    with pytest.raises(WrongState, match="not in the bin"):
        put_back(article, editor)


def test_somebody_who_is_used_stays_and_is_told_where(editor: User) -> None:
    person = make.make_person(name="Ada")
    make.make_user("reporter", first_name="Rita", last_name="Roe", person=person)
    make.make_article(headline="Names her", body=make.mentioning(person))
    make.make_article(
        headline="Credits her", credits=[{"person": person.key, "name": "", "role": "Research"}]
    )
    article = make.make_published_article(headline="Quotes her", body=make.quoting("So", person=person))
    withdraw(working_copy=article, edition=1, actor=None)
    with nothing_changes(person), pytest.raises(InUse) as refusal:
        throw_away(person, editor)
    sentence = str(refusal.value)
    assert "article “Names her” (draft)" in sentence
    assert "article “Credits her” (draft)" in sentence
    assert "article “Quotes her” (draft, published version)" in sentence
    assert "colleague “Rita Roe”" in sentence
    assert len(refusal.value.uses) == 4


def test_naming_oneself_keeps_nobody(editor: User) -> None:
    person = make.make_person()
    make.save(person, body=make.mentioning(person))
    throw_away(person, editor)


def test_who_is_named_only_from_the_bin_may_go_and_comes_back_with_it(editor: User, reporter: User) -> None:
    person, other = make.make_person(), make.make_person()
    article = make.make_article(
        actor=reporter,
        body=make.mentioning(other),
        credits=[{"person": person.key, "name": "", "role": ""}],
    )
    for page in (article, person, other):
        throw_away(page, editor)
    back = put_back(article, reporter)
    assert {page.pk for page in back} == {person.pk, other.pk}
    person.refresh_from_db()
    assert person.binned_at is None and verbs_of(person)[-1] == "put_back"


def test_who_is_named_twice_comes_back_once(editor: User) -> None:
    last = make.make_person(name="Bert")
    first = make.make_person(name="Anna", body=make.mentioning(last))
    article = make.make_article(body=make.mentioning(first) + make.mentioning(last))
    for page in (article, first, last):
        throw_away(page, editor)
    assert {page.pk for page in put_back(article, editor)} == {first.pk, last.pk}
    assert Event.objects.filter(verb="put_back").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_put_back_different_drafts_do_not_wait_for_each_other() -> None:
    pages = [make.make_person(name=name) for name in ("Anna", "Bert")]
    # Each names the other: neither could be thrown away alone.
    type(pages[0]).objects.filter(pk=pages[0].pk).update(body=make.mentioning(pages[1]))
    type(pages[1]).objects.filter(pk=pages[1].pk).update(body=make.mentioning(pages[0]))
    pages += [make.make_article(), make.make_page()]
    for _number in range(8):
        for page in pages:
            type(page).objects.filter(pk=page.pk).update(binned_at=timezone.now())
        came = together(*(lambda page=page: put_back(page) for page in pages))
        assert None not in came
        assert not any(type(page).objects.in_bin(timezone.now()).exists() for page in pages)


def test_the_address_is_free_meanwhile_and_putting_back_takes_a_number() -> None:
    article = make.make_article(headline="The first day")
    throw_away(article)
    taker = make.make_article(headline="The first day")
    assert taker.slug == "the-first-day"
    put_back(article)
    assert article.slug == "the-first-day-2"
    revision = article.revisions.get(number=article.version)
    assert "the-first-day" in revision.note
    assert payloads.read(revision) == article.payload()
    publish(working_copy=article, version=article.version, actor=None)


def test_until_its_last_second_it_can_be_put_back_and_then_it_cannot(editor: User) -> None:
    article = make.make_article()
    throw_away(article)
    with later(IN_BIN_FOR - SECOND):
        assert empty_bin() == []
        put_back(article, editor)
    throw_away(article)
    with later(IN_BIN_FOR):
        assert not Article.objects.in_bin(timezone.now()).exists()
        with pytest.raises(WrongState, match="removed for good"):
            put_back(article, editor)
        with pytest.raises(WrongState, match="removed for good"):
            save_revision(working_copy=article, payload={}, version=1, actor=editor)
        assert Article.objects.filter(pk=article.pk).exists()
        assert empty_bin() == [article.headline]
    assert not Article.objects.filter(pk=article.pk).exists()


def test_who_lay_there_with_an_article_goes_after_it() -> None:
    person = make.make_person()
    article = make.make_article(credits=[{"person": person.key, "name": "", "role": ""}])
    throw_away(article)
    with later(SECOND):
        throw_away(person)
    with later(IN_BIN_FOR + SECOND):
        assert empty_bin() == [article.headline, person.name]
    assert not Person.objects.exists()


def test_what_is_used_after_all_is_put_back_instead_of_lost() -> None:
    person = make.make_person(name="Ada")
    throw_away(person)
    make.make_article(headline="Pasted from elsewhere", body=make.mentioning(person))
    with later(IN_BIN_FOR):
        assert empty_bin() == []
    person.refresh_from_db()
    assert person.binned_at is None
    event = Event.objects.filter(object_key=person.key).latest("id")
    assert (event.verb, event.actor) == ("put_back", None)
    assert "Pasted from elsewhere" in event.note


def test_somebody_in_the_bin_is_no_choice_any_more() -> None:
    person = make.make_person()
    throw_away(person)
    article = Article()
    with pytest.raises(NotThere, match="no longer there"):
        create(
            working_copy=article,
            payload={"headline": "By her", "credits": [{"person": person.key, "name": "", "role": ""}]},
            actor=None,
        )
    assert not Article.objects.exists()


def test_an_earlier_version_comes_back_without_what_is_gone() -> None:
    person, tag, image = make.make_person(), make.make_tag(), make.make_image()
    article = make.make_article(
        headline="Earlier",
        credits=[
            {"person": person.key, "name": "", "role": ""},
            {"person": None, "name": "Reuters", "role": ""},
        ],
        tags=[tag.key],
        main_image=image.key,
    )
    make.save(article, headline="Later", credits=[], main_image=None)
    throw_away(person)
    restored = restore(working_copy=article, revision=1, version=2, actor=None)
    assert article.headline == "Earlier"
    assert [(credit["person"], credit["name"]) for credit in article.payload()["credits"]] == [
        (None, "Reuters")
    ]
    assert (article.payload()["tags"], article.payload()["main_image"]) == ([tag.key], image.key)
    assert "1 choice of that version is not there any more" in restored.note
    assert Event.objects.latest("id").data == {"restored": 1, "left_out": [person.key]}
