"""Queries made into SQL once: the rows are the queryset's own, whatever the values; every query counts."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import NotSupportedError, close_old_connections, connection, transaction
from django.db.models import Count, F, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import ArticleEdition, ArticleTag
from publishing.models import Tag
from publishing.prepared import NotFillable, prepared
from references.models import Reference
from tests.environment import ON_POSTGRESQL
from tests.factories import make_published_article, make_reference, make_tag

pytestmark = pytest.mark.django_db


@prepared
def live_at(slug: str, at: datetime) -> QuerySet[ArticleEdition]:
    """Return what is live at an address."""
    return ArticleEdition.objects.at_address(slug, at=at).select_related("main_image", "working_copy")


@prepared
def named(keys: Collection[str]) -> QuerySet[Tag]:
    """Return the tags with these keys."""
    return Tag.objects.filter(key__in=keys).annotate(carried=Count("articletag")).order_by("pk")


@prepared
def numbered(numbers: Collection[int], least: int) -> QuerySet[Tag, str]:
    """Return the names of the tags with these numbers."""
    return Tag.objects.filter(pk__in=numbers, pk__gte=least).order_by("pk").values_list("name", flat=True)


@prepared
def parts(number: int) -> QuerySet[Tag, dict[str, Any]]:
    """Return a tag in parts."""
    return Tag.objects.filter(pk=number).values("name", number=F("pk"), words=F("description"))


@prepared
def cited(key: str) -> QuerySet[Reference]:
    """Return a source and its publisher, which it may not have, without what else it says."""
    return Reference.objects.filter(key=key).select_related("publisher").only("title", "publisher__name")


def test_the_rows_are_the_querysets_own() -> None:
    article = make_published_article(tags=[make_tag().key])
    at = timezone.now()
    for _ in range(8):  # On PostgreSQL a plan is made for all values after five.
        [found] = live_at(article.slug, at=at)
        [expected] = live_at.plain(article.slug, at=at)
        assert vars(found).keys() == vars(expected).keys()
        assert found == expected and found.headline == expected.headline
        assert found.published_at == expected.published_at and found.corrections == []
        assert found.working_copy.headline == article.headline
        assert not found._state.adding and found._state.db == "default"
    assert live_at.first(article.slug, at=article.created_at - timedelta(days=1)) is None
    assert live_at.first("another-address", at=at) is None


def test_values_come_in_the_shape_that_was_asked_for() -> None:
    tag = make_tag("Rivers", description="Water")
    assert numbered([tag.pk], least=0) == ["Rivers"]
    assert parts(tag.pk) == [{"name": "Rivers", "number": tag.pk, "words": "Water"}]


def test_columns_left_out_stay_out_and_who_is_not_there_is_nobody() -> None:
    source = make_reference(title="A report")
    [found] = cited(source.key)
    assert found.publisher is None
    assert found.get_deferred_fields() == cited.plain(source.key)[0].get_deferred_fields()


@pytest.mark.parametrize("length", [0, 1, 3, 4, 5, 9, 70])
def test_collections_of_any_length(length: int) -> None:
    tags = [make_tag() for _ in range(length)]
    make_tag()
    assert named([tag.key for tag in tags]) == tags
    assert numbered([tag.pk for tag in tags], least=0) == [tag.name for tag in tags]


def test_nothing_to_look_for_costs_no_query() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert named([]) == [] == named([])
    assert len(asked) == 0


def test_few_statements_are_kept_for_collections() -> None:
    kept = connection.__dict__.setdefault("compiled_queries", {})
    for length in range(1, 30):
        named([f"key{number}" for number in range(length)])
    assert len([key for key in kept if key[0] is named]) <= 8 + 1


def test_every_query_is_seen_by_whoever_counts() -> None:
    tag = make_tag()
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with CaptureQueriesContext(connection) as asked, connection.execute_wrapper(note):
        named([tag.key])
        named([tag.key])
    assert len(asked) == 2 == len(seen)
    assert tag.key in asked[0]["sql"]


def test_it_sees_what_its_transaction_wrote_and_goes_on_after_one_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tag = make_tag("Rivers")
        assert named([tag.key]) == [tag]
        raise ZeroDivisionError
    assert named([tag.key]) == []
    again = make_tag("Rivers")
    assert named([again.key]) == [again]


@pytest.mark.parametrize("number", [2**31, 2**63, -(2**64)])
def test_numbers_no_column_can_hold_find_nothing(number: int) -> None:
    assert parts(number) == []


def test_words_are_never_part_of_the_statement() -> None:
    make_published_article()
    for slug in ("' OR 1=1 --", "%s", "%", "stand-in-0001", "a\\b", "é", "\U0001f600"):
        assert live_at(slug, at=timezone.now()) == []


def test_what_cannot_be_filled_in_is_refused_at_once() -> None:
    @prepared
    def part_of(words: str) -> QuerySet[Tag]:
        return Tag.objects.filter(name__contains=words)

    @prepared
    def as_many(most: int) -> QuerySet[Tag]:
        return Tag.objects.all()[:most]

    @prepared
    def with_more(number: int) -> QuerySet[ArticleTag]:
        return ArticleTag.objects.filter(pk=number).prefetch_related("edition")

    for query, value in ((part_of, "word"), (as_many, 3), (with_more, 3)):
        with pytest.raises(NotFillable):
            query(value)  # type: ignore[operator]
    with pytest.raises(NotFillable):

        @prepared
        def of_anything(what: object) -> QuerySet[Tag]:
            return Tag.objects.all()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has nothing to prepare on a server")
@pytest.mark.parametrize("is_on", [True, False])
def test_postgresql_keeps_the_statement(settings: Any, is_on: bool) -> None:
    settings.PREPARED_STATEMENTS = is_on
    tag = make_tag()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        connection.connection._prepared.clear()
        assert parts(tag.pk) == parts(tag.pk) != []
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (int(is_on),)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not ON_POSTGRESQL, reason="a file's connection is not lost")
def test_it_goes_on_after_a_lost_connection() -> None:
    tag = make_tag()
    assert named([tag.key]) == [tag]
    connection.close()
    assert named([tag.key]) == [tag]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite keeps no plans that could be refused")
@pytest.mark.django_db(transaction=True)
def test_a_column_that_got_another_type_meanwhile_is_no_error() -> None:
    tag = make_tag("Rivers")
    assert named([tag.key]) == [tag]
    _elsewhere("ALTER TABLE publishing_tag ALTER COLUMN description TYPE varchar(5000)")
    try:
        assert named([tag.key]) == [tag]
        _elsewhere("ALTER TABLE publishing_tag ALTER COLUMN description TYPE text")
        with pytest.raises(NotSupportedError), transaction.atomic():
            named([tag.key])
        close_old_connections()
        assert named([tag.key]) == [tag]
    finally:
        _elsewhere("ALTER TABLE publishing_tag ALTER COLUMN description TYPE text")


def _elsewhere(statement: str) -> None:
    """Run a statement on another connection, as a migration does."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(run).result()
