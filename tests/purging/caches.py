"""A cache that writes down what it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import override_settings

from purging import trust
from tests.serving import answering

SECRET = "a secret of the cache"


@dataclass
class Cache:
    """What it was told, and with which status it answers."""

    port: int = 0
    status: int = 200
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def hard(self) -> list[set[str]]:
        """The words of each request that dropped pages at once."""
        return self._of("X-Purge-Hard")

    @property
    def soft(self) -> list[set[str]]:
        """The words of each request that had pages asked for anew."""
        return self._of("X-Purge-Soft")

    def _of(self, name: str) -> list[set[str]]:
        return [set(request["headers"][name].split()) for request in self.told if name in request["headers"]]

    def varnish(self, **other: Any) -> dict[str, Any]:
        """Return the settings by which it is told as Varnish is."""
        headers = {
            "X-Purge-Secret": "{secret}",
            "X-Purge-Hard": "{hard_words}",
            "X-Purge-Soft": "{soft_words}",
        }
        target = {"method": "PURGE", "address": self.address, "headers": headers, "secret": SECRET}
        return target | {"at_once": 250} | other


@contextmanager
def a_cache() -> Iterator[Cache]:
    """Listen on a free port."""
    cache = Cache()

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            cache.told.append(
                {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
            )
            self.send_response(cache.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    cache.port = server.server_port
    with answering(server):
        yield cache


@contextmanager
def told_of_changes(*, seconds: int = 60) -> Iterator[Cache]:
    """Have a cache in front that is told of changes as Varnish is."""
    trust.forget()
    with a_cache() as cache, override_settings(PURGE_TARGETS=[cache.varnish()], PROXY_SECONDS=seconds):
        yield cache
    trust.forget()
