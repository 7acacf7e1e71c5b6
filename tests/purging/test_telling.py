"""What changes is told to the caches in front: softly, or hard where something ceased to be public."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from jobs.models import Job, State
from jobs.queue import enqueue
from jobs.working import work_off
from publishing import workflow
from publishing.caching import announce, announce_plans, due, every, leading_to, row
from publishing.models import PublicChange
from publishing.records import save_record
from purging import rounds, tasks, trust
from purging.models import Front
from purging.words import ALL, PROBE, word
from references.models import Reference
from tests import factories as make
from tests.purging.caches import Cache, told_of_changes

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def cache():
    """A cache that has been told everything so far, with nothing written down."""
    with told_of_changes() as made:
        rounds_done()
        made.told.clear()
        Job.objects.all().delete()
        yield made


def rounds_done() -> None:
    enqueue(tasks.TRY)
    work_off()


def jobs(kind: str = tasks.TELL) -> list[Job]:
    return list(Job.objects.filter(kind=kind).order_by("pk"))


def test_where_no_cache_is_told_nothing_is_put_in() -> None:
    announce("articles.article:1")
    assert not Job.objects.exists()


def test_a_change_is_told_softly(cache: Cache) -> None:
    announce("articles.article:1")
    assert work_off() == 1
    assert word("articles.article:1") in cache.soft[0] and not cache.hard


def test_what_ceased_to_be_public_is_told_hard_and_first(cache: Cache) -> None:
    announce("articles.article:1")
    announce("articles.article:2", hard=True)
    work_off()
    assert word("articles.article:2") in cache.hard[0]
    assert word("articles.article:1") in cache.soft[0] and word("articles.article:2") not in cache.soft[0]
    assert "X-Purge-Hard" in cache.told[0]["headers"]


@pytest.mark.on_both
def test_many_changes_are_one_job(cache: Cache) -> None:
    for number in range(30):
        with transaction.atomic():
            announce(f"articles.article:{number}")
    assert len(jobs()) == 1
    work_off()
    assert {word(f"articles.article:{number}") for number in range(30)} <= cache.soft[0]
    announce("articles.article:99")
    assert [job.state for job in jobs()] == [State.DONE, State.WAITING]


def test_what_is_only_planned_is_told_to_nobody(cache: Cache) -> None:
    announce_plans()
    assert not Job.objects.exists()


def test_it_is_told_once_more_for_what_was_on_its_way(cache: Cache) -> None:
    announce("articles.article:1", hard=True)
    work_off()
    (again,) = jobs(tasks.TELL_AGAIN)
    assert again.due_at > timezone.now()
    Job.objects.update(due_at=timezone.now())
    cache.told.clear()
    work_off()
    assert word("articles.article:1") in cache.hard[0]
    assert len(jobs(tasks.TELL_AGAIN)) == 1


def test_nothing_is_told_a_third_time(cache: Cache) -> None:
    announce("articles.article:1")
    work_off()
    cache.told.clear()
    enqueue(tasks.TRY)
    work_off()
    assert cache.soft == [{word(PROBE)}] and not cache.hard


def test_a_change_that_shows_late_is_told_all_the_same(cache: Cache) -> None:
    for key in ("articles.article:1", "articles.article:2"):
        announce(key)
    first = PublicChange.objects.order_by("pk")[PublicChange.objects.count() - 2]
    late = {"pk": first.pk, "keys": first.keys, "mark": first.mark}
    first.delete()
    work_off()
    cache.told.clear()
    # Its transaction took longer than that of the one behind it.
    PublicChange.objects.create(**late)
    enqueue(tasks.TRY)
    work_off()
    assert word("articles.article:1") in cache.soft[0] and word("articles.article:2") not in cache.soft[0]


def test_what_failed_is_told_first_when_it_works_again(cache: Cache) -> None:
    cache.status = 500
    announce("articles.article:1", hard=True)
    work_off()
    job = jobs()[-1]
    assert job.state == State.WAITING and "refused, with the code 500" in job.fault
    cache.status = 200
    cache.told.clear()
    announce("articles.article:2")
    work_off()
    assert word("articles.article:1") in cache.hard[0] and word("articles.article:2") in cache.soft[0]
    assert Front.objects.get().fault == ""


@pytest.mark.on_both
def test_while_it_fails_one_job_tries_again_and_not_one_for_each_change(cache: Cache) -> None:
    cache.status = 500
    for number in range(5):
        announce(f"articles.article:{number}")
        work_off()
    states = [job.state for job in jobs()]
    assert states.count(State.WAITING) == 1 and State.FAILED not in states


def test_pages_may_be_kept_longer_only_while_the_last_try_went_through(cache: Cache) -> None:
    assert trust.can_be_told()
    cache.status = 500
    announce("articles.article:1")
    work_off()
    trust.forget()
    assert not trust.can_be_told()
    cache.status = 200
    enqueue(tasks.TRY)
    work_off()
    trust.forget()
    assert trust.can_be_told()


def test_a_worker_that_is_gone_is_no_longer_counted_on(cache: Cache) -> None:
    Front.objects.update(reached_at=timezone.now() - trust.BELIEVED_FOR - timedelta(seconds=1))
    trust.forget()
    assert not trust.can_be_told()


@pytest.mark.on_both
@pytest.mark.parametrize("fault", [InterfaceError, OperationalError])
def test_while_the_database_is_away_nothing_is_kept_for_long(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    trust.forget()
    monkeypatch.setattr(trust.Front, "objects", Mock(first=Mock(side_effect=fault)))
    assert not trust.can_be_told()
    trust.forget()


@pytest.mark.on_both
def test_whoever_was_not_reached_for_long_drops_everything_first(cache: Cache) -> None:
    Front.objects.update(reached_at=timezone.now() - rounds.FORGOTTEN_AFTER - timedelta(seconds=1))
    announce("articles.article:1")
    work_off()
    assert cache.hard == [{word(ALL)}] and not cache.soft


def test_another_secret_is_another_beginning(cache: Cache, settings) -> None:
    settings.SECRET_KEY = "another secret that is long enough for a site"
    trust.forget()
    assert not trust.can_be_told()
    enqueue(tasks.TRY)
    work_off()
    assert cache.hard == [{word(ALL)}]


def test_the_menu_is_on_every_page(cache: Cache) -> None:
    make.fill_in_newsroom(tagline="Another one")
    enqueue(tasks.TRY)
    work_off()
    assert word(ALL) in cache.soft[0]


def test_very_much_at_once_is_everything(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_WORDS", 10)
    announce(*(f"articles.article:{number}" for number in range(20)))
    announce("articles.article:99", hard=True)
    work_off()
    assert cache.soft == [{word(ALL)}] and word("articles.article:99") in cache.hard[0]


def test_a_text_is_dropped_when_a_source_it_keeps_secret_changes(cache: Cache) -> None:
    source = make.make_reference(confidential=True)
    cites, other = make.make_published_article(sources=[source.key]), make.make_published_article()
    work_off()
    cache.told.clear()
    announce(row(Reference, source.pk))
    work_off()
    assert word(row(cites)) in cache.soft[0] and word(row(other)) not in cache.soft[0]


def test_a_text_is_dropped_when_somebody_it_names_gets_a_page(cache: Cache) -> None:
    person = make.make_person()
    names = make.make_published_article(body=make.mentioning(person))
    other = make.make_published_article()
    work_off()
    cache.told.clear()
    announce(row(person))
    work_off()
    assert word(row(names)) in cache.soft[0] and word(row(other)) not in cache.soft[0]


def gone(cache: Cache) -> set[str]:
    """Return the words of all that was dropped at once."""
    work_off()
    return set().union(*cache.hard)


def begun(cache: Cache) -> None:
    """Forget what was told so far."""
    work_off()
    cache.told.clear()


@pytest.mark.on_both
def test_taken_down_an_article_is_gone_from_every_list_and_so_is_its_picture(cache: Cache) -> None:
    image, tag = make.make_image(), make.make_tag("Climate")
    article = make.make_published_article(main_image=image.key, tags=[tag.key])
    begun(cache)
    workflow.withdraw(working_copy=article, edition=1, actor=None)
    assert {word(row(article)), word(every(type(article))), word(leading_to(image))} <= gone(cache)


@pytest.mark.on_both
def test_at_its_end_an_article_is_gone(cache: Cache) -> None:
    article = make.make_article()
    ends = timezone.now() + timedelta(minutes=10)
    workflow.publish(working_copy=article, version=article.version, actor=None, expires_at=ends)
    begun(cache)
    # This test commits nothing, so what the test before it knew to be due would still be believed.
    due.own.begin_anew()
    due.catch_up()
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        due.catch_up()
        assert word(row(article)) in gone(cache)


@pytest.mark.on_both
def test_made_confidential_a_source_is_gone(cache: Cache) -> None:
    source = make.make_reference()
    make.make_published_article(sources=[source.key])
    begun(cache)
    save_record(record=source, changes={"confidential": True}, version=source.version, actor=None)
    assert word(row(source)) in gone(cache)


def test_a_closed_profile_is_gone(cache: Cache) -> None:
    person = make.make_person(published=True)
    begun(cache)
    workflow.withdraw(working_copy=person, edition=1, actor=None)
    assert word(row(person)) in gone(cache)


def test_a_new_version_takes_away_nothing_while_the_site_is_away(cache: Cache) -> None:
    article = make.make_published_article()
    begun(cache)
    version = make.save(article, headline="Another one")
    workflow.publish(working_copy=article, version=version, actor=None, change="minor")
    assert gone(cache) == set() and word(row(article)) in cache.soft[0]


def test_a_draft_is_told_to_nobody_and_a_planned_successor_only_ends_what_is_kept(cache: Cache) -> None:
    article = make.make_published_article()
    begun(cache)
    version = make.save(article, headline="Not yet")
    work_off()
    assert not cache.told
    workflow.schedule(
        working_copy=article, version=version, actor=None, starts_at=make.tomorrow(), change="minor"
    )
    # Asked for anew it says until when it may be kept.
    assert gone(cache) == set() and word(row(article)) in cache.soft[0]
