"""What begins and ends by the clock is announced by whoever passes that moment first, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleEdition
from publishing.caching import due, leading_to, row
from publishing.caching.announcing import microseconds
from publishing.caching.counters import own
from publishing.models import PublicChange
from publishing.workflow import cancel, publish, schedule, withdraw
from tests.desk.test_plans import plan_of
from tests.factories import make_article, make_published_article, make_tag, save
from tests.publishing.caching.folders import fresh_counters  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_counters")]

HOUR = timedelta(hours=1)


def scheduled(starts_at: datetime, *, expires_at: datetime | None = None, **payload: Any) -> Article:
    article = make_article(**payload)
    schedule(
        working_copy=article,
        version=article.version,
        starts_at=starts_at,
        expires_at=expires_at,
        actor=None,
    )
    return article


def pass_by(at: datetime) -> tuple[set[str], bool]:
    """Let somebody come by at that moment; return what was announced, and whether some of it hard."""
    PublicChange.objects.all().delete()
    with time_machine.travel(at, tick=False):
        if due.is_due(microseconds(timezone.now())):
            due.catch_up()
        assert not due.is_due(microseconds(timezone.now()))
    rows = list(PublicChange.objects.all())
    return {key for change in rows for key in change.keys}, any(change.hard for change in rows)


def test_what_begins_is_announced_when_it_does_and_once() -> None:
    now, tag = timezone.now(), make_tag()
    article = scheduled(now + HOUR, tags=[tag.key])
    assert pass_by(now) == (set(), False)
    assert own.due() == microseconds(now + HOUR)
    before = own.now([row(article), leading_to(tag)])
    keys, hard = pass_by(now + HOUR)
    assert {row(article), leading_to(tag)} <= keys
    assert not hard
    assert all(new > old for new, old in zip(own.now([row(article), leading_to(tag)]), before, strict=True))
    assert pass_by(now + 2 * HOUR) == (set(), False)
    assert own.due() == due.NEVER


def test_what_ends_goes_hard_unless_another_version_follows() -> None:
    now = timezone.now()
    ending, replaced = scheduled(now + HOUR, expires_at=now + 2 * HOUR), make_published_article()
    schedule(
        working_copy=replaced, version=save(replaced, headline="B"), starts_at=now + 3 * HOUR, actor=None
    )
    pass_by(now)
    pass_by(now + HOUR)
    keys, hard = pass_by(now + 2 * HOUR)
    assert row(ending) in keys
    assert hard
    keys, hard = pass_by(now + 3 * HOUR)
    assert row(replaced) in keys
    assert not hard


def test_what_came_due_while_nobody_came_by_is_announced_by_who_comes_next() -> None:
    now = timezone.now()
    articles = [scheduled(now + number * HOUR) for number in (1, 2, 3)]
    pass_by(now)
    keys, _hard = pass_by(now + 10 * HOUR)
    assert {row(article) for article in articles} <= keys


def test_a_plan_that_changes_is_looked_at_again() -> None:
    make_published_article()
    now = timezone.now()
    pass_by(now)
    assert own.due() == due.NEVER
    article = scheduled(now + HOUR)
    assert due.is_due(microseconds(now))
    pass_by(now)
    assert own.due() == microseconds(now + HOUR)
    cancel(working_copy=article, edition=1, actor=None)
    pass_by(now)
    assert own.due() == due.NEVER


def test_a_plan_kept_later_than_it_begins_is_not_missed() -> None:
    """Whoever schedules may be kept waiting by the database until its time has come."""
    now = timezone.now()
    pass_by(now)
    with time_machine.travel(now, tick=False):
        article = make_article()
        starts = now + timedelta(seconds=1)
        # What is counted when the transaction is kept is counted late: two seconds later.
        counted: list[Any] = []
        count = own.count
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(own, "count", lambda *args, **more: counted.append((args, more)))
            schedule(working_copy=article, version=article.version, starts_at=starts, actor=None)
    with time_machine.travel(now + 2 * timedelta(seconds=1), tick=False):
        own.keep_due(looked=microseconds(timezone.now()), due=due.NEVER, plans=own.looked()[1])
    for args, more in counted:
        count(*args, **more)
    keys, _hard = pass_by(now + timedelta(seconds=3))
    assert row(article) in keys


def test_a_plan_made_while_somebody_looks_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now, look = timezone.now(), due.next_after

    def meanwhile(at: datetime) -> int:
        found = look(at)
        scheduled(now + HOUR)
        monkeypatch.setattr(due, "next_after", look)
        return found

    monkeypatch.setattr(due, "next_after", meanwhile)
    due.catch_up()
    assert due.is_due(microseconds(timezone.now()))
    pass_by(now)
    assert own.due() == microseconds(now + HOUR)


def test_a_clock_that_goes_back_takes_back_what_had_begun() -> None:
    now = timezone.now()
    article = scheduled(now + HOUR)
    pass_by(now)
    pass_by(now + HOUR)
    keys, hard = pass_by(now)
    assert row(article) in keys
    assert hard
    assert row(article) in pass_by(now + HOUR)[0]


def test_what_was_taken_down_or_has_no_end_is_never_due() -> None:
    article = make_published_article()
    withdraw(working_copy=article, edition=1, actor=None)
    publish(working_copy=make_article(), version=1, actor=None)
    pass_by(timezone.now())
    assert own.due() == due.NEVER


@pytest.mark.parametrize("which", ["starts", "ends"])
def test_the_next_moment_is_read_from_an_index(which: str) -> None:
    make_published_article()
    rows = due.upcoming(ArticleEdition, timezone.now())[which == "ends"]
    with transaction.atomic():
        assert f"articleedition_{which}" in plan_of(lambda: rows)
