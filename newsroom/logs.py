"""The log: one line a request, and on every line the id of the request it belongs to."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from colleagues.tokens import without_tokens
from newsroom.local_templates import place_in

logger = logging.getLogger("newsroom.request")
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
            response = get_response(request)
            # The query is left out: it can hold what a reader searched for.
            logger.info(
                "%s %s %d %.0f ms",
                request.method,
                one_line(without_tokens(request.path)),
                response.status_code,
                (time.monotonic() - started) * 1000,
            )
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def one_line(path: str) -> str:
    """Write what others sent so that it forges no line of its own."""
    return path.encode("unicode_escape").decode("ascii")
