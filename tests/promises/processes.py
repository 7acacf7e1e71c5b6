"""Processes that share a test's database, told what to do over a pipe."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlsplit

from django.db import connection

from manuscripts import child
from tests.environment import ON_POSTGRESQL
from tests.forking import forking
from tests.waiting import until


class Worker:
    """One process; it answers each order with what came of it."""

    module = "tests.promises.worker"

    def __init__(self, **more: str) -> None:
        self.folder = TemporaryDirectory()
        orders, answers = (Path(self.folder.name) / name for name in ("orders", "answers"))
        self.log = Path(self.folder.name) / "log"
        os.mkfifo(orders)
        os.mkfifo(answers)
        self.answers = os.fdopen(os.open(answers, os.O_RDONLY | os.O_NONBLOCK))
        environment = os.environ | {"DATABASE_URL": database_url()} | more
        self.process = forking().start(
            self.module, str(orders), str(answers), environment=environment, log=self.log
        )
        until(lambda: self._is_heard_at(orders), every=0.01, otherwise=self.last_words)
        os.set_blocking(self.answers.fileno(), True)

    def _is_heard_at(self, orders: Path) -> bool:
        with suppress(OSError):
            self.orders = os.fdopen(os.open(orders, os.O_WRONLY | os.O_NONBLOCK), "w")
            return True
        return False

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")

    def tell(self, **order: Any) -> None:
        """Give an order without waiting for the answer."""
        self.orders.write(json.dumps(order) + "\n")
        self.orders.flush()

    def hear(self) -> Any:
        """Wait for the answer to the last order."""
        line = self.answers.readline()
        assert line, self.last_words()
        return json.loads(line)

    def ask(self, **order: Any) -> Any:
        """Give an order and wait for the answer."""
        self.tell(**order)
        return self.hear()

    def end(self) -> None:
        self.orders.close()
        self.process.wait(timeout=30)
        self.answers.close()
        self.folder.cleanup()


@contextmanager
def workers(count: int, **variables: str) -> Iterator[list[Worker]]:
    """Run some processes for the length of a block, with more in their environment than this one has."""
    with ExitStack() as stack:
        started = []
        for _ in range(count):
            started.append(Worker(**variables))
            stack.callback(started[-1].end)
        yield started


def database_url() -> str:
    """Return the address of the database this test's own connection uses."""
    name = str(connection.settings_dict["NAME"])
    if not ON_POSTGRESQL:
        return f"sqlite:///{quote(name)}"
    parts = urlsplit(os.environ["TEST_DATABASE_URL"])
    return f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"


def readers_of(parent: int) -> list[str]:
    """Return the processes that read a file in a limited child for this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "stat").read_text().rpartition(")")[2].split()
            is_reader = str(child.PROGRAM).encode() in (process / "cmdline").read_bytes()
            found += [process.name] * (is_reader and int(words[1]) == parent)
    return found
