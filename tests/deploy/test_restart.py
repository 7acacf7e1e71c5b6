"""A server is started anew behind the real nginx while it is asked, and nobody notices."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.programs import HOST, an_nginx
from tests.environment import ROOT
from tests.sites import Site, free_port
from tests.soaking import SOAK, how_many
from tests.waiting import until

pytestmark = [pytest.mark.processes, pytest.mark.same_on_both]

REQUESTS = how_many(600, soak=100_000)
READERS = 6
PAUSE = how_many(10, soak=0) / 1000
"""Seconds between two questions of a reader; in every run the machine is left to what is started anew."""
BECOMES = """
import os, sys
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-m", "tools.unit", "serve"])
"""


class Server:
    """One server of a site as a unit starts it; with a socket, that is handed to it."""

    def __init__(self, site: Site, *, listening: socket.socket | None = None) -> None:
        self.site, self.port = site, free_port()
        self.listening = listening
        if listening is not None:
            self.port = listening.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.log = site.data_dir / f"server-{self.port}.log"

    def start(self) -> None:
        variables = self.site.environment | {"PORT": str(self.port), "DRAIN_SECONDS": "1"}
        command, handed = [sys.executable, "-m", "tools.unit", "serve"], self.listening
        if handed is not None:
            command = [sys.executable, "-c", BECOMES]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=variables,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[3] if handed is not None else [],
                preexec_fn=(lambda: os.dup2(handed.fileno(), 3)) if handed is not None else None,
            )

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None

    def is_ready(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", "/health/")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def wait(self) -> None:
        until(self.is_ready, seconds=90, every=0.1, otherwise=lambda: self.log.read_text(errors="replace"))

    def start_anew(self) -> None:
        """Do it while others are asking, and have asked."""
        time.sleep(1)
        self.stop()
        self.start()
        self.wait()


@contextmanager
def running(*servers: Server) -> Iterator[None]:
    for server in servers:
        server.start()
    try:
        for server in servers:
            server.wait()
        yield
    finally:
        for server in servers:
            server.stop()


class Asking:
    """Readers who ask without a break, each for what nobody has asked before, so nginx passes it on."""

    def __init__(self, port: int) -> None:
        self.port, self.answers, self.left = port, Counter[str](), REQUESTS
        self.lock, self.is_over = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(READERS)]

    def _ask(self, number: int) -> None:
        asked = 0
        while not (self.is_over.is_set() and self.left <= 0):
            asked += 1
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.request("GET", f"/tags/?x={number}-{asked}", headers={"Host": HOST})
                answer = connection.getresponse()
                answer.read()
                said = str(answer.status)
            except (OSError, http.client.HTTPException) as problem:
                said = type(problem).__name__
            finally:
                connection.close()
            with self.lock:
                self.answers[said] += 1
                self.left -= 1
            time.sleep(PAUSE)

    def __enter__(self) -> "Asking":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def site(empty_site: Site) -> Site:
    empty_site.variables |= {"SITE_URL": f"http://{HOST}"}
    return empty_site


def test_one_of_two_machines_is_started_anew(site: Site, tmp_path: Path) -> None:
    first, second = Server(site), Server(site)
    with (
        running(first, second),
        an_nginx(tmp_path / "n", "newsroom.conf", behind=(first.port, second.port)) as port,
        Asking(port) as asking,
    ):
        first.start_anew()
        time.sleep(1)
    assert set(asking.answers) == {"200"}, asking.answers
    assert asking.answers.total() >= REQUESTS
    assert " 200 " in first.log.read_text() and " 200 " in second.log.read_text()


@contextmanager
def a_socket() -> Iterator[socket.socket]:
    """What systemd holds for the server."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        yield listening


def test_the_only_machine_is_started_anew_and_whoever_asks_meanwhile_waits(
    site: Site, tmp_path: Path
) -> None:
    with a_socket() as listening:
        server = Server(site, listening=listening)
        front = an_nginx(tmp_path / "n", "newsroom.conf", behind=server.port)
        with running(server), front as port, Asking(port) as asking:
            server.start_anew()
            time.sleep(1)
    assert set(asking.answers) == {"200"}, asking.answers
    assert asking.answers.total() >= REQUESTS


@pytest.mark.skipif(not SOAK, reason="takes half a minute, and is the control of the one before")
def test_without_a_socket_of_its_own_they_would_notice(site: Site, tmp_path: Path) -> None:
    """The control: what is measured here can be seen to fail."""
    server = Server(site)
    front = an_nginx(tmp_path / "n", "newsroom.conf", behind=server.port)
    with running(server), front as port, Asking(port) as asking:
        server.start_anew()
        asking.left = 0
    assert asking.answers["503"] > 0


def test_what_is_being_answered_is_answered_and_a_form_on_its_way_arrives(site: Site) -> None:
    server = Server(site)
    with running(server):
        head = f"POST /admin/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 20\r\n"
        head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as slow:
            slow.sendall(head.encode() + b"username=")
            time.sleep(0.5)
            assert server.process
            server.process.send_signal(signal.SIGTERM)
            # Later than it takes no new connections.
            time.sleep(2)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", server.port), timeout=5)
            slow.sendall(b"ada&password=x"[: 20 - 9])
            answer = b""
            while part := slow.recv(65536):
                answer += part
        assert answer.startswith(b"HTTP/1.1 403 ") and b"onnection: close" in answer
        assert server.process.wait(timeout=30) == 0


def test_a_kept_connection_is_ended_with_an_answer(site: Site) -> None:
    server = Server(site)
    with running(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", "/robots.txt", headers={"Host": HOST})
        first = connection.getresponse()
        assert first.read() and first.getheader("Connection") is None
        assert server.process
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.6)
        connection.request("GET", "/health/")
        last = connection.getresponse()
        assert (last.status, last.getheader("Connection")) == (503, "close")
