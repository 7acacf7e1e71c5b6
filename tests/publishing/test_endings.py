"""What ends stays ended, and an end that was agreed is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import ArticleEdition
from publishing.errors import NotAllowed, WrongState
from publishing.models import Event
from publishing.records import save_record, where_used
from publishing.timeline import Change
from publishing.workflow import (
    bin_draft,
    cancel,
    correct,
    fix_live,
    publish,
    republish,
    retract,
    schedule,
    withdraw,
)
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.publishing.history import nothing_changes

pytestmark = pytest.mark.django_db


def test_two_versions_cannot_wait_for_the_same_time() -> None:
    article = make.make_published_article()
    for number in (1, 2):
        make.save(article, headline=f"Later {number}")
        later = {"starts_at": make.tomorrow(), "version": article.version, "actor": None, "pending": "keep"}
        if number == 1:
            schedule(working_copy=article, **later)
            taken = article.editions.get(number=2).starts_at
        else:
            with pytest.raises(WrongState, match="that very time"):
                schedule(working_copy=article, **later | {"starts_at": taken})


def test_what_is_taken_down_stays_down() -> None:
    article = make.make_published_article()
    make.save(article, headline="Wrong")
    later = make.tomorrow()
    schedule(working_copy=article, version=article.version, actor=None, starts_at=later)
    withdraw(working_copy=article, edition=1, actor=None)
    assert not ArticleEdition.objects.live(later + timedelta(days=1)).exists()
    assert Event.objects.filter(verb="withdraw").get().data == {"cancelled": [2]}


def test_a_page_comes_down_at_once_though_the_clock_once_ran_ahead() -> None:
    article = make.make_published_article()
    with time_machine.travel(timezone.now() + timedelta(hours=6)):
        make.save(article, headline="Too early")
        publish(working_copy=article, version=article.version, actor=None)
    withdraw(working_copy=article, edition=1, actor=None)
    assert not ArticleEdition.objects.live(timezone.now() + timedelta(seconds=1)).exists()
    assert not ArticleEdition.objects.live(timezone.now() + timedelta(days=1)).exists()


def test_what_went_public_before_the_clock_went_back_can_be_taken_down() -> None:
    """By the clock nobody sees it yet, but readers did."""
    with time_machine.travel("2026-05-05 12:00 +0000", tick=False) as clock:
        article = make.make_published_article(slug="the-fire")
        clock.move_to("2026-05-05 11:50 +0000")
        assert not ArticleEdition.objects.live(timezone.now()).exists()
        withdraw(working_copy=article, edition=1, actor=None)
        for moment in ("11:50", "11:59", "12:01", "13:00"):
            clock.move_to(f"2026-05-05 {moment} +0000")
            assert not ArticleEdition.objects.live(timezone.now()).exists(), moment
        edition = article.editions.get()
        assert not edition.is_empty, "it was public, and stays on record as such"
        assert edition.cancelled_at is None
        with pytest.raises(WrongState, match="nothing to take down"):
            withdraw(working_copy=article, edition=1, actor=None)
        assert republish(working_copy=article, actor=None).slug == "the-fire"


def test_nothing_of_a_page_comes_back_when_the_clock_catches_up() -> None:
    with time_machine.travel("2026-05-05 11:00 +0000", tick=False) as clock:
        article = make.make_published_article(headline="First")
        start = timezone.now() + timedelta(minutes=55)
        version = make.save(article, headline="Scheduled")
        schedule(working_copy=article, version=version, actor=None, starts_at=start)
        clock.move_to("2026-05-05 12:00 +0000")
        correct(
            working_copy=article,
            version=make.save(article, headline="Corrected"),
            actor=None,
            kind=Change.CORRECTION,
            note="It was 6.",
        )
        clock.move_to("2026-05-05 11:50 +0000")
        assert make.edition_of(article, at=timezone.now()).headline == "First"
        withdraw(working_copy=article, edition=3, actor=None)
        for minute in range(20):
            clock.move_to(f"2026-05-05 {'11' if minute < 10 else '12'}:{(50 + minute) % 60:02d}:30 +0000")
            assert not ArticleEdition.objects.live(timezone.now()).exists()
        assert republish(working_copy=article, actor=None).corrections, "the note that readers saw stays"


def test_what_went_public_before_the_clock_went_back_is_not_called_off_or_thrown_away() -> None:
    """It would be as if readers had never seen it."""
    with time_machine.travel("2026-05-05 12:00 +0000", tick=False) as clock:
        article = make.make_published_article()
        clock.move_to("2026-05-05 11:50 +0000")
        with nothing_changes(article), pytest.raises(WrongState, match="not waiting"):
            cancel(working_copy=article, edition=1, actor=None)
        with nothing_changes(article), pytest.raises(WrongState, match="Take it down instead"):
            bin_draft(working_copy=article, version=1, actor=None)
        withdraw(working_copy=article, edition=1, actor=None)
        with nothing_changes(article), pytest.raises(WrongState, match="taken down already"):
            bin_draft(working_copy=article, version=1, actor=None)
        assert not article.editions.get().is_empty


def test_what_waits_can_be_called_off_though_the_clock_went_back() -> None:
    with time_machine.travel("2026-05-05 12:00 +0000", tick=False) as clock:
        article = make.make_published_article()
        make.save(article, headline="Later")
        starts_at = timezone.now() + timedelta(hours=1)
        schedule(working_copy=article, version=2, actor=None, starts_at=starts_at)
        clock.move_to("2026-05-05 11:50 +0000")
        cancel(working_copy=article, edition=2, actor=None)
        assert article.editions.get(number=2).is_empty


def test_the_page_of_a_draft_offers_to_take_down_what_the_clock_hides() -> None:
    editor = AdminPage(make.make_user("editor"))
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        article = make.make_published_article()
    page = editor.open(change_url(article)).content.decode()
    assert "The clock of the server was set back." in page
    assert "Take down…" in page
    assert "Cancel schedule…" not in page
    assert "Taken down." in editor.said(editor.send(change_url(article, "take-down")))


def test_what_was_published_while_the_clock_ran_ahead_makes_way_for_what_was_before() -> None:
    article = make.make_published_article(headline="Right")
    with time_machine.travel(timezone.now() + timedelta(hours=6)):
        make.save(article, headline="Too early")
        publish(working_copy=article, version=article.version, actor=None)
    assert make.edition_of(article, at=timezone.now()).headline == "Right"
    republish(working_copy=article, edition=1, actor=None)
    assert make.edition_of(article, at=timezone.now() + timedelta(days=1)).headline == "Right"


def test_an_agreed_end_survives_what_is_done_to_the_live_page() -> None:
    article = make.make_article()
    end = make.tomorrow()
    publish(working_copy=article, version=1, actor=None, expires_at=end)
    fix_live(working_copy=article, edition=1, payload={"headline": "Fixed"}, actor=None)
    correct(
        working_copy=article,
        version=article.version,
        actor=None,
        kind=Change.CORRECTION,
        note="It was wrong.",
    )
    retract(working_copy=article, edition=3, actor=None, note="None of it holds.")
    assert [edition.expires_at for edition in article.editions.all()] == [end] * 4
    assert not ArticleEdition.objects.live(end).exists()


def test_calling_off_is_on_record_with_what_called_it_off() -> None:
    article = make.make_published_article()
    make.save(article)
    schedule(working_copy=article, version=article.version, actor=None, starts_at=make.tomorrow())
    make.save(article)
    publish(working_copy=article, version=article.version, actor=None, pending="cancel")
    assert Event.objects.filter(verb="publish").first().data == {"cancelled": [2]}


def test_history_cannot_be_rewritten_by_naming_its_key() -> None:
    article = make.make_article(headline="First")
    event = Event.objects.get(object_key=article.key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event(pk=event.pk, verb=event.verb, kind="article", object_key=article.key, label="Forged").save()
    assert Event.objects.get(pk=event.pk).label == "First"


def test_what_is_scheduled_is_guarded_like_what_is_public() -> None:
    source = make.make_reference()
    make.make_scheduled_article(starts_at=make.tomorrow(), sources=[source.key])
    with pytest.raises(NotAllowed, match="will soon"):
        save_record(record=source, changes={"title": "Other"}, version=1, actor=make.make_user("reporter"))


def test_drafts_that_use_a_tag_or_a_picture_are_found() -> None:
    tag, image = make.make_tag(), make.make_image()
    make.make_article(tags=[tag.key], main_image=image.key)
    assert len(where_used(tag, at=timezone.now()).drafts) == 1
    assert len(where_used(image, at=timezone.now()).drafts) == 1


def test_a_fix_that_reorders_tells_when_the_draft_was_reordered_too() -> None:
    first, second, third = (make.make_tag().key for _ in range(3))
    article = make.make_published_article(tags=[first, second])
    make.save(article, tags=[first, second, third])
    done = fix_live(working_copy=article, edition=1, payload={"tags": [second, first]}, actor=None)
    assert (article.payload()["tags"], done.conflicts) == ([second, first, third], ())
    article = make.make_published_article(tags=[first, second, third])
    make.save(article, tags=[third, first, second])
    done = fix_live(working_copy=article, edition=1, payload={"tags": [second, first, third]}, actor=None)
    assert [conflict.field for conflict in done.conflicts] == ["tags"]
