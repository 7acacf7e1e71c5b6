"""Nothing under embargo goes public before its time, whatever way it takes, until an editor lifts it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from publishing import workflow
from publishing.embargoes import Embargo, stricter
from publishing.errors import NotAllowed, NotReady, UnderEmbargo, WrongState
from publishing.history import history_of
from publishing.workflow.bulk import NewPage, bring_in
from tests.factories import (
    make_article,
    make_published_article,
    make_scheduled_article,
    make_user,
    save,
    text_of,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
UNTIL = datetime(2026, 5, 4, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
LINE = "EMBARGOED until 0600 Monday"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW) as traveller:
        yield traveller


def held_back(article: Article | None = None, *, until: datetime | None = UNTIL) -> Article:
    article = article or make_article()
    workflow.put_under_embargo(working_copy=article, embargo=Embargo(LINE, until), actor=None)
    return article


def lift(article: Article, **more: Any) -> None:
    asked = {
        "seen": article.embargo.mark if article.embargo else "",
        "actor": None,
        "reason": "They said so.",
    }
    workflow.lift_embargo(working_copy=article, **(asked | more))


def publish(article: Article, **more: Any) -> Any:
    return workflow.publish(working_copy=article, version=article.version, actor=None, **more)


def schedule(article: Article, at: datetime, **more: Any) -> Any:
    return workflow.schedule(working_copy=article, version=article.version, actor=None, starts_at=at, **more)


WAYS: dict[str, Callable[[Article], Any]] = {
    "now": publish,
    "as of long ago": lambda article: publish(article, backdated_to=NOW - 99 * HOUR),
    "a moment too early": lambda article: schedule(article, UNTIL - timedelta(microseconds=1)),
    "with another page": lambda article: publish(make_article(), together_with=[article]),
    "scheduled with another page": lambda article: schedule(
        make_article(), NOW + HOUR, together_with=[article]
    ),
    "as a correction": lambda article: workflow.correct(
        working_copy=article, version=article.version, actor=None, kind="correction", note="It was 6."
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_out_before_its_time(way: str) -> None:
    article = make_published_article()
    save(article, headline="New")
    held_back(article)
    with pytest.raises(UnderEmbargo, match="is under embargo until"):
        WAYS[way](article)
    assert article.editions.count() == 1


def test_many_brought_in_at_once_are_refused_too() -> None:
    new = Article(embargo_line=LINE, not_before=UNTIL)
    page = NewPage(working_copy=new, content={"headline": "A", "body": text_of("B.")}, published_at=NOW)
    with pytest.raises(UnderEmbargo):
        bring_in([page], actor=None)
    assert not Article.objects.exists()


def test_from_its_moment_on_it_is_published_like_any_other(clock: Any) -> None:
    article = held_back()
    schedule(article, UNTIL)
    other = held_back()
    clock.move_to(UNTIL)
    assert other.embargo is not None and not other.embargo.holds(timezone.now())
    publish(other)
    assert Article.objects.get(pk=article.pk).editions.live(timezone.now()).exists()


def test_one_that_nobody_could_read_holds_for_good() -> None:
    article = held_back(until=None)
    with pytest.raises(UnderEmbargo, match="until an editor says when it ends"):
        schedule(article, NOW + 9999 * HOUR)
    lift(article, until=UNTIL)
    with pytest.raises(UnderEmbargo):
        publish(article)
    schedule(article, UNTIL)


def test_the_sentence_has_the_hour_of_the_zone_and_names_it() -> None:
    article = held_back()
    with timezone.override(ZoneInfo("Europe/Oslo")), pytest.raises(UnderEmbargo) as refusal:
        publish(article)
    assert "6" in str(refusal.value) and "(Europe/Oslo)" in str(refusal.value)
    assert str(article) in str(refusal.value)


def test_no_saved_version_and_no_way_back_lifts_it() -> None:
    article = make_published_article()
    save(article, headline="New")
    held_back(article)
    save(article, headline="Newer")
    workflow.restore(working_copy=article, revision=1, version=article.version, actor=None)
    workflow.discard(working_copy=article, version=article.version, actor=None)
    save(article, headline="Newest")
    with pytest.raises(UnderEmbargo):
        publish(article)


def test_what_readers_see_already_can_be_fixed_and_retracted() -> None:
    article = held_back(make_published_article())
    workflow.fix_live(working_copy=article, edition=1, payload={"headline": "Put right"}, actor=None)
    workflow.retract(working_copy=article, edition=2, actor=None, note="None of it holds.")
    assert article.embargo is not None


def test_a_fix_that_was_taken_down_is_not_brought_back_by_it() -> None:
    article = make_published_article()
    workflow.fix_live(working_copy=article, edition=1, payload={"headline": "Put right"}, actor=None)
    workflow.withdraw(working_copy=article, edition=2, actor=None)
    held_back(article)
    with pytest.raises(UnderEmbargo):
        workflow.republish(working_copy=article, actor=None)


def test_lifting_asks_a_reason_and_the_right_to_publish_and_is_told_in_the_history() -> None:
    article, reporter, editor = held_back(), make_user("reporter"), make_user("editor")
    with pytest.raises(NotAllowed):
        lift(article, actor=reporter)
    with pytest.raises(NotReady):
        lift(article, actor=editor, reason=" \u200b ")
    lift(article, actor=editor, reason="The ministry published it itself.")
    told = history_of(article).first()
    assert told is not None and (told.verb, told.actor) == ("lift_embargo", editor)
    assert told.note == "The ministry published it itself."
    assert told.data == {"until": "", "was": LINE, "was_until": UNTIL.isoformat()}
    publish(article)


def test_only_the_embargo_that_was_seen_is_lifted() -> None:
    article = held_back()
    seen = article.embargo
    assert seen is not None
    held_back(article, until=UNTIL + HOUR)
    with pytest.raises(WrongState, match="changed in between"):
        lift(article, seen=seen.mark)
    lift(article)
    with pytest.raises(WrongState, match="not under embargo any more"):
        lift(article, seen=seen.mark)


def test_another_end_is_to_come() -> None:
    with pytest.raises(WrongState, match="That time has passed"):
        lift(held_back(), until=NOW)


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (UNTIL, UNTIL + HOUR, 1),
        (UNTIL, UNTIL - HOUR, 0),
        (UNTIL, None, 1),
        (None, UNTIL, 0),
        (UNTIL, UNTIL, 1),
    ],
)
def test_of_two_the_stricter_one_holds(first: datetime | None, second: datetime | None, holds: int) -> None:
    both = [Embargo("one", first), Embargo("two", second)]
    assert stricter(*both) == both[holds] and stricter(None, both[1]) == both[1]
    article = make_article()
    for embargo in both:
        workflow.put_under_embargo(working_copy=article, embargo=embargo, actor=None)
    assert article.embargo == both[holds]


def test_a_new_one_takes_the_place_of_one_that_is_over(clock: Any) -> None:
    article = held_back(until=None)
    lift(article, until=UNTIL)
    clock.move_to(UNTIL + HOUR)
    held_back(article, until=UNTIL + 2 * HOUR)
    assert article.not_before == UNTIL + 2 * HOUR
    assert [event.verb for event in history_of(article)][:3] == ["embargo", "lift_embargo", "embargo"]


def test_only_an_editor_calls_off_what_is_scheduled() -> None:
    article = make_scheduled_article(starts_at=NOW + HOUR)
    embargo = Embargo(LINE, UNTIL)
    with pytest.raises(NotAllowed, match="only editors can cancel that"):
        workflow.put_under_embargo(working_copy=article, embargo=embargo, actor=make_user("reporter"))
    article.refresh_from_db()
    assert article.embargo is None and article.editions.get().cancelled_at is None
    workflow.put_under_embargo(working_copy=article, embargo=embargo, actor=make_user("editor"))
    assert article.editions.get().cancelled_at is not None


def test_what_is_scheduled_for_an_earlier_time_is_called_off() -> None:
    article = make_scheduled_article(starts_at=NOW + HOUR)
    save(article, headline="Later")
    schedule(article, UNTIL, pending="keep")
    held_back(article)
    told = history_of(article).first()
    assert (
        told is not None
        and told.data["cancelled"] == [1]
        and "1 schedule before its end was cancelled" in told.note
    )
    assert [edition.cancelled_at is None for edition in article.editions.order_by("number")] == [False, True]
