"""`python -m benchmarks.scaling`: what every page costs in the archive of DATABASE_URL, as a line of JSON."""

import json
import logging
import sys
import time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article  # noqa: E402
from benchmarks.scaling.asking import Archive, choosers, for_colleagues, for_readers  # noqa: E402
from benchmarks.scaling.timing import Cost, cost_of  # noqa: E402
from publishing.workflow import create, publish, save_revision  # noqa: E402

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
RUNS, MOST_SECONDS = 3, 2.0
"""How often each is asked, and after how long it is enough."""


def measure(archive: Archive) -> dict[str, dict[str, Any]]:
    """Return the cost of each page, the least of several runs, and how it was answered."""
    settings.ALLOWED_HOSTS.append("testserver")
    logging.disable(logging.CRITICAL)
    reader, colleague = Client(raise_request_exception=False), Client(raise_request_exception=False)
    colleague.force_login(_administrator())
    pages = [(name, url, reader) for name, url in for_readers(archive)]
    pages += [(name, url, colleague) for name, url in (*for_colleagues(archive), *choosers())]
    found: dict[str, dict[str, Any]] = {}
    # The addresses of collected files say nothing of the archive.
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN}}):
        found |= {name: _asked(client, url) for name, url, client in pages}
    for name, verb in VERBS.items():
        found[name] = _said(least(lambda: verb(archive)))  # noqa: B023
    return found


def _asked(client: Client, url: str) -> dict[str, Any]:
    answer = client.get(url)
    return _said(least(lambda: client.get(url))) | {
        "status": answer.status_code,
        "bytes": len(answer.content),
    }


def least(act: Any) -> Cost:
    """Return the cheapest of several runs."""
    began, costs = time.monotonic(), []
    while len(costs) < RUNS and (len(costs) < 2 or time.monotonic() - began < MOST_SECONDS):
        costs.append(cost_of(act))
    return min(costs, key=lambda cost: cost.seconds)


def _said(cost: Cost) -> dict[str, Any]:
    return {"ms": cost.seconds * 1000, "queries": cost.queries}


def _administrator() -> User:
    """Return the first colleague, who has as many articles in hand as each of the others."""
    user = User.objects.order_by("pk")[0]
    user.is_superuser = True
    user.save()
    return user


def _publish(archive: Archive) -> None:
    with transaction.atomic():
        draft = Article.objects.get(pk=archive.draft.pk)
        publish(working_copy=draft, version=draft.version, actor=None)
        transaction.set_rollback(True)


def _publish_with_most_versions(archive: Archive) -> None:
    with transaction.atomic():
        row = Article.objects.get(pk=archive.long.pk)
        changed = {"headline": row.headline + "!"}
        save_revision(working_copy=row, payload=changed, version=row.version, actor=None)
        publish(working_copy=row, version=row.version, actor=None)
        transaction.set_rollback(True)


def _create(archive: Archive) -> None:
    with transaction.atomic():
        row = Article()
        create(working_copy=row, payload=archive.draft.payload() | {"slug": ""}, actor=None)
        transaction.set_rollback(True)


VERBS = {
    "publish": _publish,
    "save and publish the one with most versions": _publish_with_most_versions,
    "create": _create,
}


if __name__ == "__main__":
    print(json.dumps(measure(Archive(timezone.now()))))
    sys.exit()
