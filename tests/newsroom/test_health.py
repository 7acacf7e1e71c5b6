"""Whether this server is to get requests: one word, in good time, that tells strangers nothing."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, override_settings

from newsroom import health
from newsroom.ending import ENDS
from newsroom.health import LIVE, READY, by_any_name
from operating.questions import Question

pytestmark = pytest.mark.django_db


def asked(path: str = READY) -> HttpResponse:
    answer: Any = Client().get(path)
    assert answer["Cache-Control"] == "no-store" and "Set-Cookie" not in answer
    return answer


def assert_not_ready() -> None:
    answer = asked()
    assert (answer.status_code, answer["Retry-After"], answer.content) == (503, "10", b"not ready\n")
    live = asked(LIVE)
    assert (live.status_code, live.content) == (200, b"ok\n"), "it need not be started again for that"


def test_a_server_that_can_answer_is_ready() -> None:
    assert (asked().status_code, asked().content) == (200, b"ok\n")
    assert asked(LIVE).content == b"ok\n"


def test_without_its_database_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: object) -> None:
        raise OperationalError("password of newsroom is wrong")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", broken)
    assert_not_ready()


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A database that takes questions and never answers."""
    asks: list[int] = []
    goes_on = threading.Event()

    def ask() -> bool:
        asks.append(1)
        return goes_on.wait(60)

    monkeypatch.setattr(health, "database", Question(ask, otherwise=False))
    monkeypatch.setattr(health, "SECONDS", 0.1)
    yield asks
    goes_on.set()


def test_a_database_that_hangs_holds_neither_the_answer_nor_more_than_one_thread(hanging: list[int]) -> None:
    before = threading.active_count()
    began = time.monotonic()
    for _time in range(5):
        assert_not_ready()
    assert time.monotonic() - began < 30
    assert len(hanging) == 1 and threading.active_count() <= before + 1


def test_a_database_that_lacks_a_migration_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = health.wanted_migrations()
    monkeypatch.setattr(health, "wanted_migrations", lambda: wanted | {("articles", "9999_to_come")})
    assert_not_ready()


def test_a_database_that_is_further_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """While machines are upgraded one after the other, those that wait go on."""
    wanted = health.wanted_migrations()
    monkeypatch.setattr(health, "wanted_migrations", lambda: wanted - {max(wanted)})
    assert asked().status_code == 200


def test_without_its_static_files_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "are_collected", lambda: False)
    assert_not_ready()


def test_a_server_told_to_stop_is_asked_no_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ENDS, str(tmp_path / "ending"))
    assert asked().status_code == 200
    (tmp_path / "ending").touch()
    assert_not_ready()


@pytest.mark.parametrize("path", [READY, LIVE])
def test_it_is_asked_by_address_and_over_http(path: str) -> None:
    with override_settings(SITE_URL="https://news.example.org", SECURE_SSL_REDIRECT=True):
        seen: list[str] = []
        by_any_name(lambda environ, _start: seen.append(environ["HTTP_HOST"]))(
            {"PATH_INFO": path, "HTTP_HOST": "10.0.0.7:8000"}, None
        )
        by_any_name(lambda environ, _start: seen.append(environ["HTTP_HOST"]))(
            {"PATH_INFO": "/", "HTTP_HOST": "10.0.0.7:8000"}, None
        )
        assert seen == ["news.example.org", "10.0.0.7:8000"]
        assert Client().get(path).status_code == 200
