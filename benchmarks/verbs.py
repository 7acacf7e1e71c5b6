"""What writing costs: creating, saving, publishing, the form, and bringing many in.

`python -m benchmarks.verbs`, or with some of `bringing`, `verbs`, `versions`, `form`; on PostgreSQL behind
`python -m tools.postgres`. Each figure stands beside a bare INSERT with its COMMIT in the same run and
database: of the wall, in 95 of 100, and of a processor, which a busy machine does not change.
"""

import logging
import multiprocessing
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

import django

FOLDER = tempfile.TemporaryDirectory(prefix="newsroom-")
os.environ |= {
    "NEWSROOM_DATA_DIR": FOLDER.name,
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{FOLDER.name}/newsroom.sqlite3",
}
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article  # noqa: E402
from benchmarks.forms import filled  # noqa: E402
from benchmarks.texts import Texts  # noqa: E402
from publishing.timeline import Change  # noqa: E402
from publishing.workflow import correct, create, publish, save_revision, schedule, withdraw  # noqa: E402
from publishing.workflow.bulk import NewPage, bring_in  # noqa: E402

TIMES = 100
VERSIONS = (2, 100, 1_000)
ARCHIVE, MORE, A_TRANSACTION = 1_000, 2_000, 250
SAVES = 20
FLOOR = "a bare INSERT and COMMIT"


@dataclass
class Took:
    """Seconds each time took, on the wall and of a processor, and its statements."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Measure what is done inside."""

        asked = 0

        def counted(execute: Callable[..., object], *given: object) -> object:
            nonlocal asked
            asked += 1
            return execute(*given)

        with connection.execute_wrapper(counted):
            begun, worked = time.perf_counter(), time.process_time()
            yield
            self.wall.append(time.perf_counter() - begun)
            self.processor.append(time.process_time() - worked)
        self.statements.append(asked)


PARTS = ("bringing", "verbs", "versions", "form")


def main() -> int:
    """Measure each part asked for, all of them where none is, and print a table of each."""

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    asked = [part for part in sys.argv if part in PARTS] or PARTS
    texts = Texts()
    print(f"on {connection.vendor}", flush=True)
    if "bringing" in asked:
        for processes in (1, 2):
            report_bringing(texts, processes)
    parts = {"verbs": one_after_the_other, "versions": versions, "form": the_form}
    for part, of_part in parts.items():
        if part in asked:
            report({FLOOR: floor()} | of_part(texts))
    return 0


def floor() -> Took:
    """Return what the database itself takes for one row that must not be lost."""

    took = Took()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS benchmark_floor (words text)")
        for number in range(TIMES):
            with took.once(), transaction.atomic():
                cursor.execute("INSERT INTO benchmark_floor VALUES (%s)", [f"{number} " * 50])
    return took


def one_after_the_other(texts: Texts) -> dict[str, Took]:
    """Put articles through every verb, each of them a hundred times."""

    names = ("create", "publish", "save", "publish again", "correct", "schedule", "take down")
    found = {name: Took() for name in names}
    for number in range(TIMES + 5):
        article = Article()
        took = {name: Took() for name in names} if number < 5 else found
        with took["create"].once():
            create(working_copy=article, payload=texts.article(), actor=None)
        with took["publish"].once():
            publish(working_copy=article, version=article.version, actor=None)
        with took["save"].once():
            save_revision(working_copy=article, payload=texts.change(article), version=1, actor=None)
        article.refresh_from_db()
        with took["publish again"].once():
            publish(working_copy=article, version=article.version, actor=None)
        save_revision(working_copy=article, payload=texts.change(article), version=2, actor=None)
        article.refresh_from_db()
        with took["correct"].once():
            correct(
                working_copy=article, version=3, actor=None, kind=Change.CORRECTION, note="It was otherwise."
            )
        save_revision(working_copy=article, payload=texts.change(article), version=3, actor=None)
        article.refresh_from_db()
        with took["schedule"].once():
            later = timezone.now() + timedelta(days=1)
            schedule(working_copy=article, version=4, actor=None, starts_at=later)
        with took["take down"].once():
            withdraw(working_copy=article, edition=3, actor=None)
    return found


def versions(texts: Texts) -> dict[str, Took]:
    """Return what publishing takes as one article grows old: around these versions of it."""

    article = Article()
    create(working_copy=article, payload=texts.article(), actor=None)
    found = {f"publish, version {number:,} and on": Took() for number in VERSIONS}
    saved = {f"save, version {number:,} and on": Took() for number in VERSIONS}
    for number in range(1, VERSIONS[-1] + TIMES // 5):
        name = next((f"{n:,} and on" for n in VERSIONS if n <= number < n + TIMES // 5), "")
        with saved.get(f"save, version {name}", Took()).once():
            payload = texts.change(article)
            save_revision(working_copy=article, payload=payload, version=article.version, actor=None)
        article.refresh_from_db()
        with found.get(f"publish, version {name}", Took()).once():
            publish(working_copy=article, version=article.version, actor=None)
    return found | saved


def the_form(texts: Texts) -> dict[str, Took]:
    """Return what opening and saving the form takes, of a long article and of one without a text."""

    setup_test_environment()
    logging.getLogger("newsroom.request").setLevel(logging.WARNING)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("benchmark", password="of no use"))
    found: dict[str, Took] = {}
    for name, payload in {"200 citations": texts.long(), "a short text": texts.short()}.items():
        article = Article()
        create(working_copy=article, payload=payload, actor=None)
        publish(working_copy=article, version=article.version, actor=None)
        path = f"/admin/articles/article/{article.pk}/change/"
        opened, saved = Took(), Took()
        for number in range(SAVES + 2):
            with (opened if number > 1 else Took()).once():
                answer = client.get(path)
            sent = filled(answer.content.decode())
            sent["body"] += f"<p>One more, {number}.</p>"
            with (saved if number > 1 else Took()).once():
                answer = client.post(path, sent)
            if answer.status_code != 302:
                sys.exit(f"the form was not saved: {answer.status_code}")
        found |= {f"open the form, {name}": opened, f"save the form, {name}": saved}
    return found


def report_bringing(texts: Texts, processes: int) -> None:
    """Bring a thousand articles in, by one process or by two at once, and say how many that was a second."""

    count = ARCHIVE if processes == 1 else MORE
    each = count // processes
    if processes == 1:
        bring(texts.seed, 250, texts.keys)
    connection.close()
    context = multiprocessing.get_context("fork")
    with context.Pool(processes) as pool:
        begun = time.monotonic()
        given = [(texts.seed + 1 + number + 10 * processes, each, texts.keys) for number in range(processes)]
        worked = sum(pool.starmap(bring, given, chunksize=1))
        took = time.monotonic() - begun
    what = "process" if processes == 1 else "processes"
    print(
        f"bringing in, {processes} {what}: {count / took:.0f} articles a second, "
        f"{1000 * worked / count:.1f} ms of a processor here for each",
        flush=True,
    )


def bring(seed: int, count: int, keys: dict[str, list[str]]) -> float:
    """Bring so many articles in, and return the seconds of a processor that took."""

    texts = Texts(seed, keys)
    since = datetime(2015, 1, 1, tzinfo=UTC)
    pages = [
        NewPage(
            working_copy=Article(),
            content=texts.article(),
            published_at=since + timedelta(minutes=37 * number + seed),
        )
        for number in range(count)
    ]
    begun = time.process_time()
    for at in range(0, count, A_TRANSACTION):
        bring_in(pages[at : at + A_TRANSACTION], actor=None)
    worked = time.process_time() - begun
    connection.close()
    return worked


def report(found: dict[str, Took]) -> None:
    """Print a table."""
    bare = median(found[FLOOR].wall)
    print(f"{'milliseconds':<38}{'wall':>8}{'95 %':>8}{'× bare':>8}{'CPU':>8}{'queries':>9}")
    for name, took in found.items():
        most = quantiles(took.wall, n=20)[-1]
        print(
            f"{name:<38}{1000 * median(took.wall):>8.1f}{1000 * most:>8.1f}{median(took.wall) / bare:>8.1f}"
            f"{1000 * median(took.processor):>8.1f}{median(took.statements):>9.0f}"
        )
    print(f"the machine has {os.getloadavg()[0] / (os.cpu_count() or 1):.1f} jobs for each processor")


if __name__ == "__main__":
    sys.exit(main())
