"""Every line of the log is one, in words and as JSON, and nothing that lets somebody in is in it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from newsroom import logs
from newsroom.faults import plain
from newsroom.finished_pages import lines
from newsroom.log_lines import JsonLines, Lines
from newsroom.logs import RequestId, WithoutTokens, current_request_id, request_log
from newsroom.queries_asked import asked_for, note
from tests import factories

TOKEN = "canary-token-7Qx"
FORGED = "2026-01-01T00:00:00+0000 ERROR forged forged forged"
WORDS = Lines("{asctime} {levelname} {request_id} {name} {message}", "%Y-%m-%dT%H:%M:%S%z", style="{")


class Written:
    """What a log of requests and all else has written, in one of the two ways."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(formatter)
        self.handler.addFilter(RequestId())
        self.handler.addFilter(WithoutTokens())

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


def written(formatter: logging.Formatter) -> Iterator[Written]:
    made = Written(formatter)
    logging.getLogger().addHandler(made.handler)
    yield made
    logging.getLogger().removeHandler(made.handler)


@pytest.fixture
def as_json() -> Iterator[Written]:
    yield from written(JsonLines())


@pytest.fixture
def in_words() -> Iterator[Written]:
    yield from written(WORDS)


def fail(message: str) -> None:
    password = "canary-local"  # noqa: F841 (a local that no log may show)
    raise ValueError(message)


def log_a_fault(message: str) -> None:
    try:
        fail(message)
    except ValueError:
        logging.getLogger("newsroom.x").exception("It failed: %s", message)


def test_a_request_is_one_object_with_its_parts(as_json: Written) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    asked = RequestFactory().get("/tags/?q=canary-query", headers={"X-Request-ID": "from-the-proxy"})
    assert request_log(view)(asked)["X-Request-ID"] == "from-the-proxy"
    (line,) = as_json.objects
    assert {
        name: line[name] for name in ("level", "logger", "request", "method", "path", "status", "how")
    } == {
        "level": "INFO",
        "logger": "newsroom.request",
        "request": "from-the-proxy",
        "method": "GET",
        "path": "/tags/",
        "status": 404,
        "how": "made",
    }
    assert str(line["time"]).endswith("Z") and isinstance(line["ms"], float)
    assert "canary-query" not in as_json.text


def test_a_fault_is_in_its_line_with_its_traceback(as_json: Written) -> None:
    log_a_fault(f"broken\n{FORGED}")
    (line,) = as_json.objects
    exception = line["exception"]
    assert isinstance(exception, dict)
    assert exception["type"] == "ValueError" and "in fail" in exception["traceback"]
    assert "canary-local" not in as_json.text.replace('password = \\"canary-local\\"', "")


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_nobody_forges_a_line(in_words: Written, ending: str) -> None:
    log_a_fault(f"broken{ending}{FORGED}")
    forged = [line for line in in_words.text.splitlines() if line.startswith("2026-01-01T00")]
    assert in_words.text.count("forged") >= 6 and forged == []


def test_what_makes_a_link_work_is_in_no_line_and_no_traceback(as_json: Written, in_words: Written) -> None:
    log_a_fault(f"nothing at /admin/join/{TOKEN}/ nor /admin/password/{TOKEN}")
    assert in_words.text and TOKEN not in in_words.text + as_json.text


def test_what_a_database_says_of_a_row_is_somebodys(as_json: Written, in_words: Written) -> None:
    said = 'duplicate key\nDETAIL:  Key (email)=(ada@example.org) already exists.\nHINT: "x"'
    try:
        raise IntegrityError(said)
    except IntegrityError:
        logging.getLogger("newsroom.x").exception("Refused")
    for text in (as_json.text, in_words.text):
        assert "duplicate key" in text and "ada@example.org" not in text


def test_what_was_finished_before_is_told_in_the_same_way(as_json: Written, in_words: Written) -> None:
    line = (1_780_000_000.25, "an-id-of-it", "GET", r"/tags/\x22/", 304, 0.0004, "kept")
    lines.write([line])
    fast_words, fast = in_words.text, as_json.objects[0]
    assert fast["path"] == r"/tags/\x22/" and (fast["status"], fast["how"]) == (304, "kept")
    assert fast["time"] == "2026-05-28T20:26:40.250Z" and fast["request"] == "an-id-of-it"
    assert fast_words.rstrip().endswith("an-id-of-it newsroom.request GET " + r"/tags/\x22/ 304 0 ms, kept")
    made_by_django = {
        "time",
        "level",
        "logger",
        "message",
        "request",
        "method",
        "path",
        "status",
        "ms",
        "how",
    }
    assert set(fast) == made_by_django


def test_a_method_that_is_none_is_named_so() -> None:
    assert [logs.method_of(each) for each in ("GET", "get\nforged", "BREW")] == ["GET", "OTHER", "OTHER"]


@pytest.mark.django_db
def test_a_slow_query_is_told_without_the_values_in_it(as_json: Written) -> None:
    factories.make_user("reporter", username="canary-name")
    with override_settings(SLOW_QUERY_MS=1), asked_for() as queries:
        note(0.25, "SELECT 'canary-literal', %s\nFROM x")
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", ["canary-name"])
    assert queries.count == 2 and queries.seconds > 0.25 and queries.slow >= 1
    told = as_json.objects[0]
    assert told["message"] == "Slow query: 250 ms: SELECT '…', %s FROM x" and told["ms"] == 250.0
    assert "canary" not in as_json.text
    before = len(as_json.objects)
    with override_settings(SLOW_QUERY_MS=0):
        note(9, "SELECT 1")
    assert len(as_json.objects) == before


@pytest.mark.django_db
def test_a_slow_page_is_told_with_its_queries(as_json: Written) -> None:
    with override_settings(SLOW_PAGE_MS=1):
        assert Client().get("/tags/").status_code == 200
    (told,) = [line for line in as_json.objects if line["logger"] == "newsroom.slow"]
    assert told["page"] == "tags" and told["path"] == "/tags/"
    assert isinstance(told["queries"], int) and told["queries"] >= 1


CANARIES = ("canary-password", "canary-session", "canary-query", TOKEN, "canary-body")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", f"/admin/join/{TOKEN}", f"/admin/password/{TOKEN}/"])
def test_no_door_writes_what_was_sent_to_it(
    as_json: Written, in_words: Written, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it fails with all of it in its locals."""
    client = Client(raise_request_exception=False)
    client.cookies["newsroom_session"] = "canary-session"
    form = {"username": "ada", "password": "canary-password", "password1": "canary-password"}
    sent = {**form, "new_password1": "canary-password", "x": "canary-body"}
    client.post(f"{path}?next=canary-query", sent)

    def broken(*_arguments: object, **_named: object) -> None:
        kept = sent  # noqa: F841 (as any local of a view)
        raise RuntimeError("broken")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", broken)
    client.cookies["newsroom_session"] = "canary-session"
    assert client.post(f"{path}?next=canary-query", sent).status_code == 500
    assert "RuntimeError" in as_json.text and "RuntimeError" in in_words.text
    for canary in CANARIES:
        assert canary not in as_json.text and canary not in in_words.text


@pytest.mark.django_db
def test_the_path_of_a_one_time_link_can_be_read_in_the_log(as_json: Written) -> None:
    Client().get(f"/ADMIN//join/{TOKEN}/")
    (told,) = [line for line in as_json.objects if line["logger"] == "newsroom.request"]
    assert told["path"] == "/ADMIN//join/…/" and told["message"].startswith("GET /ADMIN//join/…/ ")  # type: ignore[attr-defined]


def test_the_number_of_a_fault_is_on_its_page() -> None:
    token = current_request_id.set("0123456789abcdef")
    try:
        request = RequestFactory().get("/")
        for status, is_told in ((500, True), (503, True), (404, False)):
            assert ("0123456789abcdef" in plain(request, status).content.decode()) is is_told
    finally:
        current_request_id.reset(token)
