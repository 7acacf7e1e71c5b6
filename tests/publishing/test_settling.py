"""Every page says until when it is settled, whatever verb it went through."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from articles.models import Article, ArticleEdition
from publishing.timeline import NOT_YET, OPEN_END
from publishing.workflow import publish, republish, save_revision, schedule, submit, withdraw
from publishing.workflow.taking_down import cancel
from tests.factories import make_article, make_published_article, make_user, save, tomorrow

pytestmark = pytest.mark.django_db


def told(article: Article) -> tuple[Any, Any]:
    article.refresh_from_db()
    return article.seen_until, article.settled_until


def last_of(article: Article) -> Any:
    return article.editions.aggregate(last=Max("live_until"))["last"]


def test_a_draft_is_no_settled_page() -> None:
    article = make_article()
    assert told(article) == (NOT_YET, NOT_YET)


def test_what_readers_see_as_it_is_is_settled_until_it_is_changed() -> None:
    article = make_published_article()
    assert told(article) == (OPEN_END, OPEN_END)
    save(article, headline="Other words")
    assert told(article) == (OPEN_END, NOT_YET)
    publish(working_copy=article, version=article.version, actor=None)
    assert told(article) == (OPEN_END, OPEN_END)


def test_what_was_taken_down_is_settled_no_more() -> None:
    article = make_published_article()
    withdraw(working_copy=article, edition=1, actor=None)
    assert told(article) == (last_of(article), last_of(article))
    assert told(article)[0] <= timezone.now()
    republish(working_copy=article, actor=None)
    assert told(article) == (OPEN_END, OPEN_END)


def test_what_waits_is_settled_and_what_ends_until_then() -> None:
    article, end = make_article(), tomorrow() + timedelta(days=1)
    schedule(working_copy=article, version=1, actor=None, starts_at=tomorrow(), expires_at=end)
    assert told(article) == (end, end)
    cancel(working_copy=article, edition=1, actor=None)
    assert told(article) == (NOT_YET, NOT_YET)


def test_what_was_handed_over_is_somebodys_turn() -> None:
    reporter = make_user("reporter")
    article = make_published_article()
    save_revision(working_copy=article, payload={"headline": "New"}, version=1, actor=reporter)
    submit(working_copy=article, version=article.version, actor=reporter)
    assert told(article) == (OPEN_END, NOT_YET)


def test_the_migration_says_of_what_is_there_what_the_verbs_say() -> None:
    make_article()
    changed, gone = make_published_article(), make_published_article()
    save(changed, headline="Other words")
    withdraw(working_copy=gone, edition=1, actor=None)
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        make_published_article()
    before = list(Article.objects.order_by("pk").values_list("seen_until", "settled_until"))
    Article.objects.update(seen_until=NOT_YET, settled_until=NOT_YET)
    with connection.cursor() as cursor:
        cursor.execute(import_module("articles.migrations.0010_settled_of_what_is_there").FILL)
    assert list(Article.objects.order_by("pk").values_list("seen_until", "settled_until")) == before
    assert ArticleEdition.objects.count() == 3
