"""Which keys a verb announces: of what readers see before or after it, and of nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article
from publishing.caching import every, keyed, leading_to, row
from publishing.caching.editions import keys_by_edition
from publishing.models import PublicChange
from publishing.records import remove_record, save_record
from publishing.workflow import cancel, publish, remove_for_good, schedule, withdraw
from publishing.workflow.bulk import NewPage, bring_in
from tests.factories import (
    citing,
    fill_in_newsroom,
    make_article,
    make_image,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    mentioning,
    save,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked() -> dict[str, Any]:
    person, tag, source, image = make_person(published=True), make_tag("Sea"), make_reference(), make_image()
    return {"person": person, "tag": tag, "source": source, "image": image}


def make_linked(linked: dict[str, Any], **more: Any) -> Article:
    return make_published_article(
        body=mentioning(linked["person"]) + citing(linked["source"]),
        tags=[linked["tag"].key],
        main_image=linked["image"].key,
        **more,
    )


def keys_of(article: Article, linked: dict[str, Any]) -> set[str]:
    return {
        row(article),
        keyed(article),
        every(Article),
        leading_to(linked["person"]),
        leading_to(linked["tag"]),
        leading_to(linked["source"]),
        leading_to(linked["image"]),
    }


def told() -> tuple[set[str], bool]:
    rows = list(PublicChange.objects.all())
    PublicChange.objects.all().delete()
    return {key for change in rows for key in change.keys}, any(change.hard for change in rows)


def test_a_first_publication_tells_of_itself_and_of_all_it_leads_to(linked: dict[str, Any]) -> None:
    told()
    article = make_linked(linked)
    assert told() == (keys_of(article, linked), False)


def test_a_second_version_tells_also_of_what_only_the_first_led_to(linked: dict[str, Any]) -> None:
    article, other = make_linked(linked), make_tag("Land")
    told()
    version = save(article, tags=[other.key])
    assert told() == (set(), False)
    publish(working_copy=article, version=version, actor=None)
    rows = {change.hard: set(change.keys) for change in PublicChange.objects.all()}
    gone = {leading_to(linked["tag"])}
    assert rows == {True: gone, False: keys_of(article, linked) - gone | {leading_to(other)}}


def test_what_is_taken_down_goes_hard(linked: dict[str, Any]) -> None:
    article = make_linked(linked)
    told()
    withdraw(working_copy=article, edition=1, actor=None)
    assert told() == (keys_of(article, linked), True)


def test_what_is_only_scheduled_tells_of_nothing(linked: dict[str, Any]) -> None:
    article = make_article(body=mentioning(linked["person"]), tags=[linked["tag"].key])
    told()
    soon = timezone.now() + timedelta(hours=1)
    schedule(working_copy=article, version=article.version, starts_at=soon, actor=None)
    assert [change.keys for change in PublicChange.objects.all()] == [[]]
    cancel(working_copy=article, edition=1, actor=None)
    assert told() == (set(), False)


def test_an_end_that_changes_is_told_of() -> None:
    # How long a page may be kept has changed with it.
    article = make_published_article()
    told()
    later = timezone.now() + timedelta(hours=1)
    schedule(working_copy=article, version=save(article, headline="Later"), starts_at=later, actor=None)
    assert told() == ({row(article), keyed(article), every(Article)}, False)


def test_many_brought_in_tell_once(linked: dict[str, Any]) -> None:
    told()
    pages = [
        NewPage(
            working_copy=Article(),
            content=Article().payload()
            | {"headline": f"Number {number}", "slug": f"number-{number}", "body": "<p>Words.</p>"}
            | {"tags": [linked["tag"].key]},
            published_at=timezone.now() if number else None,
        )
        for number in range(3)
    ]
    bring_in(pages, actor=None)
    assert PublicChange.objects.count() == 1
    keys, _hard = told()
    public = Article.objects.exclude(slug="number-0")
    assert {row(article) for article in public} | {leading_to(linked["tag"])} <= keys
    assert row(Article.objects.get(slug="number-0")) not in keys


def test_a_record_tells_of_itself(linked: dict[str, Any]) -> None:
    tag = linked["tag"]
    told()
    save_record(record=tag, changes={"name": "Ocean"}, version=tag.version, actor=None)
    assert told() == ({row(tag), keyed(tag)}, False)


def test_a_source_goes_hard_when_it_becomes_confidential_and_comes_back_soft(linked: dict[str, Any]) -> None:
    source = linked["source"]
    told()
    for hidden in (True, False):
        save_record(record=source, changes={"confidential": hidden}, version=source.version, actor=None)
        assert told() == ({row(source), keyed(source)}, hidden)


def test_what_is_removed_goes_hard() -> None:
    image = make_image()
    remove_record(record=image, version=image.version, actor=None)
    assert told()[1]


def test_a_draft_nobody_saw_is_removed_in_silence() -> None:
    article = make_article()
    remove_for_good(rows=[article], actor=None)
    assert told() == (set(), False)


def test_the_newsroom_tells_of_its_pictures_too() -> None:
    first, second = make_image(), make_image()
    newsroom = fill_in_newsroom(logo=first)
    told()
    fill_in_newsroom(logo=second)
    keys = {row(newsroom), keyed(newsroom), leading_to(first), leading_to(second)}
    assert told() == (keys, False)


def test_where_a_version_leads_is_read_by_one_query(
    linked: dict[str, Any], django_assert_num_queries: Any
) -> None:
    edition = make_linked(linked).editions.select_related("working_copy").get()
    with django_assert_num_queries(1):
        assert leading_to(linked["tag"]) in keys_by_edition([edition])[edition]
