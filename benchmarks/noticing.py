"""What noticing changes costs: parts of one full render of an article, in CPU time of the same run."""

import logging
import os
import time
from collections.abc import Callable
from statistics import median
from unittest.mock import patch

import django

os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or os.environ["DATABASE_URL"]
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.client import ClientHandler  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, ArticleEdition  # noqa: E402
from demo.loading import load  # noqa: E402
from publishing.caching import announcing, noting  # noqa: E402
from publishing.caching.counters import own, slot_of  # noqa: E402
from publishing.workflow import publish, save_revision  # noqa: E402

RUNS = 60
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def cpu(*acts: Callable[[], object], runs: int = RUNS, times: int = 1) -> list[float]:
    """Return the CPU seconds of each act, in turn with the others."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(runs):
        for place, act in enumerate(acts):
            begun = time.process_time()
            for _ in range(times):
                act()
            taken[place].append((time.process_time() - begun) / times)
    return [median(of_act) for of_act in taken]


def pages() -> tuple[float, float, int]:
    """Return what a page costs without and with notes, and how many keys it notes."""
    edition = ArticleEdition.objects.live(timezone.now()).order_by("-words").first()
    handler, path = ClientHandler(enforce_csrf_checks=False), edition.get_absolute_url()

    def plain() -> object:
        return handler(RequestFactory().get(path).environ)

    def noted() -> int:
        with noting() as found:
            plain()
        return len(found.keys)

    plain(), noted()
    without, with_notes = cpu(plain, noted)
    return without, with_notes, noted()


def publishing() -> tuple[float, float]:
    """Return what publishing costs without and with announcing it."""
    article = Article.objects.filter(editions__isnull=False).first()

    def once(spent: list[float]) -> None:
        words = {"headline": f"Number {time.monotonic_ns()}"}
        save_revision(working_copy=article, payload=words, version=article.version, actor=None)
        begun = time.process_time()
        publish(working_copy=article, version=article.version, actor=None, pending="keep")
        spent.append(time.process_time() - begun)

    silent: list[float] = []
    told: list[float] = []
    # In turn: the article gets older with every version.
    for _ in range(RUNS):
        once(told)
        with patch.object(announcing, "_write"):
            once(silent)
    return median(silent), median(told)


def report() -> None:
    """Print all of it as parts of the floor."""
    without, with_notes, number = pages()
    keys = [f"articles.article:{key}" for key in range(25)]
    slots = [slot_of(key) for key in keys]
    before = own.snapshot()
    asked = {
        "a page with its notes": with_notes,
        "all counters copied": cpu(own.snapshot, times=100)[0],
        "the number of all changes": cpu(own.number, times=1000)[0],
        "25 slots compared": cpu(lambda: own.at(slots), times=1000)[0],
        "values of 25 keys in a copy": cpu(lambda: before.values(keys), times=100)[0],
        "25 keys counted": cpu(lambda: own.count(keys), times=100)[0],
    }
    silent, told = publishing()
    print(f"a full render of an article that notes {number} keys: 1")
    for name, seconds in asked.items():
        print(f"{name:<34}{seconds / without:>12.5f}")
    print(f"{'publishing, announced ÷ silent':<34}{told / silent:>12.3f}", flush=True)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    load()
    logging.disable()
    with override_settings(STORAGES=settings.STORAGES | PLAIN, ALLOWED_HOSTS=["testserver"]):
        report()
