"""What the child answers: the manuscript of a file, or why there is none."""

from typing import Any

from .errors import ManuscriptError
from .formats import read_any
from .packing import packed


def answer(data: bytes, *, name: str, language: str = "", zone: str = "") -> dict[str, Any]:
    """Return the manuscript of a file as plain values, or its fault."""
    try:
        return {"manuscript": packed(understood(data, name, language=language, zone=zone))}
    except ManuscriptError as error:
        return {"fault": error.fault.value, "line": error.line, "values": error.values}


def understood(data: bytes, name: str, *, language: str = "", zone: str = "") -> Any:
    """Read a file and what an editor sees in it."""
    return read_any(data, name, language=language)
