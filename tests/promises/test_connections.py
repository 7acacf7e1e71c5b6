"""Connections that ask for nothing, and forms that never end, keep nobody from reading."""

import resource
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest

from tests.sites import Site, copied
from tests.soaking import how_many
from tools import serve

pytestmark = [pytest.mark.processes, pytest.mark.same_on_both]

IDLE = 2000
PATIENCE = how_many(3, soak=10)
SLOW = 100
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n"
HEADS = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}


@pytest.fixture(scope="module")
def site(site_template: Site, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """One site that is being served: whatever it is told here, it goes on as before.

    It waits for the head of a request as it does everywhere, for a shorter time.
    """
    folder = tmp_path_factory.mktemp("connections") / "var"
    patience = dict.fromkeys(["10000"], str(PATIENCE * 1000))
    assert {*patience} < {*serve.SERVER}
    with (
        pytest.MonkeyPatch.context() as patch,
        copied(site_template, folder, name=f"newsroom_connections_{worker_id}") as made,
    ):
        patch.setattr(serve, "SERVER", tuple(patience.get(word, word) for word in serve.SERVER))
        made.start()
        yield made


@contextmanager
def connections(site: Site, count: int, first_words: list[bytes]) -> Iterator[list[socket.socket]]:
    """Open many connections, and say something on each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, count + 500)), hard))
    with ExitStack() as stack:
        opened = []
        for number in range(count):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=30))
            connection.sendall(first_words[number % len(first_words)])
            opened.append(connection)
        yield opened


def answered(connection: socket.socket) -> bytes:
    """Return what came back so far; an end counts as an empty answer."""
    with suppress(ConnectionResetError):
        return connection.recv(65536)
    return b""


def ready(opened: list[socket.socket], *, within: float, count: int) -> list[socket.socket]:
    """Return the connections on which something came, once there are so many or the time is over."""
    deadline = time.monotonic() + within
    # Not select itself, which stops at the thousandth file.
    poll = select.poll()
    by_number = {connection.fileno(): connection for connection in opened}
    for number in by_number:
        poll.register(number, select.POLLIN)
    found: list[socket.socket] = []
    while len(found) < count and (left := deadline - time.monotonic()) > 0:
        for number, _event in poll.poll(left * 1000):
            poll.unregister(number)
            found.append(by_number[number])
    return found


def reads_quickly(site: Site) -> None:
    for _ in range(3):
        began = time.monotonic()
        assert site.get("/")[0] == 200
        assert site.get("/health/")[0] == 200
        assert time.monotonic() - began < 10


def test_pages_go_on_beside_idle_connections_which_are_closed(site: Site) -> None:
    with connections(site, IDLE, list(HEADS.values())) as opened:
        reads_quickly(site)
        closed = ready(opened, within=60, count=IDLE)
        assert len(closed) == IDLE
        reads_quickly(site)
    assert "Traceback" not in site.log.read_text()


def test_a_head_in_drops_ends_too(site: Site) -> None:
    with connections(site, 1, [HEADS["half a head"]]) as (connection,):
        began = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() - began < 40:
                connection.sendall(b"X-More: of it\r\n")
                time.sleep(0.5)
        assert time.monotonic() - began < PATIENCE + 10


@pytest.mark.parametrize("path", [b"/admin/login/", b"/admin/articles/article/add/"])
def test_pages_go_on_beside_slow_forms_and_what_is_too_much_is_refused_at_once(
    site: Site, path: bytes
) -> None:
    head = b"POST " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM + b"\r\nname=x"
    with connections(site, SLOW, [head]) as opened:
        refused = ready(opened, within=60, count=SLOW - 3)
        assert SLOW - 3 <= len(refused) < SLOW
        answers = [answered(connection) for connection in refused]
        assert all(answer.startswith(b"HTTP/1.1 503 ") for answer in answers)
        assert all(b"retry-after: " in answer.lower() for answer in answers)
        reads_quickly(site)
        waiting = [connection for connection in opened if connection not in refused]
        # One that goes on is answered as ever; those that end are forgotten.
        waiting[0].sendall(b"x" * 994)
        assert answered(waiting[0]).startswith(b"HTTP/1.1 403 ")
    reads_quickly(site)
    with connections(site, 1, [head + b"x" * 994]) as (connection,):
        assert answered(connection).startswith(b"HTTP/1.1 403 ")


def test_a_form_that_ends_too_early_changes_nothing(site: Site) -> None:
    whole = b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM + b"\r\nusername=admin"
    with connections(site, 1, [whole]) as (connection,):
        connection.shutdown(socket.SHUT_WR)
        assert answered(connection)[9:12] in (b"400", b"")
    reads_quickly(site)


@pytest.mark.parametrize(
    "head",
    [
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300000000\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300000000\r\n\r\n",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET /\xff%ff%00?\xfe=%c3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /%ff%fe/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: x/y; charset=hex\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: newsroom_session=\xff\xfe\r\nX-A: \xff\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
)
def test_what_the_server_hands_on_is_answered_without_a_fault(site: Site, head: bytes) -> None:
    with connections(site, 1, [head]) as (connection,):
        answer = answered(connection)
        assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert "Traceback" not in site.log.read_text()
