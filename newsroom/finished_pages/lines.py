"""The log of pages handed out of memory: one line each, written together beside the road."""

import atexit
import logging
import os
import threading
import time
from collections import deque
from functools import lru_cache
from multiprocessing.util import Finalize
from typing import Any

from django.urls import Resolver404, resolve

from newsroom.log_lines import JsonLines, as_json, moment
from newsroom.log_lines import Lines as WordLines
from newsroom.logs import current_request_id
from newsroom.logs import logger as requests
from operating.metrics.counting import Counts, put_together

MOST_PATHS = 2048
SECONDS = 0.2
"""How long lines wait at most; what is left is written when the process ends in order."""

Line = tuple[float, str, str, str, int, float, str]
"""When it was, the request's id, method, path and status, how many seconds it took, and where it was kept."""


class Lines:
    """Takes lines from every thread and has one of its own write them; it begins with the first line."""

    def __init__(self) -> None:
        self._waiting: deque[Line] = deque()
        self._writing = threading.Lock()
        self._ended = threading.Event()
        self._begun_in = 0

    def add(self, line: Line) -> None:
        """Have a line written soon."""
        self._waiting.append(line)
        if self._begun_in != os.getpid():
            self._begin()

    def write(self) -> None:
        """Write what waits."""
        with self._writing:
            lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if lines and requests.isEnabledFor(logging.INFO):
                write(lines)
            if lines and (counting := Counts.here) is not None:
                counting.ready(put_together(map(counted, lines)))

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


def counted(line: Line) -> tuple[str, str, int, float, str]:
    """Return what figures are made of: a kind of page instead of an address."""
    _at, _id, method, path, status, took, how = line
    return kind_of(path), method, status, took, how


@lru_cache(maxsize=MOST_PATHS)
def kind_of(path: str) -> str:
    """Return the name of the address a page has; the log's way of writing it is read back."""
    try:
        return str(resolve(path.encode("ascii").decode("unicode_escape")).view_name)
    except (Resolver404, ValueError):
        return "other"


def write(lines: list[Line]) -> None:
    """Hand lines to whatever writes the log of requests, together where it is a stream."""
    for handler in handlers():
        formatter = handler.formatter
        if type(handler) is logging.StreamHandler and isinstance(formatter, JsonLines):
            _write_together(handler, [as_json(_object(line)) for line in lines])
        elif type(handler) is logging.StreamHandler and isinstance(formatter, WordLines):
            _write_together(handler, _in_words(formatter, lines))
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


def message_of(line: Line) -> str:
    """Return a line's words."""
    _at, _id, method, path, status, took, how = line
    return f"{method} {path} {status} {took * 1000:.0f} ms, {how}"


def _object(line: Line) -> dict[str, Any]:
    at, request_id, method, path, status, took, how = line
    return {
        "time": moment(at),
        "level": "INFO",
        "logger": requests.name,
        "message": message_of(line),
        "request": request_id,
        "method": method,
        "path": path,
        "status": status,
        "ms": round(took * 1000, 1),
        "how": how,
    }


def _in_words(formatter: WordLines, lines: list[Line]) -> list[str]:
    """Put the lines together as the formatter would."""
    pattern, second, time_, text = str(formatter._fmt), -1, "", []
    for line in lines:
        if int(line[0]) != second:
            second = int(line[0])
            time_ = time.strftime(formatter.datefmt or "%Y-%m-%d %H:%M:%S", formatter.converter(line[0]))
        values = {"asctime": time_, "levelname": "INFO", "request_id": line[1], "name": requests.name}
        text.append(pattern.format(**values, message=message_of(line)))
    return text


def _write_together(handler: "logging.StreamHandler[Any]", text: list[str]) -> None:
    """Write lines at once."""
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
    for line in lines:
        record = requests.makeRecord(requests.name, logging.INFO, "", 0, message_of(line), (), None)
        record.created, record.msecs = line[0], (line[0] % 1) * 1000
        token = current_request_id.set(line[1])
        try:
            handler.handle(record)
        finally:
            current_request_id.reset(token)
