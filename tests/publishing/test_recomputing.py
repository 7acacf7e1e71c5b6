"""What is worked out of other rows is looked at, told when it is wrong, and put right."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from articles.models import Article, ArticleEdition, ArticleTag
from profiles.models import Person
from publishing import workflow
from publishing.history import history_of
from publishing.models import Event, PublicChange, Tag, Verb
from publishing.search.models import SearchRow
from publishing.search.rebuilding import (
    count_orphans,
    differing,
    find_as_they_are,
    found_models,
    remove_orphans,
)
from publishing.workflow.recomputing import put_right, recomputed_models, wrong_among
from references.models import Publisher
from tests import factories as make
from tests.states import everything
from tests.whole_site import build_whole_site

pytestmark = pytest.mark.django_db

ELSEWHEN = datetime(2001, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
LATER = datetime(2101, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
SOMETHING = [{"kind": "update", "text": "?", "at": "?"}]


def falsify(row: Any, **columns: Any) -> None:
    """Write columns past every verb, as a fault or a hand in the database would."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        for name, value in columns.items():
            field = row._meta.get_field(name)
            told = field.get_db_prep_save(value, connection)
            cursor.execute(f'UPDATE "{table}" SET "{field.column}" = %s WHERE id = %s', [told, row.pk])


def tagged() -> Article:
    tag = make.make_tag("Weather")
    return make.make_published_article(headline="It rains", slug="it-rains", tags=[tag.key])


def wrong() -> dict[str, list[str]]:
    return {
        model.__name__: sorted({column for one in found for column in one.columns})
        for model in recomputed_models()
        if (found := wrong_among(list(model._default_manager.all())))
    }


def mend() -> None:
    for model in recomputed_models():
        for one in wrong_among(list(model._default_manager.all())):
            put_right(one.row, actor=None)


@pytest.mark.same_on_both
def test_nothing_is_wrong_in_a_newsroom_in_every_state() -> None:
    build_whole_site(owner=make.make_user("administrator"))
    assert wrong() == {}
    assert {model.__name__: differing(list(model._default_manager.all())) for model in found_models()} == {
        model.__name__: 0 for model in found_models()
    }
    before = everything()
    mend()
    assert everything() == before


def edition() -> ArticleEdition:
    return ArticleEdition.objects.get()


FALSE: dict[str, tuple[Callable[[], Any], dict[str, Any], str, list[str]]] = {
    "until when": (
        edition,
        {"live_until": LATER},
        "Article",
        ["articletag.live_until", "live_until", "seen_until", "settled_until"],
    ),
    "first": (
        edition,
        {"published_at": ELSEWHEN},
        "Article",
        ["articletag.published_at", "published_at"],
    ),
    "updated": (edition, {"updated_at": ELSEWHEN}, "Article", ["updated_at"]),
    "notes": (
        edition,
        {"corrections": SOMETHING},
        "Article",
        ["corrections"],
    ),
    "where it leads": (edition, {"leads_to": {"tag": [987]}}, "Article", ["leads_to"]),
    "a link": (
        lambda: ArticleTag.objects.get(),
        {"live_until": ELSEWHEN, "live_from": ELSEWHEN},
        "Article",
        ["articletag.live_from", "articletag.live_until"],
    ),
    "seen": (lambda: Article.objects.get(), {"seen_until": ELSEWHEN}, "Article", ["seen_until"]),
    "settled": (lambda: Article.objects.get(), {"settled_until": ELSEWHEN}, "Article", ["settled_until"]),
    "names": (lambda: Article.objects.get(), {"find_text": "| snow |"}, "Article", ["find_text"]),
    "order": (lambda: Tag.objects.get(), {"sort_key": "zzz"}, "Tag", ["sort_key"]),
}


@pytest.mark.parametrize("name", FALSE)
def test_each_wrong_column_is_found_and_put_right_once(name: str) -> None:
    tagged()
    assert wrong() == {}
    row_of, columns, kind, found = FALSE[name]
    row = row_of()
    right = {column: getattr(row, column) for column in columns}
    falsify(row, **columns)
    assert wrong() == {kind: found}
    mend()
    assert wrong() == {}
    row.refresh_from_db()
    assert {column: getattr(row, column) for column in columns} == right
    (event,) = Event.objects.filter(verb=Verb.MEND)
    assert event.data == {"columns": found}


def test_publishers_sources_and_people_are_looked_at_too() -> None:
    reference = make.make_reference(publisher=make.make_publisher(name="The Card"))
    person = make.make_person(name="Ana Ruiz")
    falsify(Publisher.objects.get(), name_key="other")
    falsify(reference, match_key="url:elsewhere")
    falsify(person.names.first(), key="bea")
    falsify(make.make_tag("Weather").names.get(), key="snow")
    assert wrong() == {
        "Publisher": ["name_key"],
        "Reference": ["match_key"],
        "Person": ["names"],
        "Tag": ["names"],
    }
    mend()
    assert wrong() == {}
    assert list(Person.objects.named("Ana Ruiz")) == [person]


def test_readers_pages_are_told_of_what_is_put_right() -> None:
    article = tagged()
    falsify(ArticleTag.objects.get(), live_until=ELSEWHEN, live_from=ELSEWHEN)
    PublicChange.objects.all().delete()
    put_right(article, actor=None)
    tag = Tag.objects.get()
    keys = {key for change in PublicChange.objects.all() for key in change.keys}
    assert {f"articles.article:{article.pk}", f">publishing.tag:{tag.pk}"} <= keys


def test_versions_that_are_over_are_put_right_with_those_after_them() -> None:
    article = tagged()
    make.save(article, headline="It still rains")
    article.refresh_from_db()
    workflow.publish(working_copy=article, version=article.version, actor=None)
    first, second = article.editions.order_by("number")
    falsify(first, published_at=ELSEWHEN)
    assert wrong() == {"Article": ["articletag.published_at", "published_at"]}
    mend()
    first.refresh_from_db()
    assert first.published_at == second.published_at
    assert history_of(article).latest("id").verb == Verb.MEND


def test_what_is_found_by_its_words_is_compared_and_put_right() -> None:
    article = tagged()
    row = SearchRow.objects.get(kind="article")
    assert differing([article]) == 0
    falsify(row, live_until=ELSEWHEN)
    assert differing([article]) == 1
    find_as_they_are([article])
    assert differing([article]) == 0
    SearchRow.objects.filter(kind="article").delete()
    assert differing([article]) == 1
    assert count_orphans() == 1
    remove_orphans()
    find_as_they_are([article])
    assert count_orphans() == 0
    assert differing([article]) == 0
