"""What the child answers: the manuscript of a file, or why there is none."""

import json
from typing import Any

from .errors import ManuscriptError
from .formats import read_any
from .formats.clipboard import read_clipboard
from .packing import packed


def answer(
    data: bytes, *, name: str, language: str = "", zone: str = "", is_clipboard: bool = False
) -> dict[str, Any]:
    """Return the manuscript of a file or a clipboard as plain values, or its fault."""
    try:
        if is_clipboard:
            return {"manuscript": packed(read_clipboard(**json.loads(data)))}
        return {"manuscript": packed(understood(data, name, language=language, zone=zone))}
    except ManuscriptError as error:
        return {"fault": error.fault.value, "line": error.line, "values": error.values}


def understood(data: bytes, name: str, *, language: str = "", zone: str = "") -> Any:
    """Read a file and what an editor sees in it."""
    return read_any(data, name, language=language)
