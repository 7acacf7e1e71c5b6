"""The log: one line a request, and on every line the id of the request it belongs to."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from colleagues.tokens import without_tokens
from newsroom.local_templates import place_in
from newsroom.queries_asked import Queries, asked_for
from operating.metrics.counting import Counts

logger = logging.getLogger("newsroom.request")
slow = logging.getLogger("newsroom.slow")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
# Anything else in a header of this name could forge lines in the log.
SANE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="-")


class RequestId(logging.Filter):
    """Put the current request's id on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id.get()
        return True


class WithoutTokens(logging.Filter):
    """Leave out what makes a one-time link work, whoever writes its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = without_tokens(message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True


class RefusedInOneLine(logging.Filter):
    """Make what Django says of a request it refused one line of warning: nothing here is broken."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = one_line(record.getMessage()), ()
        record.exc_info = record.exc_text = record.stack_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class NamesTemplate(logging.Filter):
    """Say of a fault in a template in which file and line it is; the traceback alone does not."""

    def filter(self, record: logging.LogRecord) -> bool:
        _kind, error, trace = record.exc_info or (None, None, None)
        place = place_in(trace)
        if place:
            said = one_line(f"{record.getMessage()}: {place}: {error}")
            record.msg, record.args = said, ()
        return True


def request_id_for(given: str) -> str:
    """Keep the id a proxy gave the request if it is harmless; else make one."""
    return given if SANE_ID.fullmatch(given) else uuid4().hex


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id, answer with it, and log the request when it is done."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = request_id_for(request.headers.get("X-Request-ID", ""))
        token = current_request_id.set(request_id)
        started = time.monotonic()
        try:
            with asked_for() as queries:
                response = get_response(request)
            said(request, response, took=time.monotonic() - started, queries=queries)
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def said(request: HttpRequest, response: HttpResponse, *, took: float, queries: Queries) -> None:
    """Write the line of a request, and one more if it took long."""
    ms, method, page = took * 1000, method_of(request.method or ""), page_of(request)
    # The query is left out: it can hold what a reader searched for.
    told: dict[str, Any] = {
        "method": method,
        "path": without_tokens(one_line(request.path)),
        "status": response.status_code,
        "ms": round(ms, 1),
    }
    words = (method, told["path"], response.status_code, ms)
    logger.info("%s %s %d %.0f ms", *words, extra={**told, "how": "made"})
    is_slow = bool(settings.SLOW_PAGE_MS) and ms >= settings.SLOW_PAGE_MS
    if (counting := Counts.here) is not None:
        counting.made(
            page,
            method,
            response.status_code,
            took,
            queries=queries.count,
            asked=queries.seconds,
            slow=queries.slow,
            is_slow=is_slow,
        )
    if is_slow:
        said_slow(told | {"page": page}, ms=ms, queries=queries)


def said_slow(told: dict[str, Any], *, ms: float, queries: Queries) -> None:
    """Write that a page took long, and how much of it the database."""
    query_ms = queries.seconds * 1000
    slow.warning(
        "Slow page: %s took %.0f ms, of it %.0f ms in %d queries",
        told["path"],
        ms,
        query_ms,
        queries.count,
        extra={**told, "queries": queries.count, "query_ms": round(query_ms, 1)},
    )


def page_of(request: HttpRequest) -> str:
    """Return what kind of page was asked for, by the name of its address: never more kinds than addresses."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return str(match.view_name) or "other"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def method_of(given: str) -> str:
    """Return a method that is one; whatever else somebody sends is no word of ours."""
    return given if given in METHODS else "OTHER"


def one_line(path: str) -> str:
    """Write what others sent so that it forges no line of its own."""
    return path.encode("unicode_escape").decode("ascii")
