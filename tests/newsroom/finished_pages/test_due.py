"""What begins by the clock is on kept pages at its second, though no page with it was there to say so."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from articles.models import Article
from publishing.caching import due, every, shows
from tests.factories import make_scheduled_article
from tests.newsroom.finished_pages.served import Pages, Served
from tests.publishing.caching.folders import fresh_counters  # noqa: F401

pytestmark = pytest.mark.usefixtures("fresh_counters")

HOUR = timedelta(hours=1)


def a_list() -> Served:
    return Served(Pages(says=lambda path: shows(every(Article))))


@pytest.mark.django_db(transaction=True)
def test_a_list_has_what_begins_at_its_second() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        make_scheduled_article(starts_at=now + HOUR)
        served = a_list()
        served.get()
        clock.move_to(now + HOUR - timedelta(seconds=1))
        served.get()
        assert served.made == 1
        clock.move_to(now + HOUR)
        served.get()
        assert served.made == 2
        clock.move_to(now + 2 * HOUR)
        served.get()
        assert served.made == 2


@pytest.mark.django_db
def test_while_the_database_is_away_kept_pages_are_answered_and_it_is_hardly_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(due._Away, "until", 0.0)
    asked: list[None] = []

    def away() -> None:
        asked.append(None)
        raise OperationalError

    with time_machine.travel(timezone.now(), tick=False) as clock:
        served = a_list()
        served.get()
        due.own.keep_due(looked=1, due=1, plans=due.own.looked()[1])
        monkeypatch.setattr(due, "catch_up", away)
        for _ in range(10):
            assert served.get().status == 200
        assert (served.made, len(asked)) == (1, 1)
        clock.shift(due.AWAY_FOR + 1)
        served.get()
        assert len(asked) == 2
