"""Workers that are killed amid their work lose nothing and do nothing twice; whoever saves waits for none."""

import logging
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from colleagues.passwords import open_link
from colleagues.tasks import LINKS_ASKED_FOR
from colleagues.telling import tell_of_handing
from jobs import queue
from jobs.kinds import KINDS, Kind
from jobs.models import Job, State
from jobs.running import Running
from masthead.site import site_at
from publishing import workflow
from publishing.models import Event, Verb
from references.models import Reference
from tests import factories as make
from tests import waiting
from tests.environment import ROOT
from tests.manuscripts.documents import docx, p
from tests.promises.postbox import Postbox, a_postbox
from tests.promises.processes import Worker as Editor
from tests.promises.processes import database_url, readers_of
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)
KILLS = how_many(3, soak=100)
FILES = 3
EDITORS = ("one@example.org", "two@example.org")
LEASE = "1"
"""Seconds without a sign of life after which these workers take over from each other."""
STEPS = 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's; this process too knows the kinds of jobs that only these workers do."""
    for name in ("tests.steps", "tests.imports"):
        monkeypatch.setitem(KINDS, name, Kind(name, "", lambda running: None, None))
    return tmp_path


class Background:
    """Workers of this test's database, each forked from one process that knows the program."""

    def __init__(self, mail: str) -> None:
        variables = {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": mail,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.background", LEASE],
            cwd=ROOT,
            env=os.environ | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self) -> int:
        """Start a worker; return its number."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> None:
        """Let this process end, and with it every worker that is left."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)


def end_at_once(worker: int) -> None:
    """Kill a worker, and wait until it is gone."""
    os.kill(worker, signal.SIGKILL)
    with suppress(ProcessLookupError):
        while True:
            os.kill(worker, 0)
            time.sleep(0.002)


@contextmanager
def background(mail: str = "console://") -> Iterator[Background]:
    """Have workers at hand for the length of a block."""
    workers = Background(mail)
    try:
        yield workers
    finally:
        workers.end()


@contextmanager
def a_worker(workers: Background) -> Iterator[int]:
    """Have a worker for the length of a block; then it is killed, whatever it does."""
    worker = workers.begin()
    try:
        yield worker
    finally:
        end_at_once(worker)


until = partial(
    waiting.until, every=0.02, otherwise=lambda: list(Job.objects.values("state", "steps_done", "fault"))
)


def steps_of(folder: Path) -> list[str]:
    return [line for path in sorted(folder.iterdir()) for line in path.read_text().splitlines()]


def add_jobs(folder: Path, count: int) -> None:
    for number in range(count):
        told = {"article": make.make_article(headline="Step 0").pk, "file": str(folder / str(number))}
        queue.enqueue("tests.steps", told, key=f"steps-{number}")


@dataclass
class Scene:
    """What is put in while workers are killed: files to bring in, drafts to tell of, links to send."""

    folder: Path
    writer: User
    rounds: int = 0
    askers: list[User] = field(default_factory=list)

    def put_in(self) -> None:
        """Put in one round: three files, a draft that was handed over, a password that was forgotten."""
        number = self.rounds
        self.rounds += 1
        files = [self._file(f"{number}-{one}", is_document=one == FILES - 1) for one in range(FILES)]
        queue.enqueue("tests.imports", {"files": files})
        draft = make.make_article(headline=f"Draft {number}", actor=self.writer)
        workflow.submit(working_copy=draft, version=1, actor=self.writer)
        tell_of_handing(draft, actor=self.writer, is_back=False, site=site_at(timezone.now()))
        asker = make.make_user("reporter", email=f"asker{number}@example.org")
        self.askers.append(asker)
        queue.enqueue(LINKS_ASKED_FOR, {"email": asker.email})

    def _file(self, name: str, *, is_document: bool) -> str:
        lines = [f"Title {name}", "Some words stand here.", "Sources", f"1. https://example.org/{name}"]
        path = self.folder / f"{name}.{'docx' if is_document else 'txt'}"
        data = docx("".join(map(p, lines))) if is_document else "\n\n".join(lines).encode()
        path.write_bytes(data)
        return str(path)

    def titles(self) -> list[str]:
        return sorted(f"Title {number}-{one}" for number in range(self.rounds) for one in range(FILES))


@pytest.fixture
def scene(folder: Path, settings: Any) -> Scene:
    settings.EMAIL_IS_SET_UP = True
    for name in EDITORS:
        make.make_user("editor", email=name)
    return Scene(folder, make.make_user("reporter"))


def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(scene: Scene) -> None:
    chance, amid = random.Random(), 0
    with a_postbox() as postbox, background(postbox.url) as workers:
        for _ in range(KILLS):
            scene.put_in()
            before = progress(postbox)
            with a_worker(workers):
                until(lambda before=before: progress(postbox) != before)
                time.sleep(chance.uniform(0, 0.3))
            amid += Job.objects.filter(state=State.RUNNING).exists()
        with a_worker(workers), a_worker(workers):
            until(lambda: not waits(), seconds=60 + 10 * KILLS)
    again = len(postbox.letters) - len({letter["Message-ID"] for letter in postbox.letters})
    logger.info("%s kills, %s amid a job, %s letters twice", KILLS, amid, again)
    assert amid, "some kills came amid a job, else this tests nothing"
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    assert_brought_in_once(scene)
    assert_written_once(scene, postbox)
    # What a killed worker was reading belongs to the first process then.
    until(lambda: not readers_of(1))


def progress(postbox: Postbox) -> tuple[int, int]:
    return Job.objects.aggregate(steps=Sum("steps_done"))["steps"], len(postbox.letters)


def assert_brought_in_once(scene: Scene) -> None:
    """Each file is one article, saved once, with its one source."""
    brought = Article.objects.filter(headline__startswith="Title")
    assert sorted(brought.values_list("headline", flat=True)) == scene.titles()
    assert set(brought.values_list("version", flat=True)) == {1}
    assert Reference.objects.count() == len(scene.titles())
    assert Event.objects.filter(verb=Verb.CREATE, label__startswith="Title").count() == len(scene.titles())


def assert_written_once(scene: Scene, postbox: Postbox) -> None:
    """Each letter that had to come has come, and what came again is the same letter to every mail program."""
    letters: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for letter in postbox.letters:
        about = letters.setdefault((letter["To"], letter["Subject"]), set())
        about.add((letter["Message-ID"], letter.get_content()))
    drafts = {(to, f"For the editors: Draft {n}") for to in EDITORS for n in range(scene.rounds)}
    links = {(asker.email, "A new password for Newsroom") for asker in scene.askers}
    assert letters.keys() == drafts | links
    assert {about: len(same) for about, same in letters.items() if len(same) > 1} == {}
    for text in (text for about in links for _id, text in letters[about]):
        assert open_link(re.findall(r"/admin/password/([^/\s]+)", text)[0]), text


def waits() -> bool:
    return Job.objects.exclude(state__in=[State.DONE, State.FAILED]).exists()


def test_a_busy_worker_keeps_nobody_from_saving(folder: Path) -> None:
    add_jobs(folder, 12)
    article = make.make_article(headline="Mine")
    editor = Editor()
    try:
        with background() as workers, a_worker(workers):
            until(lambda: Job.objects.filter(state=State.DONE).exists())
            longest = 0.0
            for version in range(1, 21):
                begun = time.monotonic()
                order = {"do": "write", "verb": "save", "page": article.pk, "version": version}
                assert editor.ask(**order, text=f"Mine {version}")["came_of_it"] == "done"
                longest = max(longest, time.monotonic() - begun)
            assert longest < 10
            until(lambda: not waits())
    finally:
        editor.end()
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


def test_a_step_told_outside_of_its_transaction_is_done_twice(folder: Path) -> None:
    """The control: what the tests above look at is seen when it goes wrong."""
    add_jobs(folder, 1)
    job = queue.claim("killed")
    assert job
    article = Article.objects.get(pk=job.arguments["article"])
    make.save(article, headline="Step 1, and the worker is killed before it says so")
    assert Running(job).kept == {}
    Job.objects.update(state=State.WAITING)
    connection.close()
    with background() as workers, a_worker(workers):
        until(lambda: not waits())
    article.refresh_from_db()
    assert article.version == 2 + STEPS
