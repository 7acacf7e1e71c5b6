"""What a fix and the draft disagree about stays in sight until somebody has decided."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from publishing.workflow import (
    FieldConflict,
    cancel,
    discard,
    fix_live,
    publish,
    save_revision,
    schedule,
    unresolved_conflicts,
)
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

MINE, FIX, AGAIN = "<p>Two, mine.</p>", "<p>Two, fixed.</p>", "<p>Two, fixed again.</p>"


def text(*middle: str) -> str:
    return "".join(["<p>One.</p>", *middle, "<p>Three.</p>"])


def rewritten(**payload: Any) -> Article:
    """Publish an article and begin a rewrite of it."""
    article = make.make_published_article(headline="Live", body=text("<p>Two.</p>"))
    save_revision(working_copy=article, payload=payload, version=1, actor=None)
    return article


def fixed(article: Article, **payload: Any) -> Any:
    live = article.editions.latest("number").number
    return fix_live(working_copy=article, edition=live, payload=payload, actor=None)


def saved(article: Article, **payload: Any) -> None:
    save_revision(working_copy=article, payload=payload, version=article.version, actor=None)


@pytest.mark.on_both
def test_both_texts_are_told_of_until_one_is_gone() -> None:
    article = rewritten(body=text(MINE))
    assert unresolved_conflicts(article) == []
    fixed(article, body=text(FIX))
    both = [FieldConflict("body", MINE, FIX)]
    assert unresolved_conflicts(article) == both
    saved(article, headline="Something else", body="<p>Before.</p>" + text(MINE, "<p>Between.</p>", FIX))
    assert unresolved_conflicts(article) == both
    publish(working_copy=article, version=article.version, actor=None)
    assert unresolved_conflicts(article) == both
    saved(article, body=text(MINE))
    assert unresolved_conflicts(article) == []


def test_going_back_to_what_readers_see_decides() -> None:
    article = rewritten(body=text(MINE), headline="Mine")
    fixed(article, body=text(FIX), headline="Fix")
    assert {conflict.field for conflict in unresolved_conflicts(article)} == {"body", "headline"}
    discard(working_copy=article, version=article.version, actor=None)
    assert unresolved_conflicts(article) == []


def test_a_second_fix_of_the_same_place_is_told_of_as_well() -> None:
    article = rewritten(body=text(MINE))
    fixed(article, body=text(FIX))
    done = fixed(article, body=text(AGAIN))
    assert done.conflicts == (FieldConflict("body", MINE, AGAIN),)
    assert article.body == text(MINE, AGAIN)
    assert unresolved_conflicts(article) == [FieldConflict("body", MINE, AGAIN)]


def test_a_second_fix_elsewhere_leaves_both_texts_standing() -> None:
    article = rewritten(body=text(MINE))
    fixed(article, body=text(FIX))
    done = fixed(article, body=text(FIX).replace("One", "1"))
    assert done.conflicts == ()
    assert article.body == text(MINE, FIX).replace("One", "1")
    assert unresolved_conflicts(article) == [FieldConflict("body", MINE, FIX)]


def test_a_second_fix_that_says_what_the_draft_says_decides() -> None:
    article = rewritten(body=text(MINE))
    fixed(article, body=text(FIX))
    assert fixed(article, body=text(MINE)).conflicts == ()
    assert article.body == text(MINE)
    assert unresolved_conflicts(article) == []


@pytest.mark.parametrize(("mine", "fix"), [(MINE, ""), ("", FIX)])
def test_what_one_side_took_out_is_told_of_until_the_draft_is_published(mine: str, fix: str) -> None:
    article = rewritten(body=text(mine))
    fixed(article, body=text(fix))
    assert unresolved_conflicts(article) == [FieldConflict("body", mine, fix)]
    publish(working_copy=article, version=article.version, actor=None)
    assert unresolved_conflicts(article) == []
    saved(article, headline="The next rewrite")
    fixed(article, standfirst="Another fix")
    assert unresolved_conflicts(article) == []


def test_a_headline_is_told_of_until_the_draft_is_published() -> None:
    article = rewritten(headline="Mine")
    fixed(article, headline="Fix")
    fixed(article, headline="Second fix")
    assert unresolved_conflicts(article) == [FieldConflict("headline", "Mine", "Second fix")]
    publish(working_copy=article, version=article.version, actor=None)
    assert unresolved_conflicts(article) == []


def test_what_was_called_off_before_readers_saw_it_decides_nothing() -> None:
    with time_machine.travel("2026-05-05 12:00 +0000", tick=False) as clock:
        article = rewritten(headline="Mine")
        fixed(article, headline="Fix")
        starts_at = timezone.now() + timedelta(hours=1)
        schedule(working_copy=article, version=article.version, actor=None, starts_at=starts_at)
        cancel(working_copy=article, edition=3, actor=None)
        clock.move_to(starts_at + timedelta(hours=1))
        assert unresolved_conflicts(article) == [FieldConflict("headline", "Mine", "Fix")]
