"""A page is made once until something it shows changes, and is anybody's or nobody's."""

import gzip
import threading
import time
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import brotli
import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse

from newsroom.public_answers import FOR_ONE
from publishing.caching import counters, keep_until, rests_on_everything, shows
from tests.factories import fill_in_newsroom
from tests.newsroom.finished_pages.served import Pages, Served

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def change(*keys: str) -> None:
    counters.own.count(keys)


@pytest.mark.on_both
def test_a_page_is_made_once_until_something_on_it_changes() -> None:
    served = Served()
    assert served.get("/tags/").body == served.get("/tags/").body
    assert served.made == 1
    change("page /people/")
    served.get("/tags/")
    assert served.made == 1, "what another page shows is none of this one's"
    change("page /tags/")
    served.pages.texts["/tags/"] = "new"
    assert served.get("/tags/").body == b"new"
    assert served.made == 2


@pytest.mark.on_both
def test_what_changes_while_a_page_is_made_makes_it_old_at_once() -> None:
    served = Served()
    served.pages.meanwhile = lambda: change("page /tags/")
    served.get("/tags/")
    served.pages.meanwhile = lambda: None
    served.get("/tags/")
    assert served.made == 2


def test_what_cannot_say_what_it_shows_is_dropped_by_any_change() -> None:
    served = Served(Pages(says=lambda path: rests_on_everything()))
    served.get("/feed/"), served.get("/feed/")
    assert served.made == 1
    change("anything")
    served.get("/feed/")
    assert served.made == 2


def test_what_every_page_shows_is_part_of_each_and_other_changes_drop_none() -> None:
    fill_in_newsroom(name="Before")
    change("the newsroom")
    served = Served()
    served.get("/tags/"), served.get("/people/")
    change("anything"), served.get("/tags/")
    assert served.made == 2
    fill_in_newsroom(name="After")
    change("the newsroom")
    for _ in range(2):
        served.get("/tags/"), served.get("/people/")
    assert served.made == 4


@pytest.mark.on_both
def test_while_the_database_is_away_pages_go_on_and_are_looked_at_again_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served = Served()
    change("the newsroom"), served.get("/tags/")
    fill_in_newsroom(name="Meanwhile")
    change("the newsroom")
    with monkeypatch.context() as patch:
        patch.setattr("masthead.frame.site_at", Mock(side_effect=OperationalError))
        assert served.get("/tags/").status == 200
        change("page /tags/")
        served.get("/tags/"), served.get("/people/")
    assert served.made == 3
    served.get("/people/")
    assert served.made == 4, "its frame was the one of before"


def test_a_page_ends_when_it_is_known_to_and_is_kept_by_others_until_then_at_most() -> None:
    ends = datetime(2026, 1, 1, 12, 2, tzinfo=UTC)

    def says(path: str) -> None:
        shows("a")
        keep_until(HttpResponse(), at=datetime.now(UTC), ends=[ends])

    served = Served(Pages(says=says))
    with time_machine.travel(ends - timedelta(seconds=100), tick=False) as clock:
        assert "s-maxage=60" in served.get().headers["Cache-Control"]
        clock.move_to(ends - timedelta(seconds=60))
        assert "s-maxage=60" in served.get().headers["Cache-Control"]
        clock.move_to(ends - timedelta(seconds=12.5))
        for headers in ({}, {"accept_encoding": "gzip"}, {"if_none_match": "*"}):
            assert served.get(**headers).headers["Cache-Control"] == "public, max-age=0, s-maxage=12"
        assert served.made == 1
        clock.move_to(ends)
        served.get()
        assert served.made == 2


@pytest.mark.parametrize(
    ("headers", "encoding", "decode"),
    [
        ({}, None, bytes),
        ({"accept_encoding": "gzip"}, "gzip", gzip.decompress),
        ({"accept_encoding": "gzip, deflate, br, zstd"}, "br", brotli.decompress),
        ({"accept_encoding": "br;q=0, *"}, "gzip", gzip.decompress),
        ({"accept_encoding": "br;q=0.1, x-gzip"}, "gzip", gzip.decompress),
        ({"accept_encoding": "gzip;q=0, br;q=0"}, None, bytes),
        ({"accept_encoding": "gzip;q=0.3, identity"}, None, bytes),
        ({"accept_encoding": "identity;q=0"}, None, bytes),
        ({"accept_encoding": "*;q=0"}, None, bytes),
        ({"accept_encoding": "gzip;q=nan, ;;=,"}, None, bytes),
    ],
)
def test_each_reader_gets_an_encoding_they_can_read(headers, encoding, decode) -> None:
    served = Served()
    plain = served.get("/tags/")
    for _ in range(2):
        answer = served.get("/tags/", **headers)
        assert answer.headers.get("Content-Encoding") == encoding
        assert decode(answer.body) == plain.body
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
        head = served.get("/tags/", method="HEAD", **headers)
        own = {"X-Request-ID": ""}
        assert (head.body, head.headers | own) == (b"", answer.headers | own)
    assert served.made == 1


def test_each_encoding_has_a_tag_of_its_own_and_a_copy_of_any_is_still_true() -> None:
    served = Served()
    accepts = ({}, {"accept_encoding": "gzip"}, {"accept_encoding": "br"})
    answers = [served.get("/tags/", **headers) for headers in accepts]
    tags = [answer.headers["ETag"] for answer in answers]
    assert len(set(tags)) == 3
    for tag in tags:
        for named in (tag, f"W/{tag}", f'"other", {tag}'):
            for headers in accepts:
                answer = served.get("/tags/", if_none_match=named, **headers)
                assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
                assert not {"Content-Length", "Content-Type", "Content-Encoding"} & answer.headers.keys()
                assert "Cache-Control" in answer.headers and "Vary" in answer.headers
    for other in ('"other"', "W/", "nonsense", tags[0][:-1]):
        assert served.get("/tags/", if_none_match=other).status == 200
    assert served.get("/tags/", if_none_match="*", accept_encoding="br").headers["ETag"] == tags[2]
    assert served.made == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "newsroom_session=abc; newsroom_csrf=x"},
        {"authorization": "Basic eDp5"},
        {"x_forwarded_host": "elsewhere.example", "x_http_method_override": "DELETE"},
        {"range": "bytes=0-3", "accept": "application/json", "accept_language": "de"},
        {"if_modified_since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"x_original_url": "/admin/", "x_rewrite_url": "/admin/", "user_agent": "a", "referer": "b"},
    ],
)
def test_a_page_is_made_with_nothing_of_whoever_asks_for_it(headers: dict[str, str]) -> None:
    served, plain = Served(), Served()
    first = served.get("/tags/", **headers)
    assert first.status == 200
    ours, theirs = served.pages.asked[0], (plain.get("/tags/"), plain.pages.asked[0])[1]
    own = {"HTTP_X_REQUEST_ID": "", "wsgi.input": None}
    assert ours | own == theirs | own
    assert served.get("/tags/").body == first.body
    assert served.made == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "elsewhere.example"},
        {"host": "127.0.0.1:8000@elsewhere.example"},
        {"host": ""},
        {"host": "127.0.0.1:8000, elsewhere.example"},
        {"content_length": "5"},
        {"content_type": "text/plain; charset=utf-16"},
        {"transfer_encoding": "chunked"},
        {"if_match": '"x"'},
        {"if_unmodified_since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    ],
)
def test_what_only_django_can_judge_goes_to_it_as_it_came(headers: dict[str, str]) -> None:
    served = Served()
    served.get("/tags/")
    served.get("/tags/", **headers)
    assert served.made == 2
    asked = served.pages.asked[1]
    assert {name.upper(): value for name, value in headers.items()}.items() <= {
        name.removeprefix("HTTP_"): value for name, value in asked.items()
    }.items()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "PURGE"])
def test_other_methods_go_to_django(method: str) -> None:
    served = Served()
    served.get("/tags/"), served.get("/tags/", method=method)
    assert [asked["REQUEST_METHOD"] for asked in served.pages.asked] == ["GET", method]


@pytest.mark.parametrize(
    "path", ["/admin/", "/health/", "/images/x/320.jpg", "/edit/", "/static/a.css", "/%", "x", "//"]
)
def test_what_is_no_page_for_readers_goes_to_django_every_time(path: str) -> None:
    served = Served()
    served.get(f"{path}?x=1"), served.get(f"{path}?x=1")
    assert [asked["QUERY_STRING"] for asked in served.pages.asked] == ["x=1", "x=1"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "max-age=60"},
        {"Set-Cookie": "a=b"},
        {"Vary": "Cookie"},
        {"Vary": "Accept-Encoding, Cookie"},
        {"ETag": ""},
        {"Content-Encoding": "gzip"},
    ],
)
def test_an_answer_that_is_not_everybodys_is_never_kept(headers: dict[str, str]) -> None:
    served = Served(Pages(headers=headers))
    served.get("/tags/"), served.get("/tags/", cookie="a=b")
    assert served.pages.asked[-1]["HTTP_COOKIE"] == "a=b", "who asks is answered by Django as they asked"
    assert not served.layer.memory.pages


def test_nor_is_one_that_read_somebodys_session() -> None:
    served = Served()
    made = served.pages.__call__

    def by_session(environ, start_response):
        environ[FOR_ONE] = True
        return made(environ, start_response)

    served.layer.application = by_session
    served.get("/tags/"), served.get("/tags/", cookie="a=b")
    assert served.pages.asked[-1]["HTTP_COOKIE"] == "a=b" and not served.layer.memory.pages


@pytest.mark.parametrize("status", [201, 204, 301, 404, 410, 500, 503])
def test_nor_is_one_that_is_no_page(status: int) -> None:
    served = Served(Pages(status=status))
    assert served.get("/tags/").status == served.get("/tags/").status == status
    assert served.made == 2 and not served.layer.memory.pages


def test_nor_is_one_of_which_nothing_is_known() -> None:
    served = Served(Pages(says=lambda path: None))
    served.get("/tags/"), served.get("/tags/")
    assert not served.layer.memory.pages


def test_a_query_that_says_nothing_is_no_other_page_and_fills_nothing() -> None:
    served = Served()
    for query in (
        "",
        "?",
        "?utm_source=x",
        "?q=1&q=2",
        "?before=",
        "?in=said",
        "?&&=",
        "?%ff=%fe",
        "?a=b;before=c",
    ):
        assert served.get(f"/people/ada/{query}").status == 200
    assert served.made == 1 and list(served.layer.memory.pages) == ["/people/ada/"]


def test_a_path_that_is_written_like_a_query_is_no_page_of_it() -> None:
    served = Served()
    served.get("/?before=a"), served.get("/?before=a")
    assert served.made == 1
    served.get("/%3Fbefore=a"), served.get("/%3Fbefore=a")
    assert served.made == 3 and served.pages.asked[-1]["PATH_INFO"] == "/?before=a"


@pytest.mark.on_both
def test_the_query_that_counts_is_read_as_the_view_reads_it_and_written_one_way() -> None:
    served = Served()
    ways = (
        "before=x&in=said",
        "in=said&before=x",
        "utm_source=mail&in=a&in=said&before=y&before=x",
        "%62efore=%78&in=said",
        "in=said&before=x&",
    )
    for way in ways:
        served.get(f"/people/ada/?{way}")
    assert [asked["QUERY_STRING"] for asked in served.pages.asked] == ["before=x&in=said"]
    served.get("/people/ada/?before=x&in=other")
    served.get("/people/ada/?after=x")
    assert served.made == 3


def test_what_is_not_there_is_asked_with_all_of_the_query_it_may_be_an_old_address() -> None:
    served = Served(Pages(status=404))
    served.get("/people/ada/?p=3")
    assert served.pages.asked[-1]["QUERY_STRING"] == "p=3"


def test_memory_is_bounded_and_what_is_asked_for_stays() -> None:
    served = Served(size=100_000)
    served.get("/tags/often/")
    for number in range(200):
        served.get(f"/tags/{number}/")
        served.get("/tags/often/")
    assert served.made == 201
    memory = served.layer.memory
    assert len(memory.pages) > 10 and memory.held <= 100_000
    assert memory.held == sum(page.size for page in memory.pages.values())


def test_the_plain_text_of_what_readers_get_compressed_is_not_held_beside() -> None:
    served = Served()
    plain = Served().get("/tags/").body
    served.get("/tags/", accept_encoding="gzip")
    [page] = served.layer.memory.pages.values()
    assert set(page.texts) == {"gzip"}
    assert served.get("/tags/").body == plain
    assert served.layer.memory.held == page.size > len(plain)
    assert served.made == 1


def test_a_page_too_large_for_the_memory_is_answered_and_not_held() -> None:
    served = Served(Pages(texts={"/tags/": "x" * 50_000}), size=20_000)
    served.get("/people/")
    assert len(served.get("/tags/").body) == 50_000
    assert list(served.layer.memory.pages) == ["/people/"]


def all_at_once(act, count: int = 8) -> list:
    results, threads = [], []
    for _ in range(count):
        threads.append(threading.Thread(target=lambda: results.append(act())))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.on_both
def test_many_who_ask_at_once_have_a_page_made_once() -> None:
    served = Served()
    started = threading.Event()
    served.pages.meanwhile = lambda: (started.set(), time.sleep(0.3))
    served.get("/people/")  # What every page shows is asked for once, on this test's own connection.
    answers = all_at_once(lambda: served.get("/tags/").body)
    assert len(answers) == 8 and len(set(answers)) == 1
    assert served.made == 2


@pytest.mark.on_both
def test_who_waited_does_not_take_what_changed_meanwhile() -> None:
    served = Served()
    served.get("/people/")
    served.pages.meanwhile = lambda: (time.sleep(0.3), change("page /tags/"))
    assert len(all_at_once(lambda: served.get("/tags/").status, 3)) == 3
    assert served.made == 4


def test_a_page_that_fails_or_hangs_holds_up_nobody_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.finished_pages.flights.LONGEST_WAIT", 0.2)
    served = Served()
    served.get("/people/")
    hanging, first = threading.Event(), [True]

    def hang() -> None:
        if first.pop() if first else False:
            hanging.wait(20)

    served.pages.meanwhile = hang
    threads = [threading.Thread(target=served.get, args=["/tags/"])]
    threads[0].start()
    time.sleep(0.1)
    assert served.get("/tags/").status == 200
    hanging.set()
    threads[0].join(20)

    def fail() -> None:
        raise RuntimeError("It fails.")

    served.pages.meanwhile = fail
    for _ in range(2):
        with pytest.raises(RuntimeError):
            served.get("/tags/new/")
    served.pages.meanwhile = lambda: None
    assert served.get("/tags/new/").status == 200


def test_each_answer_has_an_id_of_its_own_and_one_line_in_the_log() -> None:
    served = Served()
    first = served.get("/tags/")
    assert served.pages.asked[0]["HTTP_X_REQUEST_ID"] == first.headers["X-Request-ID"]
    assert served.lines == [], "Django has written the line of what it made"
    again, given = served.get("/tags/"), served.get("/tags/", x_request_id="from-the-proxy")
    forged = served.get("/tags/", x_request_id="a b\nforged")
    ids = [answer.headers["X-Request-ID"] for answer in (first, again, given, forged)]
    assert len(set(ids)) == 4 and ids[2] == "from-the-proxy"
    assert [line.split()[0] for line in served.lines] == ids[1:]
    assert all("GET /tags/ 200 " in line and line.endswith(" ms, kept") for line in served.lines)
