"""nginx with our files, alone and before Varnish: too much, too often, too slow; what is kept open."""

import re
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.deploy.programs import HOST, Origin, a_varnish, an_nginx, an_origin, ask, varnish_options
from tests.environment import ROOT
from tests.sites import free_port
from tools import serve

FILES = ["newsroom.conf", "newsroom-before-varnish.conf"]
STRANGER = "203.0.113.9"
MANY = 300


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with an_origin() as made:
        yield made


# What is counted and refused stands in files that both include.
@pytest.fixture(scope="module", params=[FILES[0], pytest.param(FILES[1], marks=pytest.mark.soak)])
def port(
    request: pytest.FixtureRequest, origin: Origin, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("limits") / "n"
    with an_nginx(folder, request.param, behind=origin.port) as made:
        yield made


def send(port: int, path: str, length: int, body: bytes = b"") -> socket.socket:
    """Begin to send a form; leave the connection open."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {length}\r\n\r\n"
    connection.sendall(head.encode() + body)
    return connection


@contextmanager
def asking(origin: Origin, path: str) -> Iterator[list[dict[str, object]]]:
    """Collect how this was asked for meanwhile."""
    before = len(origin.asked)
    found: list[dict[str, object]] = []
    yield found
    found += [request for request in origin.asked[before:] if request["path"] == path]


@pytest.mark.parametrize(
    ("path", "length"), [("/admin/form/", 80 * 1024**2 + 1), ("/admin", 10**11), ("/", 64 * 1024 + 1)]
)
def test_too_much_is_refused_in_a_sentence_before_it_is_sent(
    origin: Origin, port: int, path: str, length: int
) -> None:
    with asking(origin, path) as asked, send(port, path, length) as connection:
        answer = connection.recv(10_000).decode()
    assert answer.startswith("HTTP/1.1 413") and "choose smaller pictures" in answer
    assert "Cache-Control: no-store" in answer and "X-Request-ID: " in answer and "nginx/" not in answer
    assert not asked


def test_a_large_picture_comes_whole_and_says_how_long_it_is(origin: Origin, port: int) -> None:
    origin.says("/admin/picture/", "Thanks", Cache_Control="no-store")
    body = b"x" * (30 * 1024**2)
    with asking(origin, "/admin/picture/") as asked, send(port, "/admin/picture/", len(body)) as connection:
        connection.sendall(body[:1000])
        connection.sendall(body[1000:])
        assert b"Thanks" in connection.recv(10_000)
    (one,) = asked
    assert one["body"] == body and one["headers"]["content-length"] == str(len(body))
    origin.asked.clear()


def test_whoever_tries_logins_is_told_to_wait_and_all_others_are_not(origin: Origin, port: int) -> None:
    origin.says("/admin/login/", "Wrong", Cache_Control="no-store")

    def tries(address: str, times: int, path: str = "/admin/login/", method: str = "POST") -> list[int]:
        return [ask(port, path, method=method, X_Test_From=address).status for _time in range(times)]

    # An office in the morning.
    assert set(tries("198.51.100.1", 20)) == {200}
    assert 429 in tries(STRANGER, 30)
    answer = ask(port, "/admin//login/", method="POST", X_Test_From=STRANGER)
    assert answer.status == 429 and "Wait half a minute" in answer.text and answer["Retry-After"] == "30"
    for path in ("/admin/join/abc", "/admin/password/abc/", "/admin/forgotten/"):
        assert 429 in tries(STRANGER, 1, path)
    # They may read, as may others log in; this machine is never counted.
    assert tries(STRANGER, 1, method="GET") == [200] and tries("198.51.100.2", 1) == [200]
    assert set(tries("127.0.0.1", 40)) == {200}


def test_of_ipv6_a_network_is_counted_and_its_neighbour_is_not(origin: Origin, port: int) -> None:
    origin.says("/admin/login/", "Wrong", Cache_Control="no-store")
    for network, other in (("2001:db8:1:2", "2001:db8:1:3"), ("2001:db8:a:0", "2001:db8:b:0")):
        told = [
            ask(port, "/admin/login/", method="POST", X_Test_From=f"{network}:{number:x}::{number:x}").status
            for number in range(1, 31)
        ]
        assert 429 in told
        assert ask(port, "/admin/login/", method="POST", X_Test_From=f"{other}::1").status == 200


@pytest.mark.parametrize("name", FILES)
def test_an_office_asks_for_all_its_pictures_and_a_flood_is_told_to_wait(tmp_path: Path, name: str) -> None:
    with an_nginx(tmp_path / "n", name, behind=free_port()) as port:

        def statuses(times: int) -> Counter[bytes]:
            head = f"GET /page/ HTTP/1.1\r\nHost: {HOST}\r\nX-Test-From: {STRANGER}\r\n"
            last = f"{head}Connection: close\r\n\r\n".encode()
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(f"{head}\r\n".encode() * (times - 1) + last)
                with connection.makefile("rb") as answers:
                    return Counter(re.findall(rb"HTTP/1.1 (\d+) ", answers.read()))

        # Nobody stands behind, which is said in a sentence too.
        assert statuses(400) == {b"503": 400}
        assert statuses(990)[b"429"]
        answer = ask(port, "/page/", X_Test_From="198.51.100.7")
        assert answer.status == 503 and answer["Retry-After"] == "10"
        assert "try again in a moment" in answer.text


def test_many_slow_senders_hold_up_nobody_and_reach_nobody(origin: Origin, port: int) -> None:
    origin.says("/read/", "Page", Cache_Control="no-store")
    before = set(origin.kept)
    with ExitStack() as held:
        for _number in range(MANY):
            head = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            head.sendall(b"GET / HTTP/1.1\r\nHost: " + HOST.encode())
            held.enter_context(send(port, "/admin/slow/", 1000, b"x"))
        assert {ask(port, "/read/", timeout=10).status for _time in range(20)} == {200}
        # The readers' own.
        assert len(origin.kept - before) < 10


def test_a_connection_behind_is_given_up_before_its_other_end_does() -> None:
    """So that no form is sent into one that is just being ended: that would be a 502."""
    options = dict(zip(serve.SERVER, serve.SERVER[1:], strict=False))
    server = int(options["--http1-header-read-timeout"]) / 1000
    varnish = dict(option.split("=") for option in varnish_options() if "=" in option)
    alone, before_varnish = (
        int(re.findall(r"^ +keepalive_timeout (\d+)s;", (ROOT / "deploy/nginx" / name).read_text(), re.M)[0])
        for name in FILES
    )
    assert alone <= server / 2 and int(varnish["backend_idle_timeout"]) <= server / 2
    assert before_varnish < int(varnish["timeout_idle"])


def test_an_idle_connection_behind_is_ended_in_time_by_each(origin: Origin, tmp_path: Path) -> None:
    origin.says("/admin/", "The desk", Cache_Control="no-store")
    with ExitStack() as started:
        varnish = started.enter_context(a_varnish(tmp_path / "v", origin=origin.port))
        alone = started.enter_context(an_nginx(tmp_path / "n", FILES[0], behind=origin.port))
        for port in (varnish, alone):
            for _time in range(2):
                ask(port, "/admin/")
        ours = {origin.asked[-1]["from"], origin.asked[-3]["from"]}
        assert origin.asked[-1]["from"] == origin.asked[-2]["from"]
        assert ours <= origin.kept
        deadline = time.monotonic() + 9
        while ours & origin.kept and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not ours & origin.kept


def test_the_log_of_nginx_has_no_search_and_no_link_that_works_once(origin: Origin, tmp_path: Path) -> None:
    origin.says("/search/?q=my-illness", "Found", Cache_Control="no-store")
    with an_nginx(tmp_path / "n", FILES[0], behind=origin.port) as port:
        for path in ("/search/?q=my-illness", "/admin/join/a-token-once", "/ADMIN//password/a-token-once/"):
            ask(port, path)
        log = (tmp_path / "n" / "access.log").read_text()
    assert "/search/ " in log and "/admin/join/…" in log
    assert "my-illness" not in log and "a-token-once" not in log
