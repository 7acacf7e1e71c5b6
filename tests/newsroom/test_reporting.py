"""What a Sentry is told of a fault: where it is, and of nobody anything."""

import gzip
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli
import pytest
from environs import Env

from newsroom import environment
from tests.environment import ROOT, VARIABLES
from tests.serving import answering

TOKEN = "canary-token-7Qx"
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
FAILS = f"""
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
def load(self):
    password = "canary-local"
    raise RuntimeError("cannot load, at /admin/join/{TOKEN}\\nDETAIL: canary-row")
SessionStore.load = load
headers = {{"Authorization": "Basic canary-header", "X-Request-ID": "number-of-it"}}
headers |= {{"X-Forwarded-For": "198.51.100.7", "Cookie": "newsroom_session=canary-session"}}
sent = {{"username": "canary-name", "password": "canary-password"}}
asked = RequestFactory(SERVER_NAME="127.0.0.1")
request = asked.post("/admin/join/{TOKEN}?next=canary-query", sent, headers=headers)
list(WSGIHandler()(request.environ, lambda *_answer: None))
import sentry_sdk
sentry_sdk.flush(timeout=20)
"""


@pytest.fixture
def sentry() -> Iterator[tuple[str, list[bytes]]]:
    told: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append(OPENED[self.headers.get("Content-Encoding", "")](body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    with answering(server):
        yield f"http://key@127.0.0.1:{server.server_port}/1", told


@pytest.mark.processes
@pytest.mark.skipif(importlib.util.find_spec("sentry_sdk") is None, reason="needs requirements-fleet.txt")
def test_a_fault_is_told_and_nothing_of_anybody_with_it(
    sentry: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    address, told = sentry
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    variables = {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "NEWSROOM_DATA_DIR": str(tmp_path),
        "SECRET_KEY": "canary-secret-" + "0123456789" * 5,
        "SENTRY_DSN": address,
    }
    (tmp_path / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FAILS],
        cwd=ROOT,
        env=clean | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    assert len(told) == 1, done.stdout + done.stderr
    (envelope,) = told
    event = json.loads(envelope.decode().splitlines()[2])
    *before, fault = event["exception"]["values"]
    assert fault["type"] == "RuntimeError" and "cannot load" in fault["value"]
    assert fault["stacktrace"]["frames"][-1]["function"] == "load"
    assert event["tags"] == {"request": "number-of-it"}
    assert event["request"] == {"method": "POST", "url": "http://127.0.0.1/admin/join/…"}
    # The lines of the program are told; a value that only stands in one of them is not the value of anybody.
    for frame in [frame for each in (*before, fault) for frame in each["stacktrace"]["frames"]]:
        for lines in ("pre_context", "context_line", "post_context"):
            frame.pop(lines, None)
    said = json.dumps(event)
    assert "canary" not in said and "198.51.100.7" not in said
    assert "canary-" not in done.stdout + done.stderr.replace("canary-local", "")


def test_without_its_package_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTRY_DSN", "https://canary-key@sentry.example.org/1")
    monkeypatch.setattr("newsroom.environment.watching.find_spec", lambda _name: None)
    with pytest.raises(environment.SettingsError, match="is not installed: install those of") as refused:
        environment.sentry(Env(), "SENTRY_DSN")
    assert "canary-key" not in str(refused.value)


@pytest.mark.parametrize(
    "given", ["sentry", "https://sentry.example.org/1", "https://key@sentry.example.org/"]
)
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SENTRY_DSN", given)
    with pytest.raises(environment.SettingsError, match="no address of a Sentry"):
        environment.sentry(Env(), "SENTRY_DSN")
