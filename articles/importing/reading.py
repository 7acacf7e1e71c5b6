"""The bytes of a file as a manuscript: plain text here, everything else in a child with limits."""

import hashlib

from manuscripts import Fault, Manuscript, ManuscriptError, read
from manuscripts.child import convert
from manuscripts.formats.kinds import kind_of
from manuscripts.formats.readers import read_text

LARGEST_TEXT = 1_000_000


def manuscript_of(data: bytes, name: str, *, language: str = "") -> Manuscript:
    """Read a file as an article, or raise ManuscriptError.

    Reading plain text takes as long as it is long, and no library, so it needs no process of its own.
    """
    if data.strip() and kind_of(data, name) == "text":
        if len(data) > LARGEST_TEXT:
            raise ManuscriptError(Fault.TOO_LARGE, line=1)
        return read_text(read(data), language=language)
    return convert(data, name, language=language)


def digest_of(data: bytes) -> str:
    """Return what tells one file from another, for a text whatever its encoding and line ends were."""
    try:
        text = read(data)
    except ManuscriptError:
        return hashlib.sha256(data).hexdigest()
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
