"""Finished pages in front of an application that says how often it was asked."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse

from masthead import frame
from newsroom.finished_pages.layer import FinishedPages
from newsroom.finished_pages.lines import Line, message_of
from newsroom.finished_pages.memory import Memory
from newsroom.finished_pages.store import Store
from newsroom.incoming import sound
from publishing.caching import shows

HOST = "127.0.0.1:8000"
TEXT = "A page with enough words to be worth making smaller. " * 40


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Pages:
    """Stands for Django: each path has a text, each text is made anew for every request."""

    texts: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    says: Callable[[str], object] = lambda path: shows(f"page {path}")
    meanwhile: Callable[[], object] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(dict(environ))
        path = environ["PATH_INFO"]
        self.says(path)
        response = HttpResponse(self.texts.get(path, f"{path} {TEXT}"), status=self.status)
        response["ETag"] = f'"{blake2b(response.content, digest_size=4).hexdigest()}"'
        response["Content-Length"] = str(len(response.content))
        response["Cache-Control"] = "public, max-age=0, s-maxage=60"
        response["Vary"] = "Accept-Encoding"
        for name, value in self.headers.items():
            response[name] = value
        self.meanwhile()
        status = f"{response.status_code} {response.reason_phrase}"
        start_response(status, [*response.items(), ("X-Request-ID", environ.get("HTTP_X_REQUEST_ID", ""))])
        return response


class Written(list[str]):
    """Stands for the log."""

    def add(self, line: Line) -> None:
        self.append(f"{line[1]} {message_of(line)}")


@dataclass
class Served:
    """What is asked of finished pages as a server asks it."""

    pages: Pages = field(default_factory=Pages)
    size: int = 1_000_000
    store: Store | None = None
    lines: Any = field(default_factory=lambda: Written())
    layer: FinishedPages = field(init=False)

    def __post_init__(self) -> None:
        self.layer = FinishedPages(self.pages, memory=Memory(self.size), store=self.store)
        self.layer.lines = self.lines

    def get(self, address: str = "/", *, method: str = "GET", **headers: str) -> Answer:
        return ask(self.layer, address, method=method, **headers)

    @property
    def made(self) -> int:
        """How often a page was made."""
        return len(self.pages.asked)


def ask(application: Any, address: str, *, method: str = "GET", **headers: str) -> Answer:
    """Ask an application as a server does; a header is named like an argument."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, "iso-8859-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": HOST,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    plain = {"CONTENT_TYPE", "CONTENT_LENGTH"}
    named = {name.upper(): value for name, value in headers.items()}
    environ |= {name if name in plain else f"HTTP_{name}": value for name, value in named.items()}
    begun: list[Any] = []
    response = application(environ, lambda status, given: begun.extend((status, given)))
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return Answer(int(begun[0].split()[0]), dict(begun[1]), body)


@dataclass
class Finished:
    """Finished pages in front of Django itself, asked as Django's own client asks."""

    layer: FinishedPages

    def __call__(self, environ: dict[str, Any]) -> HttpResponse:
        begun: list[Any] = []
        # A page is made for the site's own host; the client comes by another.
        environ = environ | {"HTTP_HOST": HOST}
        response = self.layer(environ, lambda status, headers: begun.extend((status, headers)))
        answer = HttpResponse(b"".join(response), status=int(begun[0].split()[0]), headers=dict(begun[1]))
        if hasattr(response, "close"):
            response.close()
        return answer


@contextmanager
def in_front_of_django(patch: pytest.MonkeyPatch) -> Iterator[Finished]:
    """Serve this test's own rows; its connection stays open, as Django's client leaves it."""
    for module in ("freshness", "old_names"):
        patch.setattr(f"newsroom.finished_pages.{module}.close_old_connections", lambda: None)
    patch.setattr("publishing.caching.due.close_old_connections", lambda: None)
    # The newsroom of the test before was taken back without being told of.
    patch.setattr(frame._kept, "frame", None)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    layer = FinishedPages(sound(WSGIHandler()), memory=Memory(10_000_000))
    layer.lines = Written()  # type: ignore[assignment]
    yield Finished(layer)
    for signal in signals:
        signal.connect(close_old_connections)
