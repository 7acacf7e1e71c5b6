"""nginx alone with the file we ship: it keeps public pages for as long as they say, and no longer."""

import time
from collections.abc import Iterator

import pytest

from tests.deploy.programs import Origin, a_varnish, an_nginx, an_origin, ask

PAGE = "public, max-age=0, s-maxage=60"


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with an_origin() as made:
        yield made


@pytest.fixture(scope="module")
def port(origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("front") / "n"
    with an_nginx(folder, "newsroom.conf", behind=origin.port) as made:
        yield made


def test_a_page_is_asked_for_once_and_no_word_of_it_reaches_readers(origin: Origin, port: int) -> None:
    origin.says(
        "/once/", "One", Cache_Control=PAGE, Surrogate_Key="a b", Cache_Tag="a,b", X_Request_ID="x" * 9
    )
    answers = [ask(port, "/once/") for _time in range(3)]
    assert {answer.text for answer in answers} == {"One"} and origin.count("/once/") == 1
    for answer in answers:
        assert not {"surrogate-key", "cache-tag"} & set(answer.headers)
    assert len({answer["X-Request-ID"] for answer in answers} - {"x" * 9}) == 3


def test_past_its_time_a_page_is_not_shown_though_the_origin_fails(origin: Origin, port: int) -> None:
    origin.says("/short/", "Before", Cache_Control="public, max-age=0, s-maxage=1")
    assert ask(port, "/short/").text == "Before"
    origin.says("/short/", "We cannot answer.", status=503, Cache_Control="no-store")
    assert ask(port, "/short/").text == "Before"
    time.sleep(2.1)
    assert ask(port, "/short/").status == 503


@pytest.mark.parametrize(
    "kept",
    [
        "public, max-age=0, s-maxage=61",
        "public, max-age=0, s-maxage=3600",
        "public, max-age=0, s-maxage=60, stale-while-revalidate=60",
        "public, max-age=0, s-maxage=60, stale-if-error=86400",
    ],
)
def test_what_is_meant_for_caches_that_are_told_is_not_kept(origin: Origin, port: int, kept: str) -> None:
    path = f"/told/{abs(hash(kept))}/"
    origin.says(path, "Page", Cache_Control=kept)
    for _time in range(2):
        ask(port, path)
    assert origin.count(path) == 2


@pytest.mark.parametrize("kept", ["no-store", "private, no-store", "no-cache", ""])
def test_what_is_not_public_is_not_kept(origin: Origin, port: int, kept: str) -> None:
    path = f"/not/{abs(hash(kept))}/"
    origin.says(path, "Private", **({"Cache_Control": kept} if kept else {}))
    for _time in range(2):
        ask(port, path)
    assert origin.count(path) == 2


@pytest.mark.parametrize("path", ["/admin/", "/edit/x/", "/%61dmin/", "/health/"])
def test_colleagues_pages_are_never_kept(origin: Origin, port: int, path: str) -> None:
    origin.says(path, "The desk", Cache_Control="no-store" if path == "/health/" else PAGE)
    before = origin.count(path)
    for _time in range(2):
        assert ask(port, path, Cookie="newsroom_session=abc").text == "The desk"
    assert origin.count(path) >= before + 2
    if path != "/health/":
        assert origin.last["headers"]["cookie"] == "newsroom_session=abc"


def test_an_editors_picture_is_nobodys(origin: Origin, port: int) -> None:
    origin.says("/images/x/1.jpg", "Secret", Cache_Control="private, no-store")
    assert ask(port, "/images/x/1.jpg", Cookie="a=b; newsroom_session=abc").text == "Secret"
    origin.says("/images/x/1.jpg", "Nothing", status=404, Cache_Control="public, max-age=5")
    assert ask(port, "/images/x/1.jpg", Cookie="a=b").text == "Nothing"
    assert "cookie" not in origin.last["headers"]
    origin.says("/images/x/1.jpg", "Secret", Cache_Control="private, no-store")
    assert ask(port, "/images/x/1.jpg", Cookie="__Secure-newsroom_session=abc").text == "Secret"


def test_what_a_reader_sends_makes_no_other_page(origin: Origin, port: int) -> None:
    origin.says("/poison/", "Page", Cache_Control=PAGE)
    tries: list[dict[str, str]] = [
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Proto": "https"},
        {"X_Forwarded_For": "1.2.3.4"},
        {"Forwarded": "host=evil.example"},
        {"Cookie": "newsroom_session=abc", "Authorization": "Basic eDp5"},
        {"Accept_Language": "de"},
        {"X_Request_ID": "evil-request-id"},
        {"Range": "bytes=0-1"},
        {"Cache_Control": "no-cache", "Pragma": "no-cache"},
        {"X_Accel_Expires": "100", "X_Accel_Redirect": "/admin/"},
    ]
    for headers in tries:
        ask(port, "/poison/", **headers)
    (asked,) = [request for request in origin.asked if request["path"] == "/poison/"]
    assert ask(port, "/poison/").text == "Page"
    names = {"x-forwarded-host", "forwarded", "cookie", "authorization", "accept-language", "range"}
    assert not names & set(asked["headers"])
    said = {name: asked["headers"][name] for name in ("x-forwarded-proto", "host", "x-forwarded-for")}
    assert said == {"x-forwarded-proto": "http", "host": "news.example.org", "x-forwarded-for": "127.0.0.1"}


@pytest.mark.parametrize("host", ["evil.example", "news.example.org.evil.example", "news.example.org@evil"])
def test_another_host_is_not_answered(origin: Origin, port: int, host: str) -> None:
    assert ask(port, "/host/", host=host).status in (400, 421)
    assert origin.count("/host/") == 0


def test_only_reading_is_answered_from_memory(origin: Origin, port: int) -> None:
    origin.says("/methods/", "Page", Cache_Control=PAGE, ETag='"x"')
    assert ask(port, "/methods/", method="HEAD").body == b""
    assert ask(port, "/methods/").text == "Page" and origin.count("/methods/") == 1
    assert ask(port, "/methods/", If_None_Match='"x"').status == 304
    assert ask(port, "/methods/", Range="bytes=1-2").text in ("Page", "ag")
    ask(port, "/methods/", method="POST")
    assert origin.last["method"] == "POST"
    assert ask(port, "/methods/").text == "Page" and origin.count("/methods/") == 2


@pytest.mark.parametrize(
    ("accepts", "asked"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("x", None),
    ],
)
def test_each_encoding_has_its_page(origin: Origin, port: int, accepts: str, asked: str | None) -> None:
    origin.says("/encoding/", "Page", Cache_Control=PAGE)
    before = origin.count("/encoding/")
    ask(port, "/encoding/", Accept_Encoding=accepts)
    if origin.count("/encoding/") > before:
        assert origin.last["headers"].get("accept-encoding") == asked


def test_ways_of_asking_for_one_encoding_make_one_page(origin: Origin, port: int) -> None:
    origin.says("/ways/", "One", Cache_Control=PAGE, Vary="Accept-Encoding")
    for accepts in ("gzip", "gzip, deflate", "deflate, gzip", "gzip, anything"):
        ask(port, "/ways/", Accept_Encoding=accepts)
    assert origin.count("/ways/") == 1
    ask(port, "/ways/", Accept_Encoding="gzip, br")
    ask(port, "/ways/")
    assert origin.count("/ways/") == 3


def test_a_body_comes_to_the_origin_whole(origin: Origin, port: int) -> None:
    origin.says("/admin/form/", "Thanks", Cache_Control="no-store")
    ask(port, "/admin/form/", method="POST", Content_Type="text/plain")
    assert origin.last["method"] == "POST"


def test_before_varnish_nginx_keeps_nothing_and_lets_nobody_purge(origin: Origin, tmp_path) -> None:
    origin.says("/chain/", "Page", Cache_Control=PAGE, Surrogate_Key="a")
    varnish = a_varnish(tmp_path / "v", origin=origin.port)
    with varnish as behind, an_nginx(tmp_path / "n", "newsroom-before-varnish.conf", behind=behind) as port:
        for _time in range(2):
            answer = ask(port, "/chain/", X_Forwarded_For="1.2.3.4")
            assert answer.text == "Page" and "surrogate-key" not in answer.headers
        assert origin.count("/chain/") == 1
        # As many addresses as PROXY_COUNT has to say, and the reader's is the last but one.
        assert origin.last["headers"]["x-forwarded-for"] == "127.0.0.1, 127.0.0.1"
        assert ask(port, "/", method="PURGE", X_Purge_Hard="a").status in (403, 405)
        assert ask(port, "/chain/", host="evil.example").status == 421
