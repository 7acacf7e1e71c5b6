"""E4: publishing happens once, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from articles.models import Article, ArticleEdition
from publishing.models import Event, Verb
from publishing.workflow import going_public, publish
from tests import factories as make
from tests.promises.processes import workers
from tests.soaking import how_many
from tests.states import BreakAt, Broken, everything

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

ITEMS = how_many(20, soak=300)
PROCESSES = 3


def publish_from_everywhere(pages: list[int], *, careless: bool = False) -> list[dict[str, list[int]]]:
    """Have all processes publish all pages at the same time."""
    with workers(PROCESSES) as started:
        for worker in started:
            worker.ask(do="ready")
        for worker in started:
            worker.tell(do="publish_all", pages=pages, careless=careless)
        return [worker.hear() for worker in started]


def times_published(pages: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many published versions and history entries each page has."""
    keys = dict(Article.objects.filter(pk__in=pages).values_list("pk", "key"))
    events = Event.objects.filter(verb=Verb.PUBLISH)
    return {
        pk: (
            ArticleEdition.objects.filter(working_copy=pk).count(),
            events.filter(object_key=keys[pk]).count(),
        )
        for pk in pages
    }


def test_three_processes_publish_each_item_once_and_a_bad_one_holds_up_nobody() -> None:
    make.make_published_article(slug="taken")
    pages = [make.make_article().pk for _ in range(ITEMS)]
    poisoned = make.make_article(slug="taken").pk
    pages.insert(ITEMS // 2, poisoned)
    answers = publish_from_everywhere(pages)
    assert times_published(pages) == dict.fromkeys(pages, (1, 1)) | {poisoned: (0, 0)}
    assert sorted(pk for answer in answers for pk in answer["done"]) == sorted(set(pages) - {poisoned})
    assert all(poisoned in answer["refused"] for answer in answers)


def test_control_without_the_check_they_are_published_again() -> None:
    pages = [make.make_article().pk for _ in range(5)]
    publish_from_everywhere(pages, careless=True)
    assert any(editions > 1 for editions, _ in times_published(pages).values())


def rich_article() -> Article:
    """Make a draft that leads everywhere, over a version that readers see and one that is waiting."""
    person, source = make.make_person(), make.make_reference()
    body = make.mentioning(person) + make.citing(source) + make.quoting("So", person=person, reference=source)
    article = make.make_published_article(
        body=body + make.picturing(make.make_image()),
        tags=[make.make_tag().key],
        credits=[{"person": person.key, "name": "", "role": ""}],
    )
    make.make_published_article(sources=[source.key])
    going_public.schedule(
        working_copy=article,
        version=make.save(article, headline="Waiting"),
        actor=None,
        starts_at=make.tomorrow(),
    )
    make.save(article, headline="New", slug="new-address")
    return article


def broken_at_every_write(article: Article, person: Any) -> int:
    """Break publishing at one of its writes after the other; return how many left a trace."""
    traces, before = 0, everything()
    for number in range(0, 1000, how_many(3, soak=1)):
        breaking = BreakAt(number)
        with connection.execute_wrapper(breaking):
            try:
                publish(
                    working_copy=Article.objects.get(pk=article.pk),
                    version=article.version,
                    actor=None,
                    pending="cancel",
                    together_with=[type(person).objects.get(pk=person.pk)],
                )
            except Broken:
                traces += everything() != before
        if not breaking.broke:
            assert number > 15, "publishing an article that leads everywhere takes many writes"
            return traces
    raise AssertionError("publishing never ended")


def test_an_error_at_any_write_leaves_everything_as_it_was() -> None:
    article = rich_article()
    assert broken_at_every_write(article, make.make_person()) == 0
    assert make.edition_of(article).headline == "New"


@contextmanager
def without_transaction(working_copy: Any, others: Any) -> Iterator[Any]:
    yield type(working_copy).objects.get(pk=working_copy.pk)


def test_control_without_the_transaction_it_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(going_public, "together", without_transaction)
    article = rich_article()
    before = everything()
    with connection.execute_wrapper(BreakAt(8)), pytest.raises(Broken):
        publish(working_copy=article, version=article.version, actor=None, pending="cancel")
    assert everything() != before
