"""The one way out: whatever an address says and whatever answers, nothing near is reached, and in time."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from references import fetching
from references.fetching import CannotFetch, fetch_page, is_public

PUBLIC = "93.184.215.14"
HTML = b"<html><head><title>A page</title></head><body>Words.</body></html>"
Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = HTML, *, status: str = "200 OK", **headers: str) -> bytes:
    said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def onward(address: str) -> bytes:
    return answer(b"", status="302 Found", Location=address)


class Server:
    """Answers one connection after the other with what it was given, and keeps what it was asked."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.answers: list[Answer] = []
        self.asked: list[bytes] = []
        self.connected_to: list[tuple[str, int]] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _from = self.listening.accept()
            except OSError:
                return
            with connection:
                try:
                    given = self.answers.pop(0)
                    if isinstance(given, bytes):
                        self.asked.append(connection.recv(65_536))
                        connection.sendall(given)
                    else:
                        given(connection)
                except OSError:
                    continue

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Stand in for the internet: note which address was meant, and lead here."""
        self.connected_to.append((address, port))
        return socket.create_connection(self.listening.getsockname(), timeout=seconds)


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    settings.FETCH_PAGES = True
    made = Server()
    yield made
    made.listening.close()
    # What a test left behind must not be in the way of the next.
    with fetching._one_at_a_time:
        pass


def names(**hosts: str | list[str]) -> fetching.Resolve:
    def resolve(host: str, port: int) -> list[str]:
        found = hosts.get(host.replace(".", "_"), PUBLIC)
        return [found] if isinstance(found, str) else found

    return resolve


def fetch(server: Server, *answers: Answer, address: str = "http://example.org/a", **more: Any) -> Any:
    server.answers = list(answers)
    more = {"resolve": names(), "connect": server.connect} | more
    return fetch_page(address, **more)


def test_a_page_is_read_and_the_question_says_nothing_of_who_asks(server: Server, monkeypatch: Any) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    page = fetch(server, answer(), address="http://Example.org/a b?q=ü#part")
    assert (page.data, page.charset, page.address) == (HTML, "utf-8", "http://Example.org/a b?q=ü#part")
    assert server.connected_to == [(PUBLIC, 80)]
    [asked] = server.asked
    assert asked.startswith(b"GET /a%20b?q=%C3%BC HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Newsroom")
    assert not {b"cookie", b"referer", b"authorization"} & set(asked.lower().replace(b":", b" ").split())


def test_it_is_off_unless_a_newsroom_turns_it_on(server: Server, settings: Any) -> None:
    settings.FETCH_PAGES = False
    with pytest.raises(CannotFetch, match="reads no pages"):
        fetch(server, answer())
    assert not server.connected_to


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1",
     "169.254.169.254",
     "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.7",
     "203.0.113.7",
     "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1",
     "::ffff:127.0.0.1",
     "::ffff:8.8.8.8", "::ffff:a00:1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "100::1",
     "2001::1",
     "2001:db8::1", "2001:10::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
     "fe80::1",
     "fe80::1%eth0", "2606:4700::1%eth0", "fec0::1", "ff02::1", "localhost", "", "1", "127.1"],
)  # fmt: skip
def test_an_address_of_any_nearer_kind_is_none_of_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_those_of_the_internet_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["http://near.example/", "http://mixed.example/", "http://mapped.example/", "ftp://example.org/",
     "file:///etc/passwd",
     "gopher://example.org/", "http://example.org:8080/", "http://example.org:0/", "http://example.org:22/",
     "http://user@example.org/", "http://user:word@example.org/", "http://@example.org/", "http:///a",
     "//example.org/",
     "example.org", "", "http://[::1", "http://example.org:99999/", "http://exa mple.org/",
     "http://a\\@near.example/",
     "javascript:alert(1)", "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
     "http://2130706433/",
     "http://0x7f.1/", "http://example.org/" + "a" * 3000],
)  # fmt: skip
def test_what_is_no_address_of_the_internet_is_never_connected_to(server: Server, address: str) -> None:
    hosts = {
        "near_example": "10.0.0.1",
        "mixed_example": [PUBLIC, "10.0.0.1"],
        "mapped_example": "::ffff:7f00:1",
    }

    def resolve(host: str, port: int) -> list[str]:
        asked = names(**hosts)(host, port)
        # As the system's own resolver reads numbers, however they are written.
        return {"127.0.0.1": ["127.0.0.1"], "::1": ["::1"], "2130706433": ["127.0.0.1"],
         "0x7f.1": ["127.0.0.1"],
                "::ffff:127.0.0.1": ["::ffff:127.0.0.1"]}.get(host, asked)  # fmt: skip

    with pytest.raises(CannotFetch):
        fetch(server, answer(), address=address, resolve=resolve)
    assert not server.connected_to


def test_a_host_is_looked_up_once_and_that_very_address_is_connected_to(server: Server) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    assert fetch(server, answer(), resolve=rebinding).data == HTML
    assert (asked, server.connected_to) == (["example.org"], [(PUBLIC, 80)])


def test_every_redirect_is_looked_at_anew(server: Server) -> None:
    page = fetch(server, onward("/b"), onward("//elsewhere.example/c"), answer())
    assert page.address == "http://elsewhere.example/c"
    hosts = names(near_example="192.168.0.1")
    for leads_to in (
        "http://near.example/",
        "http://example.org:8080/",
        "file:///etc/passwd",
        "http://a@example.org/",
        "http://[",
    ):
        server.connected_to = []
        with pytest.raises(CannotFetch, match="public internet"):
            fetch(server, onward(leads_to), answer(), resolve=hosts)
        assert server.connected_to == [(PUBLIC, 80)]


def test_a_host_that_answers_nearer_at_the_second_look_is_not_followed(server: Server) -> None:
    answers = iter([[PUBLIC], ["169.254.169.254"]])
    with pytest.raises(CannotFetch, match="public internet"):
        fetch(server, onward("/again"), answer(), resolve=lambda host, port: next(answers))
    assert server.connected_to == [(PUBLIC, 80)]


def test_it_is_not_led_on_for_ever(server: Server) -> None:
    with pytest.raises(CannotFetch, match="on and on"):
        fetch(server, *[onward("/again")] * 20)
    assert len(server.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("given", "said"),
    [(answer(status="404 Not Found"), "404"), (answer(status="204 No Content"), "204"),
     (answer(Content_Type="application/pdf"), "a file"), (answer(Content_Type="text/plain"), "a file"),
     (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", "a file"),
     (answer(Content_Encoding="br"), "packed"), (answer(b"no gzip", Content_Encoding="gzip"),
     "could not be read"),
     (answer(status="302 Found"), "302"), (b"SSH-2.0-OpenSSH_9\r\n", "could not be read"), (b"",
     "could not be read"),
     (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "could not be read"),
     (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000, "could not be read")],
)  # fmt: skip
def test_what_is_no_page_is_said_in_a_sentence(server: Server, given: bytes, said: str) -> None:
    with pytest.raises(CannotFetch, match=said):
        fetch(server, given)


def test_a_name_that_no_certificate_can_be_for_is_said_in_a_sentence(server: Server) -> None:
    for host in (".example", f"{'a' * 64}.example"):
        with pytest.raises(CannotFetch, match="could not be read"):
            fetch(server, answer(), address=f"https://{host}/", resolve=lambda host, port: [PUBLIC])


def test_a_page_in_chunks_is_put_together(server: Server) -> None:
    chunked = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (HTML[:20], HTML[20:], b""))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert fetch(server, head + chunked).data == HTML


def test_no_more_is_read_than_the_most_however_it_is_packed(server: Server) -> None:
    long = b"a" * (fetching.MOST_BYTES + 5)
    assert len(fetch(server, answer(long)).data) == fetching.MOST_BYTES
    packed = gzip.compress(HTML)
    assert fetch(server, answer(packed, Content_Encoding="gzip")).data == HTML
    bomb = gzip.compress(b"\0" * 300_000_000)
    started = time.process_time()
    assert len(fetch(server, answer(bomb, Content_Encoding="gzip")).data) == fetching.MOST_BYTES
    assert time.process_time() - started < 5


def drip(piece: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        for _piece in range(1_000):
            connection.sendall(piece)
            time.sleep(0.02)

    return send


@pytest.mark.parametrize(
    "slow",
    [drip(b""), drip(b"HTTP/1.1 100 Continue\r\n\r\n"), drip(b"A"), drip(b"HTTP/1.1 200 OK\r\nA: b\r\n")],
)
def test_a_server_that_drips_gets_no_more_time_than_any_other(server: Server, slow: Answer) -> None:
    started = time.monotonic()
    with pytest.raises(CannotFetch, match=r"too long|could not be read"):
        fetch(server, slow, seconds=0.25)
    assert time.monotonic() - started < 10


def test_nor_does_a_name_that_takes_for_ever_and_meanwhile_others_are_told_at_once(server: Server) -> None:
    go_on = threading.Event()

    def hanging(host: str, port: int) -> list[str]:
        go_on.wait(10)
        return [PUBLIC]

    try:
        with pytest.raises(CannotFetch, match="too long"):
            fetch(server, answer(), resolve=hanging, seconds=0.1)
        with pytest.raises(CannotFetch, match="just now"):
            fetch(server, answer())
    finally:
        go_on.set()


def test_it_tries_the_next_address_of_a_host_whose_first_is_silent(server: Server) -> None:
    def connect(address: str, port: int, seconds: float) -> socket.socket:
        if ":" in address:
            raise OSError("no way there")
        return server.connect(address, port, seconds)

    both = names(example_org=["2606:4700::1111", PUBLIC])
    assert fetch(server, answer(), resolve=both, connect=connect).data == HTML


KEPT = Path(__file__).parent / "certificates"


def secured(connection: socket.socket) -> None:
    """Answer by TLS, with a certificate of our own making for example.org."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(KEPT / "example.org.pem")
    with context.wrap_socket(connection, server_side=True) as inside:
        inside.recv(65_536)
        inside.sendall(answer())


def test_who_answers_by_tls_is_who_was_asked(server: Server, monkeypatch: Any) -> None:
    with pytest.raises(CannotFetch, match="could not be read"):
        fetch(server, secured, address="https://example.org/")
    trusting = ssl.create_default_context(cafile=str(KEPT / "trusted.pem"))
    monkeypatch.setattr(fetching, "tls", lambda: trusting)
    assert fetch(server, secured, address="https://example.org/").data == HTML
    with pytest.raises(CannotFetch, match="could not be read"):
        fetch(server, secured, address="https://other.example/")
    assert {port for _address, port in server.connected_to} == {443}


def test_a_feed_is_wanted_whole_and_only_as_a_feed(server: Server) -> None:
    small = replace(fetching.FEED, most=10)

    def ask(body: bytes, kind: str) -> bytes:
        server.answers.append(answer(body, Content_Type=kind))
        found = fetching.fetch("http://example.org/feed", small, resolve=names(), connect=server.connect)
        return found.data

    assert ask(b"<rss/>    ", "application/rss+xml; charset=utf-8") == b"<rss/>    "
    with pytest.raises(CannotFetch, match="larger than"):
        ask(b"<rss/>     ", "text/xml")
    with pytest.raises(CannotFetch, match="something else"):
        ask(b"<html>", "text/html")
    assert b"feed" in server.asked[0] and b"application/atom+xml" in server.asked[0]
