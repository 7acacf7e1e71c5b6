"""What the child answers: the manuscript of a file or a clipboard, or why there is none."""

from importlib import import_module
from typing import Any

from .errors import ManuscriptError
from .packing import packed

FILE, CLIPBOARD, WHOLE_CLIPBOARD, PASTED, POST = "readers", "clipboard", "whole", "pasted", "post"
"""The modules of `manuscripts.formats` that read each: somebody waits for a clipboard, which needs few.

What was pasted to be an article of its own is read from its headline to its sources, as a file is.
"""


def answer(data: bytes, *, reader: str, **told: str) -> dict[str, Any]:
    """Return the manuscript of what was handed over as plain values, or its fault."""
    try:
        return {"manuscript": packed(import_module(f"manuscripts.formats.{reader}").read_bytes(data, **told))}
    except ManuscriptError as error:
        return {"fault": error.fault.value, "line": error.line, "values": error.values}
