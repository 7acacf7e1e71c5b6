"""What others announced is counted here; whoever was away for long believes nothing that was kept before."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from publishing.caching import reading, watching
from publishing.caching.counters import own
from publishing.caching.reading import LOOK_BACK, MOST_AWAY, read_announced
from publishing.models import PublicChange
from tests.publishing.caching.folders import fresh_counters  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh_counters")]

SECOND = timedelta(seconds=1)


def announced_elsewhere(**more: Any) -> PublicChange:
    return PublicChange.objects.create(keys=["a"], **more)


def test_what_others_announced_is_counted_once() -> None:
    announced_elsewhere()
    assert [read_announced(), read_announced()] == [1, 0]
    assert own.now(["a"]) == (1,)


def test_a_machine_that_was_away_for_long_believes_nothing_of_before() -> None:
    now = timezone.now()
    with time_machine.travel(now - 2 * LOOK_BACK, tick=False):
        read_announced()
    kept = own.snapshot()
    announced_elsewhere(at=now - 1.5 * LOOK_BACK)
    read_announced()
    assert own.epoch() != kept.epoch
    assert own.read_at() > 0


@pytest.mark.parametrize("away", [timedelta(), SECOND, MOST_AWAY])
def test_a_short_absence_drops_nothing(away: timedelta) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        read_announced()
        before = own.snapshot()
        clock.shift(away)
        read_announced()
        assert own.snapshot() == before


@pytest.mark.parametrize("away", [MOST_AWAY + SECOND, -SECOND])
def test_a_long_absence_and_a_clock_that_went_back_begin_anew(away: timedelta) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        read_announced()
        before = own.epoch()
        clock.shift(away)
        read_announced()
        after = own.epoch()
        read_announced()
        assert before != after == own.epoch()


def test_while_the_database_is_away_what_is_kept_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        read_announced()
        before = own.epoch()
        clock.shift(2 * LOOK_BACK)
        with monkeypatch.context() as patch:
            patch.setattr(
                reading, "PublicChange", Mock(objects=Mock(filter=Mock(side_effect=OperationalError)))
            )
            with pytest.raises(OperationalError):
                read_announced()
        assert own.epoch() == before
        read_announced()
        assert own.epoch() != before


def test_a_process_reads_before_its_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_started_in", None)
    monkeypatch.setattr(watching, "close_old_connections", lambda: None)
    monkeypatch.setattr(threading.Thread, "start", Mock())
    mark = announced_elsewhere().mark
    application = watching.watched(lambda environ, start_response: own.unknown([mark]))
    assert application({}, None) == []


def test_whatever_goes_wrong_somebody_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    class Enough(BaseException):
        pass

    looks: Any = Mock(side_effect=[RuntimeError, KeyError, Enough])
    monkeypatch.setattr(watching, "EVERY", 0)
    watcher = watching.Watcher()
    monkeypatch.setattr(watcher, "look", looks)
    with pytest.raises(Enough):
        watcher.run()
    assert looks.call_count == 3


def test_where_nothing_can_be_counted_nothing_kept_is_believed(tmp_path: Path) -> None:
    """A folder nobody may write any more: a change could not be told, so every page is made anew."""
    watcher = watching.Watcher()
    watcher.look_first()
    number = own.number()
    place = tmp_path / "changes.reading"
    place.unlink()
    place.mkdir()
    watcher.look_first()
    with pytest.raises(OSError, match="Nothing can be counted"):
        own.number()
    place.rmdir()
    watcher.look_first()
    assert own.number() == number
