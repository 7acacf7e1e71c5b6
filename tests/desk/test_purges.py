"""Administrators see what the caches in front were told, and have them told again; nobody else does."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.queue import enqueue
from jobs.working import work_off
from publishing.caching import announce
from purging import tasks
from purging.words import ALL, word
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.colleagues.test_passwords import text_of
from tests.purging.caches import SECRET, Cache, told_of_changes

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ADDRESS = "/admin/purges/"


@pytest.fixture
def cache() -> Iterator[Cache]:
    with told_of_changes() as made:
        enqueue(tasks.TRY)
        work_off()
        Job.objects.all().delete()
        made.told.clear()
        yield made


@pytest.fixture
def page() -> AdminPage:
    return AdminPage(make.make_user("administrator"))


def test_without_a_cache_the_page_says_so(page: AdminPage) -> None:
    shown = text_of(page.open(ADDRESS))
    assert "No cache in front is told of changes" in shown and "Purge everything" not in shown
    assert "Nothing was done" in page.said(page.client.post(ADDRESS, {"what": "everything"}, follow=True))


def test_what_was_told_is_shown_softly_and_hard(cache: Cache, page: AdminPage) -> None:
    announce("articles.article:1")
    work_off()
    announce("articles.article:2", hard=True)
    waiting = text_of(page.open(ADDRESS))
    assert "1 change waits to be told" in waiting and "1 change: pages asked for anew" in waiting
    work_off()
    shown = text_of(page.open(ADDRESS))
    assert "1 change: pages dropped, as something on them is no longer public" in shown
    assert "Nothing waits to be told" in shown and f"127.0.0.1:{cache.port}" in shown
    assert SECRET not in shown and word("articles.article:1") not in shown


def test_what_fails_is_shown_with_when_it_is_tried_again(cache: Cache, page: AdminPage) -> None:
    cache.status = 503
    announce("articles.article:1")
    work_off()
    shown = text_of(page.open(ADDRESS))
    assert "refused, with the code 503" in shown and "pages are handed out for a minute at most" in shown
    assert "Next try:" in shown and "1 change waits" in shown


def test_try_again_does_not_wait(cache: Cache, page: AdminPage) -> None:
    cache.status = 503
    announce("articles.article:1", hard=True)
    work_off()
    cache.status = 200
    assert work_off() == 0
    assert "told again in a moment" in page.said(page.client.post(ADDRESS, {"what": "again"}, follow=True))
    work_off()
    assert word("articles.article:1") in cache.hard[-1]
    shown = text_of(page.open(ADDRESS))
    assert "Nothing waits" in shown and "They were reached the last time" in shown


def test_everything_is_purged_hard(cache: Cache, page: AdminPage) -> None:
    answer = page.client.post(ADDRESS, {"what": "everything"}, follow=True)
    assert "Everything is dropped in a moment" in page.said(answer)
    work_off()
    assert cache.hard == [{word(ALL)}]
    assert "Everything dropped" in text_of(page.open(ADDRESS))
    Job.objects.update(due_at=timezone.now())
    cache.told.clear()
    enqueue(tasks.TRY)
    work_off()
    # What was on its way, and no more.
    assert len(cache.hard) == 1


def test_nobody_else_sees_or_does_it(cache: Cache) -> None:
    editor = AdminPage(make.make_user("editor"))
    assert editor.client.get(ADDRESS).status_code == 403
    assert editor.client.post(ADDRESS, {"what": "everything"}).status_code == 403
    assert not Job.objects.exists()


def test_the_desk_says_to_administrators_that_a_cache_may_show_what_is_gone(
    cache: Cache, page: AdminPage
) -> None:
    said = "could not be told what has changed"
    assert said not in text_of(page.open("/admin/"))
    cache.status = 503
    announce("articles.article:1", hard=True)
    work_off()
    shown = page.open("/admin/")
    assert said in text_of(shown) and ADDRESS in shown.content.decode()
    assert said not in text_of(AdminPage(make.make_user("editor")).open("/admin/"))
