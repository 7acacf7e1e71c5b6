"""The way of a request: out of memory, out of the store, or made by Django and kept."""

import itertools
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.core.handlers.wsgi import get_path_info
from django.http import QueryDict
from django.urls import Resolver404, resolve

from masthead.frame import KEPT as KEPT_FRAME
from moving.leading import is_behind_home, names_in
from newsroom.finished_pages.encodings import IDENTITY, chosen
from newsroom.finished_pages.flights import Flights
from newsroom.finished_pages.freshness import Before, CannotTell, InFront
from newsroom.finished_pages.hosts import Hosts, forwarded_scheme
from newsroom.finished_pages.lines import Lines
from newsroom.finished_pages.memory import Memory
from newsroom.finished_pages.old_names import OldNames
from newsroom.finished_pages.page import Page, page_of, with_lifetime, without_body
from newsroom.finished_pages.queries import KEPT, Reads, what_counts
from newsroom.finished_pages.release import fingerprint
from newsroom.finished_pages.store import Store
from newsroom.incoming import Application
from newsroom.logs import SANE_ID, one_line
from newsroom.public_answers import FOR_ONE
from publishing.caching import due, noting
from publishing.caching.counters import FINISHED_PAGES
from purging.targets import is_set_up
from purging.trust import TRUST

LONGEST_PATH = 500
"""No page that is kept has a longer one; whatever has is asked of Django and not remembered."""
MOST_PATHS = 2048
MIB = 1024 * 1024
STORED = 16
"""How many times as much is kept beside the data as in one process."""
HANDED_ON = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE", "REMOTE_ADDR", "wsgi.errors")
"""All that a page is made with of the request that asked for it, apart from its address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is asked for: its path as the server hands it on, and the query that counts."""

    path: str
    query: str
    is_whole: bool
    """Whether nothing of the query was left out."""

    @property
    def key(self) -> str:
        """Return what no other page has: a path may hold a ?, but none begins as a query does."""
        return f"{self.query} {self.path}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """What Django answered, and the page it is if it may be kept."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    page: Page | None = None


class FinishedPages:
    """A WSGI application in front of Django's."""

    def __init__(self, application: Application, *, memory: Memory, store: Store | None = None) -> None:
        self.application = application
        self.memory = memory
        self.store = store
        self.hosts = Hosts()
        self.flights = Flights()
        self.lines = Lines()
        self.old_names = OldNames()
        self.in_front = InFront()
        self._reads = lru_cache(maxsize=MOST_PATHS)(reads_at)
        # So that the log tells which process answered, and no two requests have one id.
        self._process, self._number = secrets.token_hex(10), itertools.count()
        self._alike = like_everybody()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not self.is_for_anybody(environ):
            return self.application(environ, start_response)
        began, path = time.time(), environ["PATH_INFO"]
        try:
            self.see_to_due(began)
            page = None if environ.get("QUERY_STRING") else self.memory.get(path)
            if page is not None and page.basis.holds(began):
                return self.hand_out(page, path, environ, start_response, began=began, how="kept")
            return self.look_for(environ, start_response, began)
        except CannotTell:
            environ["PATH_INFO"] = path
            return self.application(environ, start_response)

    @staticmethod
    def see_to_due(began: float) -> None:
        """Have what has begun or ended by the clock announced before anything kept is handed out."""
        try:
            due.see_to(began)
        except OSError as problem:
            raise CannotTell from problem

    def is_for_anybody(self, environ: Mapping[str, Any]) -> bool:
        """Tell whether a request could be answered with what others get."""
        method = environ["REQUEST_METHOD"]
        if (method != "GET" and method != "HEAD") or environ.get("SCRIPT_NAME"):
            return False
        # With a body, or on a condition that only Django looks at.
        if environ.get("CONTENT_TYPE"):
            return False
        if environ.get("CONTENT_LENGTH"):
            return False
        if "HTTP_TRANSFER_ENCODING" in environ or "HTTP_IF_UNMODIFIED_SINCE" in environ:
            return False
        return "HTTP_IF_MATCH" not in environ and self.hosts.accept(environ)

    def look_for(self, environ: dict[str, Any], start_response: Any, began: float) -> Iterable[bytes]:
        """Answer with a page whose query says more, or that is not there as it would be now."""
        asked = self.asked(environ)
        if asked is None:
            return self.application(environ, start_response)
        page = self.memory.get(asked.key)
        if page is not None and page.basis.holds(began):
            return self.hand_out(page, asked.key, environ, start_response, began=began, how="kept")
        # One id for the page that is made and for the answer that holds it.
        known = {**environ, "HTTP_X_REQUEST_ID": self.request_id(environ)}
        found, how = self.found(asked, known)
        if isinstance(found, Page):
            return self.hand_out(found, asked.key, known, start_response, began=began, how=how)
        if found.page is not None:
            return self.hand_out(found.page, asked.key, known, start_response, began=time.time())
        if found.status.startswith("200") or not asked.is_whole:
            # What may depend on who asks, or on what was left out, is asked of Django as it came.
            return self.application(environ, start_response)
        start_response(found.status, found.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else found.body]

    def asked(self, environ: Mapping[str, Any]) -> Asked | None:
        """Return which page is asked for, or None if that is for Django to say."""
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        reads = self._reads(path) if len(path) <= LONGEST_PATH else None
        if reads is None:
            return None
        if not query:
            return Asked(path, "", is_whole=True)
        try:
            given = QueryDict(query.encode("iso-8859-1"))
        except TooManyFieldsSent:
            return None
        counts = what_counts(reads, given)
        if counts is None or (is_behind_home(path, given) and self.old_names.meet(names_in(query))):
            return None
        return Asked(path, counts, is_whole=counts == query)

    def found(self, asked: Asked, environ: Mapping[str, Any]) -> tuple[Page | Answer, str]:
        """Return a page and where it was, or what Django makes; who makes it just now is waited for."""
        if not self.flights.is_first(asked.key):
            page = self.memory.get(asked.key)
            if page is not None and page.basis.holds(time.time()):
                return page, "kept"
            return self.made(asked, environ), ""
        try:
            page = self.from_store(asked)
            return (page, "kept on disk") if page else (self.made(asked, environ), "")
        finally:
            self.flights.done(asked.key)

    def from_store(self, asked: Asked) -> Page | None:
        """Return a page another process has made, or this one before it was started again."""
        page = self.store.get(asked.key) if self.store else None
        if page is None or not page.basis.holds(time.time()):
            return None
        self.memory.put(asked.key, page)
        return page

    def made(self, asked: Asked, environ: Mapping[str, Any]) -> Answer:
        """Have Django make a page, for nobody in particular; keep it if it may be."""
        before = Before.now()
        with noting() as noted:
            answer, alike = collected(self.application, self.request_for(asked, environ))
        if not (alike and noted.said and may_be_kept(answer)):
            return answer
        basis = before.basis(noted, also=[TRUST] if is_set_up() else [])
        page = page_of(path=shown(asked.path), headers=answer.headers, body=answer.body, basis=basis)
        self.memory.put(asked.key, page)
        if self.store:
            self.store.put(asked.key, page)
        return replace(answer, page=page)

    def request_for(self, asked: Asked, environ: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request that a page is made for: its address, and nothing of whoever asked."""
        own = {name: environ[name] for name in HANDED_ON if name in environ}
        return (
            own
            | self._alike
            | {
                "PATH_INFO": asked.path,
                "QUERY_STRING": asked.query,
                "HTTP_X_REQUEST_ID": environ["HTTP_X_REQUEST_ID"],
                "wsgi.input": BytesIO(),
            }
        )

    def request_id(self, environ: Mapping[str, Any]) -> str:
        """Return the id a proxy gave the request, or one of this process."""
        given = environ.get("HTTP_X_REQUEST_ID")
        if given and SANE_ID.fullmatch(given):
            return str(given)
        return f"{self._process}{next(self._number):012x}"

    def hand_out(
        self,
        page: Page,
        key: str,
        environ: Mapping[str, Any],
        start_response: Any,
        *,
        began: float,
        how: str = "",
    ) -> list[bytes]:
        """Answer with a page in the encoding asked for, or say that a copy of it is still true.

        The answer is a list: a server takes that as it is, and streams anything else.
        """
        encoding = chosen(environ.get("HTTP_ACCEPT_ENCODING", "")) if page.compressible else IDENTITY
        ready = page.ready.get(encoding)
        if ready is None:
            ready = page.prepare(encoding)
            self.memory.weigh(key, page)
        headers, body = ready
        page.used = True
        status, condition = "200 OK", environ.get("HTTP_IF_NONE_MATCH")
        if condition and (tag := page.matching(condition, encoding)):
            status, headers, body = "304 Not Modified", without_body(headers, tag), b""
        elif environ["REQUEST_METHOD"] == "HEAD":
            body = b""
        may_be_long = not page.is_long or self.in_front.can_be_told(began)
        if not may_be_long or (page.horizon and began >= page.horizon):
            left = page.basis.ends - began if page.basis.ends is not None else None
            headers = with_lifetime(headers, left=left, may_be_long=may_be_long)
        request_id = self.request_id(environ)
        start_response(status, [*headers, ("X-Request-ID", request_id)])
        if how:
            method, took = environ["REQUEST_METHOD"], time.time() - began
            self.lines.add((began, request_id, method, page.path, int(status[:3]), took, how))
        return [body]


def like_everybody() -> dict[str, Any]:
    """Return what a page is made with whoever asked for it: the site's own host, nothing else."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        KEPT_FRAME: True,
    }
    if scheme := forwarded_scheme():
        environ[scheme] = settings.SECURE_PROXY_SSL_HEADER[1]
    return environ


def reads_at(path: str) -> Reads | None:
    """Return what of the query the page at a path reads; None if it is no page that is kept."""
    if not path.startswith("/"):
        return None
    try:
        return KEPT.get(resolve(get_path_info({"PATH_INFO": path})).view_name)
    except Resolver404:
        return None


def collected(application: Application, environ: dict[str, Any]) -> tuple[Answer, bool]:
    """Return what an application answers, and whether it answers everybody so."""
    begun: list[Any] = []
    response = application(environ, lambda status, headers, *_more: begun.extend((status, headers)))
    try:
        alike = not getattr(response, "streaming", True) and not environ.get(FOR_ONE)
        body = b"".join(response)
    finally:
        close = getattr(response, "close", None)
        if close is not None:
            close()
    return Answer(begun[0], begun[1], body), alike


def may_be_kept(answer: Answer) -> bool:
    """Tell whether an answer says of itself that it is anybody's."""
    headers = {name.lower(): value for name, value in answer.headers}
    words = {part.strip() for part in headers.get("cache-control", "").split(",")}
    is_public = "public" in words and not words & {"no-store", "private", "no-cache"}
    return (
        answer.status == "200 OK"
        and is_public
        and bool(headers.get("etag"))
        and "set-cookie" not in headers
        and "content-encoding" not in headers
        and headers.get("vary", "").lower() == "accept-encoding"
    )


def shown(path: str) -> str:
    """Return a path as the log has it."""
    return one_line(get_path_info({"PATH_INFO": path}))


def with_finished_pages(application: Application) -> Application:
    """Put finished pages in front of Django, if there is to be room for them."""
    size = settings.FINISHED_PAGES * MIB
    if not size:
        return application
    path = Path(settings.DATA_DIR) / FINISHED_PAGES
    store = Store(path, size=STORED * size, release=fingerprint)
    return FinishedPages(application, memory=Memory(size), store=store)
