"""Requests no browser sends, to a server as it is run: refused in a line, quickly, and it goes on."""

import socket
from collections.abc import Iterator

import pytest

from newsroom.limits.requests import LONGEST_ADDRESS, LONGEST_COOKIES, MOST_PARAMETERS
from tests.sites import Site, copied

pytestmark = [pytest.mark.processes, pytest.mark.same_on_both]


@pytest.fixture(scope="module")
def site(site_template: Site, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """One site that is being served: whatever it is told here, it goes on as before."""
    folder = tmp_path_factory.mktemp("requests") / "var"
    with copied(site_template, folder, name=f"newsroom_requests_{worker_id}") as made:
        made.start()
        yield made


def said(site: Site, head: str | bytes, body: bytes = b"") -> tuple[int, str]:
    """Send a head as it stands, and return status and head of the answer; 0 where there is none."""
    raw = head if isinstance(head, bytes) else head.replace("\n", "\r\n").encode("latin-1")
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(raw + b"Connection: close\r\n\r\n" + body)
        answer = b""
        while part := connection.recv(65536):
            answer += part
            if len(answer) > 3_000_000:
                break
    head_of_answer = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
    return (int(head_of_answer.split()[1]) if head_of_answer else 0), head_of_answer.lower()


HOST = "Host: 127.0.0.1\n"
STATIC = "/static/newsroom/tokens.css"
REFUSED = {
    "TRACE": (f"TRACE / HTTP/1.1\n{HOST}", {405}),
    "CONNECT": ("CONNECT x.example:443 HTTP/1.1\nHost: x.example\n", {400, 405}),
    "PUT": (f"PUT / HTTP/1.1\n{HOST}Content-Length: 0\n", {405}),
    "lower case": (f"get / HTTP/1.1\n{HOST}", {400, 405}),
    "unknown": (f"BREW /coffee HTTP/1.1\n{HOST}", {400, 405}),
    "DELETE in the admin": (f"DELETE /admin/ HTTP/1.1\n{HOST}", {405}),
    "long address": (f"GET /{'x' * (LONGEST_ADDRESS + 1)} HTTP/1.1\n{HOST}", {414}),
    "very long address": (f"GET /{'x' * 70_000} HTTP/1.1\n{HOST}", {400, 414, 431}),
    "many parameters": (f"GET /?{'a=1&' * MOST_PARAMETERS} HTTP/1.1\n{HOST}", {400}),
    "long cookies": (f"GET / HTTP/1.1\n{HOST}Cookie: a={'x' * (LONGEST_COOKIES + 1)}\n", {431}),
    "many headers": (f"GET / HTTP/1.1\n{HOST}" + "".join(f"X-A{n}: 1\n" for n in range(2000)), {400, 431}),
    "packed": (f"POST /admin/login/ HTTP/1.1\n{HOST}Content-Encoding: gzip\nContent-Length: 0\n", {415}),
    "no host": ("GET / HTTP/1.1\n", {400}),
    "another host": ("GET / HTTP/1.1\nHost: evil.example\n", {400}),
    "another host in the line": (f"GET http://evil.example/ HTTP/1.1\n{HOST}", {200, 400}),
    "nothing in the path": (f"GET /%00 HTTP/1.1\n{HOST}", {400, 404}),
    "bad UTF-8": (f"GET /%ff%fe/ HTTP/1.1\n{HOST}", {400, 404}),
    "bytes in the path": (b"GET /\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\n", {400, 404}),
    "two lengths": (f"POST /admin/login/ HTTP/1.1\n{HOST}Content-Length: 5\nContent-Length: 6\n", {400}),
    "no length": (f"POST /admin/login/ HTTP/1.1\n{HOST}Content-Length: x\n", {400}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_nothing_fails(site: Site, name: str) -> None:
    head, allowed = REFUSED[name]
    status, answer = said(site, head)
    assert status in allowed, answer
    assert status != 405 or "allow: get, head" in answer
    assert site.get("/")[0] == 200


@pytest.mark.parametrize(
    "asked", ["bytes=0-0,2-2", f"bytes={','.join('0-9' for _n in range(1000))}", "bytes=0-,0-,0-,-1"]
)
def test_many_parts_are_answered_with_the_whole_once(site: Site, asked: str) -> None:
    status, answer = said(site, f"GET {STATIC} HTTP/1.1\n{HOST}Range: {asked}\n")
    assert status == 200 and "multipart" not in answer


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-0",
        "bytes=-1",
        "bytes=9-1",
        "bytes=1_0-2_0",
        "bytes=+1-5",
        "bytes=-",
        "bytes=0- 5",
        "bytes=--5",
    ],
)
def test_what_is_no_part_or_of_one_byte_is_answered_with_the_whole(site: Site, asked: str) -> None:
    assert said(site, f"GET {STATIC} HTTP/1.1\n{HOST}Range: {asked}\n")[0] == 200


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ("bytes=0-9", {206}),
        ("bytes=9-", {206}),
        ("bytes=-5", {206}),
        ("bytes=999999999-", {200, 416}),
        ("bytes=9-1", {200, 416}),
        ("bytes=x", {200, 416}),
        ("bytes=0-99999999999999999999999999999", {200, 206, 416}),
        ("lines=1-2", {200, 416}),
    ],
)
def test_one_part_is_answered_with_no_more_than_there_is(site: Site, asked: str, allowed: set[int]) -> None:
    assert said(site, f"GET {STATIC} HTTP/1.1\n{HOST}Range: {asked}\n")[0] in allowed
    assert said(site, f"GET / HTTP/1.1\n{HOST}Range: {asked}\n")[0] == 200, "a page is always whole"


@pytest.mark.parametrize(
    "accepted",
    ["identity;q=0", "*;q=0", "br;q=0, gzip;q=0", "br;q=x", ",,,", "gzip;q=1.0;x=y", "a" * 5000, "br;q=-1"],
)
def test_odd_wishes_for_packing_are_answered_with_the_page(site: Site, accepted: str) -> None:
    for path in ("/", STATIC):
        status, answer = said(site, f"GET {path} HTTP/1.1\n{HOST}Accept-Encoding: {accepted}\n")
        assert status == 200
        assert "content-encoding: br" not in answer


def test_a_length_beside_pieces_smuggles_nothing(site: Site) -> None:
    body = b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = f"POST /admin/login/ HTTP/1.1\n{HOST}Content-Length: {len(body)}\nTransfer-Encoding: chunked\n"
    status, _answer = said(site, head, body)
    assert status in (400, 403, 411), status
    assert "/smuggled" not in site.log.read_text()


def test_pieces_without_an_end_are_not_waited_for(site: Site) -> None:
    head = f"POST /admin/login/ HTTP/1.1\n{HOST}Transfer-Encoding: chunked\n"
    assert said(site, head, b"5\r\nhello\r\n" * 50)[0] in (400, 403, 411)
    assert site.get("/")[0] == 200
