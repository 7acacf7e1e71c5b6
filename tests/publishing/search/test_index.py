"""The words of the index are always those of the rows, whatever is done, taken back or done at once."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from publishing.errors import WorkflowError
from publishing.records import save_record
from publishing.search import Search
from publishing.search.keeping import keep_draft
from publishing.search.known_words import remember
from publishing.search.models import DraftRow, SearchRow, SearchWord
from publishing.search.shelves import DRAFTS, PUBLIC, SHELVES
from publishing.workflow import cancel, publish, republish, schedule, withdraw
from tests import factories as make
from tests.publishing.search.index import problems, written
from tests.publishing.search.texts import put_texts
from tests.soaking import how_many

WORDS = ["okapi", "zebra", "O’Brien", "GPT-4", "梁文锋", "Łódź", "U.S.", "राजनीति", "okapi okapi"]


@pytest.mark.django_db
def test_the_texts_of_every_script_stand_there_as_they_should() -> None:
    put_texts()
    assert problems(PUBLIC) == set()
    assert len(written(PUBLIC)) > 300


@pytest.mark.django_db
def test_whatever_verbs_do_the_index_holds_what_the_rows_say() -> None:
    chance = random.Random(4)
    source = make.make_reference(title="First memo")
    articles = [make.make_article(body=make.citing(source)) for _number in range(2)]
    for _number in range(how_many(15, soak=1_000)):
        article, words = chance.choice(articles), " ".join(chance.choices(WORDS, k=3))
        article.refresh_from_db()
        number = max((edition.number for edition in article.editions.all()), default=0)
        try:
            with transaction.atomic():
                match chance.choice(["save", "publish", "schedule", "withdraw", "cancel", "again", "source"]):
                    case "save":
                        make.save(article, headline=words)
                    case "publish":
                        backdated = timezone.now() - timedelta(days=chance.randint(0, 2_000))
                        publish(
                            working_copy=article, version=article.version, actor=None, pending="keep",
                            backdated_to=chance.choice([None, backdated]),
                        )  # fmt: skip
                    case "schedule":
                        later = timezone.now() + timedelta(hours=chance.randint(1, 500))
                        schedule(
                            working_copy=article, version=article.version, actor=None, starts_at=later,
                            pending=chance.choice(["keep", "cancel"]),
                        )  # fmt: skip
                    case "withdraw":
                        withdraw(working_copy=article, edition=number, actor=None)
                    case "cancel":
                        cancel(working_copy=article, edition=number, actor=None)
                    case "again":
                        republish(working_copy=article, actor=None, pending="cancel")
                    case "source":
                        source.refresh_from_db()
                        save_record(
                            record=source, version=source.version, actor=None,
                            changes={"title": words, "confidential": chance.choice([True, False])},
                        )  # fmt: skip
                if chance.random() < 0.15:
                    raise WorkflowError("Taken back.")
        except WorkflowError:
            pass
        for shelf in SHELVES:
            assert problems(shelf) == set()
    now = timezone.now()
    for article in articles:
        for edition in article.editions.all():
            times = SearchRow.objects.filter(kind="article", object_id=edition.pk)
            assert [(row.live_from, row.live_until, row.published_at) for row in times] == (
                [] if edition.is_empty else [(edition.live_from, edition.live_until, edition.published_at)]
            )
    live = {edition.pk for article in articles for edition in article.editions.live(now)}
    found = {
        hit.object_id for word in WORDS for hit in Search(word, at=now).kinds("article").page(size=50).hits
    }
    assert found <= live


@pytest.mark.django_db
def test_many_that_share_a_second_each_have_a_place_of_their_own() -> None:
    at = timezone.now() - timedelta(days=9)
    for _number in range(40):
        make.make_published_article(headline="Same okapi", backdated_to=at)
    places = list(SearchRow.objects.filter(published_at=at).values_list("place", flat=True))
    assert len(set(places)) == 40
    hits = Search("okapi").page(size=100).hits
    assert len(hits) == 40 and [hit.place for hit in hits] == sorted(places, reverse=True)


def at_once(act: Callable[[Any], None], *given: Any) -> None:
    """Do something with each of these in a thread of its own, together; raise what went wrong."""
    together = threading.Barrier(len(given))

    def begin(one: Any) -> None:
        try:
            together.wait()
            act(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(given)) as threads:
        for done in [threads.submit(begin, one) for one in given]:
            done.result()


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_same_new_words_at_once_do_not_stand_in_each_others_way() -> None:
    words = [f"w{number:03}x" for number in range(300)]

    def add(some: list[str]) -> None:
        for start in range(0, len(some), 10):
            remember(PUBLIC, dict.fromkeys(some[start : start + 60], "en"))

    at_once(add, words, words[::-1])
    assert SearchWord.objects.count() == len(words)


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_in_the_same_second_both_get_a_place() -> None:
    at = timezone.now() - timedelta(days=9)
    articles = [make.make_article(headline=f"Okapi {number}") for number in range(8)]

    def publish_all(some: list[Any]) -> None:
        for article in some:
            publish(working_copy=article, version=1, actor=None, backdated_to=at)

    at_once(publish_all, articles[::2], articles[1::2])
    assert len(Search("okapi").page().hits) == 8
    assert problems(PUBLIC) == problems(DRAFTS) == set()


@pytest.mark.django_db(transaction=True)
def test_two_who_save_in_the_same_second_without_new_words_both_get_a_place() -> None:
    articles = [make.make_article(headline=f"Okapi {number}") for number in range(4)]
    at = timezone.now() + timedelta(minutes=2)

    def save(article: Any) -> None:
        with transaction.atomic():
            article.changed_at = at
            keep_draft(article)
            # So that the others look for a place before this one is seen to be taken.
            sleep(0.1)

    at_once(save, *articles)
    assert len({row.place for row in DraftRow.objects.filter(published_at=at)}) == 4
    assert problems(DRAFTS) == set()
