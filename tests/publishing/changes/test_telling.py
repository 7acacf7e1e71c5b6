"""The history keeps which kind of change was chosen, which was proposed, and what changed."""

import pytest

from articles.models import Article
from publishing.history import history_of
from publishing.models import Event
from publishing.timeline import Change
from publishing.workflow import correct, fix_live, publish, retract
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = pytest.mark.django_db


def live_with(text: str) -> Article:
    return make.make_published_article(body=make.text_of(text))


def last(article: Article) -> Event:
    event = history_of(article).first()
    assert event is not None
    return event


def test_a_small_fix_as_proposed() -> None:
    article = live_with("They recieve mail.")
    version = make.save(article, body=make.text_of("They receive mail."))
    publish(working_copy=article, version=version, actor=None, change=Change.MINOR)
    assert last(article).data["change"] == {"chosen": "minor", "proposed": "minor", "facts": []}


def test_a_small_fix_although_a_fact_changed() -> None:
    article = live_with("It was 20 a second.")
    fix_live(
        working_copy=article, edition=1, payload={"body": make.text_of("It was 200 a second.")}, actor=None
    )
    assert last(article).data["change"] == {"chosen": "minor", "proposed": "", "facts": ["figure"]}
    said = AdminPage(make.make_user("editor")).open(change_url(article, "history")).content.decode()
    assert "Chosen: Small fix, no note. What changed: a figure." in said


def test_a_correction() -> None:
    article = live_with("It was so.")
    version = make.save(article, body=make.text_of("It was not so."))
    correct(working_copy=article, version=version, actor=None, kind=Change.CORRECTION, note="It was not.")
    assert last(article).what_changed == "Chosen: Correction. What changed: a negation."


def test_what_changes_no_words_says_nothing() -> None:
    article = live_with("It was so.")
    assert "change" not in last(article).data
    retract(working_copy=article, edition=1, actor=None, note="All wrong.")
    assert last(article).what_changed == ""
