"""Workers that are killed amid their work lose nothing and do nothing twice; whoever saves waits for none."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from articles.models import Article
from jobs import queue
from jobs.kinds import KINDS, Kind
from jobs.models import Job, State
from jobs.running import Running
from tests import factories as make
from tests.environment import ROOT
from tests.promises.processes import Worker as Editor
from tests.promises.processes import database_url
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

KILLS = how_many(4, soak=100)
LEASE = "1"
"""Seconds without a sign of life after which these workers take over from each other."""
STEPS = 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(KINDS, "tests.steps", Kind("tests.steps", "", lambda running: None, None))
    return tmp_path


@contextmanager
def a_worker() -> Iterator[subprocess.Popen[bytes]]:
    """Start `manage.py worker` with the one kind of job that these tests look at."""
    variables = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATABASE_URL": database_url()}
    command = [sys.executable, "-m", "tests.promises.background", LEASE]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(condition: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, list(Job.objects.values("state", "steps_done", "fault"))
        time.sleep(0.02)


def steps_of(folder: Path) -> list[str]:
    return [line for path in sorted(folder.iterdir()) for line in path.read_text().splitlines()]


def add_jobs(folder: Path, count: int) -> None:
    for number in range(count):
        told = {"article": make.make_article(headline="Step 0").pk, "file": str(folder / str(number))}
        queue.enqueue("tests.steps", told, key=f"steps-{number}")


def test_workers_that_are_killed_lose_nothing_and_do_no_step_twice(folder: Path) -> None:
    add_jobs(folder, 2 * KILLS)
    chance = random.Random(7)
    for _ in range(KILLS):
        with a_worker() as worker:
            seen = sum_of_steps()
            wait_for(lambda seen=seen: sum_of_steps() > seen or not waits())
            time.sleep(chance.uniform(0, 0.2))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    with a_worker(), a_worker():
        wait_for(lambda: not waits())
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
    assert set(Article.objects.values_list("version", flat=True)) == {1 + STEPS}, "each step is there once"
    assert Job.objects.filter(broken_off__gt=0).exists() or steps_of(folder)


def sum_of_steps() -> int:
    return sum(Job.objects.values_list("steps_done", flat=True))


def waits() -> bool:
    return Job.objects.exclude(state__in=[State.DONE, State.FAILED]).exists()


def test_a_busy_worker_keeps_nobody_from_saving(folder: Path) -> None:
    add_jobs(folder, 12)
    article = make.make_article(headline="Mine")
    editor = Editor()
    try:
        with a_worker():
            wait_for(lambda: Job.objects.filter(state=State.DONE).exists())
            longest = 0.0
            for version in range(1, 21):
                begun = time.monotonic()
                order = {"do": "write", "verb": "save", "page": article.pk, "version": version}
                assert editor.ask(**order, text=f"Mine {version}")["came_of_it"] == "done"
                longest = max(longest, time.monotonic() - begun)
            assert longest < 10
            wait_for(lambda: not waits())
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
    with a_worker():
        wait_for(lambda: not waits())
    article.refresh_from_db()
    assert article.version == 2 + STEPS
