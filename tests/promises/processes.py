"""Processes that share a test's database, told what to do over a socket."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.db import connection

from manuscripts import child
from tests.environment import DATA_DIR, ON_POSTGRESQL
from tests.forking import forking

LOG = DATA_DIR / "workers.log"


class Worker:
    """One process; it answers each order with what came of it."""

    module = "tests.promises.worker"

    def __init__(self, **more: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.process = forking().start(
                self.module,
                str(listening.getsockname()[1]),
                environment=os.environ | {"DATABASE_URL": database_url()} | more,
                log=LOG,
            )
            listening.settimeout(60)
            self.orders, _ = listening.accept()
        # Whoever is waited for may wait for a lock as long as it takes.
        self.orders.settimeout(None)
        self.answers = self.orders.makefile()

    def tell(self, **order: Any) -> None:
        """Give an order without waiting for the answer."""
        self.orders.sendall(json.dumps(order).encode() + b"\n")

    def hear(self) -> Any:
        """Wait for the answer to the last order."""
        line = self.answers.readline()
        assert line, f"the process has ended; its last words are:\n{LOG.read_text(errors='replace')}"
        return json.loads(line)

    def ask(self, **order: Any) -> Any:
        """Give an order and wait for the answer."""
        self.tell(**order)
        return self.hear()

    def end(self) -> None:
        self.answers.close()
        self.orders.close()
        self.process.wait(timeout=30)


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
