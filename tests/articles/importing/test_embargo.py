"""An embargo that came with a text holds its draft back, and no later version loosens it in silence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from articles.importing import Options, Outcome, bring_in
from articles.models import Article
from manuscripts import Embargo, Manuscript, Paragraph
from publishing.history import history_of
from publishing.workflow import lift_embargo, schedule

pytestmark = pytest.mark.django_db

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
FOUR = datetime(2026, 5, 4, 4, tzinfo=UTC)
WORDS = "The rain that fell on Monday was more than in any week of the year before, the office said."
LINE = "EMBARGOED"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW) as traveller:
        yield traveller


def brought(
    moment: str | None, *, digest: str = "a", more: str = "", line: str = LINE, **asked: Any
) -> Outcome:
    embargo = None if moment is None else Embargo(line, moment)
    blocks = (Paragraph(WORDS), *([Paragraph(more)] if more else []))
    options = Options(zone=OSLO, **asked)
    return bring_in(
        Manuscript("Rain", blocks, embargo=embargo), digest=digest * 64, name="a.txt", options=options
    )


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("2026-05-04T06:00", FOUR),
        ("2026-05-04T06:00-04:00", FOUR + timedelta(hours=6)),
        ("2026-05-04", datetime(2026, 5, 3, 22, tzinfo=UTC)),
        ("", None),
        # Clocks in Oslo never show it, and show the other one twice.
        ("2027-03-28T02:30", None),
        ("2026-10-25T02:30", None),
    ],
)
def test_its_moment_is_one_of_the_newsroom(said: str, means: datetime | None) -> None:
    article = brought(said).article
    assert (article.embargo_line, article.not_before) == (LINE, means)
    assert LINE not in article.body and not article.notes.exists()
    assert [event.verb for event in history_of(article)] == ["embargo", "create"]


@pytest.mark.parametrize("date", [None, NOW - timedelta(days=9), FOUR - timedelta(hours=1)])
def test_it_is_not_published_before_and_that_is_said(date: datetime | None) -> None:
    for _time in range(2):
        outcome = brought("2026-05-04T06:00", publish=True, date=date)
        assert outcome.status in ("imported", "unchanged") and not outcome.article.editions.exists()
        assert any("“Rain” is under embargo until" in warning for warning in outcome.warnings)


def test_it_is_scheduled_for_a_date_that_is_late_enough() -> None:
    outcome = brought("2026-05-04T06:00", publish=True, date=FOUR)
    assert outcome.status == "scheduled" and outcome.article.editions.get().starts_at == FOUR


def test_one_that_is_over_keeps_nothing_back() -> None:
    assert brought("2026-04-01", publish=True, date=datetime(2026, 3, 1, tzinfo=UTC)).status == "published"


def test_a_later_version_never_loosens_it() -> None:
    brought("2026-05-04T06:00")
    earlier = brought("2026-05-02", digest="b", more="It was dry again.", line="EMBARGO moved")
    assert earlier.article.not_before == FOUR and any("EMBARGO moved" in said for said in earlier.warnings)
    without = brought(None, digest="c", more="It was dry again, and it stayed so.")
    assert without.article.not_before == FOUR and without.status == "updated"
    stricter = brought("", digest="d", more="It was dry again, and it stayed so.", line="HOLD")
    assert stricter.status == "unchanged"
    assert (stricter.article.embargo_line, stricter.article.not_before) == ("HOLD", None)
    assert Article.objects.count() == 1


def test_what_an_editor_has_said_of_the_same_line_stands() -> None:
    article = brought("").article
    assert article.embargo is not None
    lift_embargo(working_copy=article, seen=article.embargo.mark, actor=None, reason="Public by now.")
    later = brought("", digest="b", more="It was dry again.", publish=True)
    assert later.status == "published" and later.article.embargo is None


def test_what_was_scheduled_too_early_is_called_off_and_said() -> None:
    article = brought(None).article
    schedule(working_copy=article, version=1, actor=None, starts_at=NOW + timedelta(hours=1))
    later = brought("2026-05-04T06:00", digest="b", more="It was dry again.")
    assert later.article.editions.get().cancelled_at is not None
    assert any("1 schedule before its end was cancelled" in said for said in later.warnings)
