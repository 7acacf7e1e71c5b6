"""How a line of the log is written: in words for people, or as one JSON object for programs.

Whatever a record holds, it is one line (a fault's traceback follows, indented, where people read it), and
nothing that lets somebody in is in it.
"""

import json
import logging
import re
import time
from typing import Any

from colleagues.tokens import without_tokens

# What a database says of the row it refused is somebody's words.
OF_A_ROW = re.compile(r"^(DETAIL|CONTEXT|PARAMETERS):.*$", re.M)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
OF_A_REQUEST = ("method", "path", "status", "ms", "how", "page", "queries", "query_ms", "sql")
"""What a line can say apart from its words; whoever writes it hands it over as `extra`."""


def harmless(text: str) -> str:
    """Leave out what must not be in a log, wherever it came from."""
    return OF_A_ROW.sub(r"\1: …", without_tokens(text))


def escaped(text: str) -> str:
    """Write what others sent so that it forges no line of its own."""
    return CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Lines(logging.Formatter):
    """Words for people."""

    def format(self, record: logging.LogRecord) -> str:
        record.message = escaped(harmless(record.getMessage()))
        record.asctime = self.formatTime(record, self.datefmt)
        line = self.formatMessage(record)
        trace = traceback_of(self, record)
        return f"{line}\n{trace}" if trace else line

    def formatException(self, exc_info: Any) -> str:
        # Indented, nothing in it can pass for a line of its own.
        lines = harmless(super().formatException(exc_info)).splitlines()
        return "\n".join("    " + escaped(line) for line in lines)


class JsonLines(logging.Formatter):
    """One object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "time": moment(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": harmless(record.getMessage()),
            "request": getattr(record, "request_id", "-"),
        }
        found |= {name: getattr(record, name) for name in OF_A_REQUEST if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            found["exception"] = {
                "type": record.exc_info[0].__qualname__,
                "message": harmless(str(record.exc_info[1])),
                "traceback": harmless(self.formatException(record.exc_info)),
            }
        return as_json(found)


def as_json(found: dict[str, Any]) -> str:
    """Write an object in one line of ASCII."""
    return json.dumps(found, separators=(",", ":"), default=str)


def moment(at: float) -> str:
    """Write when something was, to the thousandth, in UTC."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(at))}.{int(at % 1 * 1000):03d}Z"


def traceback_of(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """Return the traceback of a record, made anew: another formatter may have left its own."""
    if record.exc_info and record.exc_info[0]:
        return formatter.formatException(record.exc_info)
    return ""
