"""A process that is killed while it publishes leaves the old state or the new one, never a mix."""

import random
import time
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleEdition, ArticleTag, Citation, Mention
from publishing.models import Event, Verb
from publishing.search import Search
from publishing.search.shelves import SHELVES
from tests import factories as make
from tests.promises.on_its_way import on_its_way
from tests.promises.processes import Worker, workers
from tests.publishing.search.index import problems
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

KILLS = how_many(20, soak=500)


@dataclass(frozen=True)
class State:
    """Everything publishing writes, each part told apart by the number it carries."""

    editions: int
    live: str
    linked: tuple[int, int, int]
    addresses: int
    events: int
    page: str
    found: list[str]


@pytest.fixture
def page() -> Article:
    """An article that leads to a person and a source, live as number 0."""
    person, source = make.make_person(), make.make_reference()
    body = make.mentioning(person) + make.citing(source)
    return make.make_published_article(
        headline="Number 0", slug="number-0", body=body, tags=[make.make_tag().key]
    )


def state_of(article: Article) -> State:
    now = timezone.now()
    live = ArticleEdition.objects.live(now).get(working_copy=article)
    return State(
        editions=article.editions.count(),
        live=live.headline,
        linked=tuple(
            model.objects.live(now).filter(edition=live).count() for model in (Mention, Citation, ArticleTag)
        ),
        addresses=article.addresses.count(),
        events=Event.objects.filter(verb=Verb.PUBLISH, object_key=article.key).count(),
        page=Client().get(live.get_absolute_url()).content.decode(),
        found=[
            ArticleEdition.objects.get(pk=hit.object_id).headline
            for hit in Search("number", at=now).kinds("article").page().hits
        ],
    )


def expected(article: Article, number: int) -> tuple[int, str, tuple[int, int, int], int, int]:
    return (number + 1, f"Number {number}", (1, 1, 1), number + 1, number + 1)


def kill_once(worker: Worker, article: Article, number: int, chance: random.Random, seconds: float) -> None:
    how = {"statement": chance.randint(0, 60)} if number % 2 else {"seconds": chance.uniform(0, seconds)}
    assert worker.ask(do="die", page=article.pk, version=article.version, **how)["killed"]
    while on_its_way():
        time.sleep(0.002)


def test_killed_at_any_moment_readers_see_one_version_whole(page: Article) -> None:
    chance = random.Random(60)
    number, outcomes = 0, []
    with workers(1) as [worker]:
        worker.ask(do="ready")
        for attempt in range(KILLS):
            make.save(page, headline=f"Number {number + 1}", slug=f"number-{number + 1}")
            kill_once(worker, page, attempt, chance, seconds=0.08)
            state = state_of(page)
            outcomes.append(state.editions - number - 1)
            number = state.editions - 1
            found = (state.editions, state.live, state.linked, state.addresses, state.events)
            assert found == expected(page, number)
            assert f"Number {number}" in state.page
            assert f"Number {number + 1}" not in state.page
            assert state.found == [f"Number {number}"]
            assert [problems(shelf) for shelf in SHELVES] == [set(), set()], "the index is that of the rows"
    assert set(outcomes) == {0, 1}, "some kills came before the end and some after, else this tests nothing"


def test_control_without_the_transaction_there_are_mixes(page: Article) -> None:
    make.save(page, headline="Number 1", slug="number-1")
    with workers(1) as [worker]:
        for statement in range(5, 30, 3):
            worker.ask(do="die", page=page.pk, version=page.version, statement=statement, careless=True)
            try:
                state = state_of(page)
            except ArticleEdition.DoesNotExist:
                return
            found = (state.editions, state.live, state.linked, state.addresses, state.events)
            if found not in (expected(page, 0), expected(page, 1)):
                return
    pytest.fail("half a publication went unnoticed")
