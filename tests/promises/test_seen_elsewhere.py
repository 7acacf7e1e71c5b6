"""What was changed is counted on every machine within a second, also where the process died over it."""

import logging
import time
from functools import partial
from pathlib import Path

import pytest

from articles.models import Article
from publishing.caching import row
from publishing.caching.counters import own
from publishing.models import PublicChange
from tests import factories as make
from tests import waiting
from tests.promises.processes import Worker, workers
from tests.soaking import how_many

logger = logging.getLogger(__name__)

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

KILLS = how_many(3, soak=200)
CHANGES = how_many(2, soak=1000)
seconds_until = partial(waiting.until, seconds=20, every=0.01, otherwise=lambda: "it was missed")
"""It is missed after so long; how long it took is logged, as a machine may be busy."""


@pytest.fixture
def article() -> Article:
    return make.make_published_article(headline="Number 0")


def told(times: list[float]) -> None:
    most, usual = max(times), sum(times) / len(times)
    logger.info("seen after %.2f seconds at most, %.2f on average", most, usual)


def change_by_command(worker: Worker, article: Article, headline: str) -> None:
    version = make.save(article, headline=headline)
    order = {"verb": "publish", "page": article.pk, "version": version, "text": ""}
    assert worker.ask(do="write", **order)["came_of_it"] == "done"


def die_over_it(worker: Worker, article: Article, number: int) -> int:
    """Publish by a process that dies once it is kept; return the mark of what it announced."""
    order = {"page": article.pk, "version": make.save(article, headline=f"Number {number}")}
    assert worker.ask(do="die_counting", half_way=number % 2 == 1, **order)["killed"]
    mark: int = PublicChange.objects.latest("id").mark
    return mark


def test_a_process_killed_between_commit_and_count_leaves_nothing_stale(article: Article) -> None:
    times, key = [], row(article)
    with workers(2) as [dying, watching]:
        before = own.now([key])
        change_by_command(dying, article, "Whatever a command changes is counted before it ends")
        assert own.now([key]) != before
        # The control: while nobody watches, nobody hears of it.
        before, mark = own.now([key]), die_over_it(dying, article, 0)
        time.sleep(1.2)
        assert own.now([key]) == before
        watching.ask(do="watch")
        seconds_until(lambda: not own.unknown([mark]))
        for number in range(1, KILLS):
            before, epoch = own.now([key]), own.epoch()
            mark = die_over_it(dying, article, number)
            times.append(seconds_until(lambda mark=mark: not own.unknown([mark])))
            assert own.now([key]) != before
            assert own.epoch() == epoch
    told(times)


def test_another_machine_counts_what_was_changed_here(article: Article, tmp_path: Path) -> None:
    times, key = [], row(article)
    with workers(1, NEWSROOM_DATA_DIR=str(tmp_path)) as [elsewhere]:
        elsewhere.ask(do="watch")
        for number in range(CHANGES):
            before = elsewhere.ask(do="counted", keys=[key])
            make.publish(working_copy=article, version=make.save(article, headline=f"{number}"), actor=None)
            times.append(
                seconds_until(lambda before=before: elsewhere.ask(do="counted", keys=[key]) != before)
            )
    assert (tmp_path / "changes.counters").exists()
    told(times)
