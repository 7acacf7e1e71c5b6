"""Varnish with the file we ship: what it keeps, for how long, for whom, and what drops it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from purging.targets import NotTold, Target
from tests.deploy import programs
from tests.deploy.programs import SECRET, Answer, Origin, a_varnish, an_origin, ask
from tests.waiting import until

PAGE = "public, max-age=0, s-maxage=60"
LONG = f"{PAGE}, stale-while-revalidate=60, stale-if-error=86400"


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with an_origin() as made:
        yield made


@pytest.fixture(scope="module")
def port(origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with a_varnish(tmp_path_factory.mktemp("front") / "v", origin=origin.port) as made:
        yield made


def purge(port: int, *words: str, hard: bool, secret: str = SECRET) -> None:
    headers = {"X-Purge-Secret": "{secret}", "X-Purge-Hard": "{hard_words}", "X-Purge-Soft": "{soft_words}"}
    Target("PURGE", f"http://127.0.0.1:{port}", headers, secret=secret).tell(words, hard=hard)


def away(origin: Origin, path: str) -> None:
    """Let the origin fail for this address."""
    origin.says(path, "We cannot answer.", status=503, Cache_Control="no-store")


def known_not_to_be_well(origin: Origin) -> None:
    """Wait until Varnish counts the origin as away."""
    before = origin.count("/health/")
    until(lambda: origin.count("/health/") > before + 3)


def seen(port: int, path: str, **headers: str) -> str:
    return ask(port, path, **headers).text


def test_a_page_is_asked_for_once_and_its_readers_are_told_nothing_of_it(origin: Origin, port: int) -> None:
    origin.says(
        "/once/", "One", Cache_Control=LONG, Surrogate_Key="a b", Cache_Tag="a,b", X_Request_ID="x" * 9
    )
    answers = [ask(port, "/once/") for _time in range(3)]
    assert {answer.text for answer in answers} == {"One"} and origin.count("/once/") == 1
    for answer in answers:
        assert answer["Cache-Control"] == "public, max-age=0"
        told = {"surrogate-key", "cache-tag", "xkey", "age", "via", "x-varnish", "x-request-id"}
        assert not (told | {"x-lifetime", "x-longest"}) & set(answer.headers)


def test_softly_purged_a_page_is_asked_for_anew_before_anybody_sees_it(origin: Origin, port: int) -> None:
    origin.says("/soft/", "Before", Cache_Control=LONG, Surrogate_Key="soft other")
    assert seen(port, "/soft/") == "Before"
    origin.says("/soft/", "After", Cache_Control=LONG, Surrogate_Key="soft other")
    assert seen(port, "/soft/") == "Before"
    purge(port, "soft", hard=False)
    assert seen(port, "/soft/") == "After"
    assert seen(port, "/soft/") == "After" and origin.count("/soft/") == 2


def test_softly_purged_a_page_is_still_shown_while_the_origin_fails(origin: Origin, port: int) -> None:
    origin.says("/kept/", "Before", Cache_Control=LONG, Surrogate_Key="kept")
    seen(port, "/kept/")
    away(origin, "/kept/")
    purge(port, "kept", hard=False)
    assert seen(port, "/kept/") == "Before"
    origin.says("/kept/", "After", Cache_Control=LONG, Surrogate_Key="kept")
    assert seen(port, "/kept/") == "After"


def test_purged_hard_nothing_is_left_of_a_page(origin: Origin, port: int) -> None:
    origin.says("/hard/", "Before", Cache_Control=LONG, Surrogate_Key="hard")
    seen(port, "/hard/")
    away(origin, "/hard/")
    purge(port, "hard", hard=True)
    answer = ask(port, "/hard/")
    assert answer.status == 503 and "Before" not in answer.text


def test_softly_and_then_hard_nothing_is_left_either(origin: Origin, port: int) -> None:
    origin.says("/both/", "Before", Cache_Control=LONG, Surrogate_Key="both")
    seen(port, "/both/")
    purge(port, "both", hard=False)
    away(origin, "/both/")
    assert seen(port, "/both/") == "Before"
    purge(port, "both", hard=True)
    assert ask(port, "/both/").status == 503


def test_a_purge_drops_no_other_page(origin: Origin, port: int) -> None:
    for name in ("p1", "p2"):
        origin.says(f"/{name}/", name, Cache_Control=LONG, Surrogate_Key=f"word-{name}")
        seen(port, f"/{name}/")
    purge(port, "word-p1", hard=True)
    for name in ("p1", "p2"):
        seen(port, f"/{name}/")
    assert origin.count("/p1/") == 2 and origin.count("/p2/") == 1


def test_many_words_and_a_very_long_header_are_read_whole(origin: Origin, port: int) -> None:
    words = [f"word{number:08}" for number in range(250)]
    origin.says("/words/", "Before", Cache_Control=LONG, Surrogate_Key=" ".join(words))
    seen(port, "/words/")
    purge(port, *[f"none{number:08}" for number in range(248)], words[-1], hard=True)
    seen(port, "/words/")
    assert origin.count("/words/") == 2


def test_past_a_known_end_nothing_is_shown_however_often_it_was_purged(origin: Origin, port: int) -> None:
    ends = "public, max-age=0, s-maxage=1, stale-if-error=1"
    origin.says("/ends/", "Before", Cache_Control=ends, Surrogate_Key="ends")
    started = time.monotonic()
    seen(port, "/ends/")
    away(origin, "/ends/")
    while time.monotonic() - started < 0.7:
        assert seen(port, "/ends/") == "Before"
        purge(port, "ends", hard=False)
    # Each purge could let it last for another second.
    while time.monotonic() - started < 2.1:
        purge(port, "ends", hard=False)
        time.sleep(0.05)
    assert ask(port, "/ends/").status == 503


def test_without_leave_a_page_is_not_shown_after_its_time(origin: Origin, port: int) -> None:
    origin.says("/short/", "Before", Cache_Control="public, max-age=0, s-maxage=1", Surrogate_Key="short")
    seen(port, "/short/")
    away(origin, "/short/")
    time.sleep(1.1)
    assert ask(port, "/short/").status == 503


def test_while_it_is_asked_for_anew_by_itself_the_page_of_before_is_shown(origin: Origin, port: int) -> None:
    spans = "public, max-age=0, s-maxage=1, stale-while-revalidate=60, stale-if-error=86400"
    origin.says("/anew/", "Before", Cache_Control=spans)
    seen(port, "/anew/")
    origin.says("/anew/", "After", Cache_Control=spans)
    time.sleep(1.1)
    assert seen(port, "/anew/") == "Before"
    deadline = time.monotonic() + 10
    while seen(port, "/anew/") != "After":
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x"])
def test_nobody_else_purges(origin: Origin, port: int, secret: str) -> None:
    with pytest.raises(NotTold, match="403"):
        purge(port, "anything", hard=True, secret=secret)


def test_a_file_without_a_secret_lets_nobody_in(
    origin: Origin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "SECRET", "")
    with a_varnish(tmp_path / "v", origin=origin.port) as port:
        for headers in ({}, {"X_Purge_Secret": ""}, {"X_Purge_Secret": " "}):
            assert ask(port, "/", method="PURGE", X_Purge_Hard="all", **headers).status == 403


@pytest.mark.parametrize(
    "kept",
    ["no-store", "private, no-store", "no-cache", "max-age=60", "", "private, max-age=60", "x-public=1"],
)
def test_what_is_not_public_is_not_kept(origin: Origin, port: int, kept: str) -> None:
    path = f"/not/{abs(hash(kept))}/"
    origin.says(path, "Private", **({"Cache_Control": kept} if kept else {}))
    for _time in range(2):
        seen(port, path)
    assert origin.count(path) == 2


def test_who_asks_at_once_for_what_is_not_kept_waits_for_nobody(origin: Origin, port: int) -> None:
    origin.says("/renamed/", "", status=301, Cache_Control="no-cache", Location="/new/")
    seen(port, "/renamed/")
    origin.pause = 0.2
    try:
        began = time.monotonic()
        with ThreadPoolExecutor(10) as pool:
            list(pool.map(lambda _number: seen(port, "/renamed/"), range(10)))
        assert time.monotonic() - began < 1.5
    finally:
        origin.pause = 0


@pytest.mark.parametrize("header", [{"Set_Cookie": "a=b"}, {"Vary": "Cookie"}, {"Vary": "*"}])
def test_what_depends_on_who_asks_is_not_kept(origin: Origin, port: int, header: dict[str, str]) -> None:
    path = f"/who/{next(iter(header.values())).strip('*') or 'all'}/"
    origin.says(path, "Private", Cache_Control=PAGE, **header)
    for _time in range(2):
        seen(port, path)
    assert origin.count(path) == 2


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/articles/article/?q=x", "/edit/x/", "/admin", "/%61dmin/", "/health/"]
)
def test_colleagues_pages_are_never_kept(origin: Origin, port: int, path: str) -> None:
    # As the origin answers there; and should it ever say more, the address is enough.
    kept = "no-store" if "%" in path else PAGE
    origin.says(path, "The desk", Cache_Control=kept)
    before = origin.count(path)
    for _time in range(2):
        assert seen(port, path, Cookie="newsroom_session=abc") == "The desk"
    assert origin.count(path) >= before + 2
    if "%" not in path and path != "/health/":
        assert origin.last["headers"]["cookie"] == "newsroom_session=abc"


def test_an_editors_page_is_nobodys(origin: Origin, port: int) -> None:
    origin.says("/images/x/1.jpg", "Secret", Cache_Control="private, no-store")
    assert seen(port, "/images/x/1.jpg", Cookie="a=b; newsroom_session=abc") == "Secret"
    origin.says("/images/x/1.jpg", "Nothing", status=404, Cache_Control="public, max-age=5")
    assert seen(port, "/images/x/1.jpg") == "Nothing"
    assert "cookie" not in origin.last["headers"]
    # That readers found nothing hides it from nobody who may see it.
    origin.says("/images/x/1.jpg", "Secret", Cache_Control="private, no-store")
    assert seen(port, "/images/x/1.jpg", Cookie="__Secure-newsroom_session=abc") == "Secret"


def test_what_a_reader_sends_makes_no_other_page(origin: Origin, port: int) -> None:
    origin.says("/poison/", "Page", Cache_Control=PAGE)
    tries: list[dict[str, str]] = [
        {"X_Forwarded_Host": "evil.example"},
        {"X_Forwarded_Proto": "ftp"},
        {"X_Original_URL": "/admin/"},
        {"X_HTTP_Method_Override": "POST"},
        {"Forwarded": "host=evil.example"},
        {"Cookie": "newsroom_session=abc", "Authorization": "Basic eDp5"},
        {"Accept_Language": "de"},
        {"X_Request_ID": "evil-request-id"},
        {"X_Stale": "yes", "X_Site": "evil.example", "X_Anew": "yes"},
        {"Range": "bytes=0-1"},
        {"Cache_Control": "no-cache", "Pragma": "no-cache"},
    ]
    for headers in tries:
        ask(port, "/poison/", **headers)
    asked = [request for request in origin.asked if request["path"] == "/poison/"]
    assert len(asked) == 1
    assert ask(port, "/poison/").text == "Page"
    names = {"x-forwarded-host", "forwarded", "cookie", "authorization", "x-original-url"}
    assert not names & set(asked[0]["headers"]) and asked[0]["headers"]["x-forwarded-proto"] == "http"
    assert asked[0]["headers"]["host"] == "news.example.org"


@pytest.mark.parametrize(
    "host", ["evil.example", "news.example.org.evil.example", "", "news.example.org@evil"]
)
def test_another_host_is_not_answered(origin: Origin, port: int, host: str) -> None:
    before = len([request for request in origin.asked if request["path"] == "/host/"])
    assert ask(port, "/host/", host=host).status in (400, 421)
    assert len([request for request in origin.asked if request["path"] == "/host/"]) == before


def test_one_host_in_any_spelling_is_one_page(origin: Origin, port: int) -> None:
    origin.says("/spelling/", "Page", Cache_Control=PAGE)
    for host in ("news.example.org", "NEWS.Example.org", "news.example.org:8080"):
        assert ask(port, "/spelling/", host=host).status == 200
    assert origin.count("/spelling/") == 1


def test_the_word_of_a_proxy_about_https_is_part_of_the_key(origin: Origin, port: int) -> None:
    origin.says("/scheme/", "Page", Cache_Control=PAGE)
    ask(port, "/scheme/")
    # This machine stands in front, as the TLS proxy would.
    ask(port, "/scheme/", X_Forwarded_Proto="https")
    assert origin.count("/scheme/") == 2


def test_where_somebody_came_from_makes_no_other_page_but_what_counts_does(origin: Origin, port: int) -> None:
    for query in ("", "?before=abc", "?p=123"):
        origin.says(f"/q/{query}", f"Page{query}", Cache_Control=PAGE)
    assert seen(port, "/q/?utm_source=x&utm_medium=y") == "Page"
    assert seen(port, "/q/?fbclid=z&p=123&utm_source=x") == "Page?p=123"
    assert seen(port, "/q/?before=abc&gclid=1") == "Page?before=abc"
    assert seen(port, "/q/") == "Page" and origin.count("/q/") == 1


def test_only_reading_is_answered_from_memory(origin: Origin, port: int) -> None:
    origin.says("/methods/", "Page", Cache_Control=PAGE, ETag='"x"')
    assert ask(port, "/methods/", method="HEAD").body == b""
    assert origin.last["method"] == "GET"
    assert seen(port, "/methods/") == "Page" and origin.count("/methods/") == 1
    assert ask(port, "/methods/", If_None_Match='"x"').status == 304
    part = ask(port, "/methods/", Range="bytes=1-2")
    assert part.status == 206 and part.text == "ag"
    ask(port, "/methods/", method="POST")
    assert origin.last["method"] == "POST"
    assert seen(port, "/methods/") == "Page" and origin.count("/methods/") == 2


@pytest.mark.parametrize(
    ("accepts", "asked"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("", None),
        ("zstd", None),
    ],
)
def test_each_encoding_has_its_page(origin: Origin, port: int, accepts: str, asked: str | None) -> None:
    path = f"/encoding/{abs(hash(accepts))}/"
    origin.says(path, "Page", Cache_Control=PAGE)
    seen(port, path, **({"Accept_Encoding": accepts} if accepts else {"Accept_Encoding": "identity"}))
    assert origin.last["headers"].get("accept-encoding") == asked


def test_a_page_not_found_is_kept_for_as_long_as_it_says(origin: Origin, port: int) -> None:
    for _time in range(2):
        answer: Answer = ask(port, "/nothing/")
        assert answer.status == 404
    assert origin.count("/nothing/") == 1


def test_an_origin_that_is_not_well_is_still_asked_by_colleagues_and_for_what_is_not_here(
    tmp_path: Path,
) -> None:
    with an_origin() as origin, a_varnish(tmp_path / "v", origin=origin.port) as port:
        origin.says("/seen/", "Before", Cache_Control=LONG)
        seen(port, "/seen/")
        origin.says("/health/", "not ready", status=503, Cache_Control="no-store")
        away(origin, "/seen/")
        for path in ("/unseen/", "/admin/form/"):
            origin.says(path, "Not now, says the newsroom", status=503, Retry_After="30")
        known_not_to_be_well(origin)
        assert seen(port, "/seen/", Cookie="newsroom_session=abc; theme=dark") == "Before"
        for method, path in (("GET", "/unseen/"), ("POST", "/admin/form/")):
            answer = ask(port, path, method=method)
            assert (answer.status, answer["Retry-After"], answer.text) == (
                503,
                "30",
                "Not now, says the newsroom",
            )
        assert seen(port, "/health/") == "not ready"


def test_a_change_is_seen_also_while_the_origin_counts_as_away_but_answers(tmp_path: Path) -> None:
    with an_origin() as origin, a_varnish(tmp_path / "v", origin=origin.port) as port:
        for path in ("/changed/", "/unchanged/"):
            origin.says(path, "Before", Cache_Control=LONG, Surrogate_Key=path.strip("/"))
            assert seen(port, path) == "Before"
        # Too busy to say in time that it is well.
        origin.says("/health/", "late", status=503, Cache_Control="no-store")
        known_not_to_be_well(origin)
        for path in ("/changed/", "/unchanged/"):
            origin.says(path, "After", Cache_Control=LONG, Surrogate_Key=path.strip("/"))
        purge(port, "changed", hard=False)
        assert [seen(port, "/changed/") for _time in range(2)] == ["After", "After"]
        assert origin.count("/changed/") == 2
        assert seen(port, "/unchanged/") == "Before"
        away(origin, "/changed/")
        purge(port, "changed", hard=False)
        assert seen(port, "/changed/") == "After"
