"""Finished pages in front of an application that says how often it was asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from typing import Any

from django.http import HttpResponse

from newsroom.finished_pages.layer import FinishedPages
from newsroom.finished_pages.memory import Memory
from newsroom.finished_pages.store import Store
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

    def add(self, at: float, request_id: str, message: str) -> None:
        self.append(f"{request_id} {message}")


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
        "PATH_INFO": path,
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
