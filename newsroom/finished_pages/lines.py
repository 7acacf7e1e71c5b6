"""The log of pages handed out of memory: one line each, written together beside the road."""

import atexit
import logging
import os
import threading
import time
from collections import deque
from multiprocessing.util import Finalize
from typing import Any

from newsroom.logs import current_request_id
from newsroom.logs import logger as requests

SECONDS = 0.2
"""How long lines wait at most; what is left is written when the process ends in order."""

Line = tuple[float, str, str]
"""When it was, the request's id and the message."""


class Lines:
    """Takes lines from every thread and has one of its own write them; it begins with the first line."""

    def __init__(self) -> None:
        self._waiting: deque[Line] = deque()
        self._writing = threading.Lock()
        self._ended = threading.Event()
        self._begun_in = 0

    def add(self, at: float, request_id: str, message: str) -> None:
        """Have a line written soon."""
        self._waiting.append((at, request_id, message))
        if self._begun_in != os.getpid():
            self._begin()

    def write(self) -> None:
        """Write what waits."""
        with self._writing:
            lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if lines and requests.isEnabledFor(logging.INFO):
                write(lines)

    def _begin(self) -> None:
        with self._writing:
            if self._begun_in == os.getpid():
                return
            # A thread does not come along into a fork, nor is there one before the first page.
            self._begun_in = os.getpid()
            threading.Thread(target=self._go_on, name="request log", daemon=True).start()
            atexit.register(self.write)
            # What a server starts as a process of its own ends without that.
            Finalize(None, self.write, exitpriority=0)

    def _go_on(self) -> None:
        while not self._ended.wait(SECONDS):
            self.write()


def write(lines: list[Line]) -> None:
    """Hand lines to whatever writes the log of requests, together where it is a stream."""
    for handler in handlers():
        fast = type(handler) is logging.StreamHandler and type(handler.formatter) is logging.Formatter
        if fast:
            _write_together(handler, lines)  # type: ignore[arg-type]
        else:
            _write_each(handler, lines)


def handlers() -> list[logging.Handler]:
    """Return who is told of a request, as the log's settings say at this moment."""
    found: list[logging.Handler] = []
    place: logging.Logger | None = requests
    while place is not None:
        found += [handler for handler in place.handlers if handler.level <= logging.INFO]
        place = place.parent if place.propagate else None
    return found


def _write_together(handler: "logging.StreamHandler[Any]", lines: list[Line]) -> None:
    """Put the lines together as the handler's own formatter would, and write them at once."""
    formatter = handler.formatter
    assert formatter is not None
    pattern, second, moment, text = str(formatter._fmt), -1, "", []
    for at, request_id, message in lines:
        if int(at) != second:
            second = int(at)
            moment = time.strftime(formatter.datefmt or "%Y-%m-%d %H:%M:%S", formatter.converter(at))
        text.append(
            pattern.format(
                asctime=moment,
                levelname="INFO",
                request_id=request_id,
                name=requests.name,
                message=message,
            )
        )
    handler.acquire()
    try:
        handler.stream.write("\n".join(text) + handler.terminator)
        handler.flush()
    except (OSError, ValueError):
        # As with any other line: that one cannot be written must not end what is to be told.
        handler.handleError(requests.makeRecord(requests.name, logging.INFO, "", 0, text[0], (), None))
    finally:
        handler.release()


def _write_each(handler: logging.Handler, lines: list[Line]) -> None:
    for at, request_id, message in lines:
        record = requests.makeRecord(requests.name, logging.INFO, "", 0, message, (), None)
        record.created, record.msecs = at, (at % 1) * 1000
        token = current_request_id.set(request_id)
        try:
            handler.handle(record)
        finally:
            current_request_id.reset(token)
