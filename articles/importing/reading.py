"""The bytes of a file as a manuscript: plain text here, everything else in a child with limits."""

import hashlib
from pathlib import PurePosixPath

import manuscripts
from manuscripts import Fault, Manuscript, ManuscriptError
from manuscripts.child import convert
from manuscripts.formats.kinds import kind_of

LARGEST_TEXT = 1_000_000
PACKED = frozenset([".docx", ".docm", ".dotx", ".odt", ".ott", ".zip"])
"""Names of what is packed: bytes that are no zip are such a file damaged."""


def manuscript_of(data: bytes, name: str, *, language: str = "") -> Manuscript:
    """Read a file as an article, or raise ManuscriptError.

    Reading plain text takes as long as it is long, and no library, so it needs no process of its own.
    """
    if data.strip() and kind_of(data, name) == "text":
        if len(data) > LARGEST_TEXT:
            raise ManuscriptError(Fault.TOO_LARGE, line=1)
        try:
            return manuscripts.read_text(manuscripts.read(data), language=language)
        except ManuscriptError as error:
            if error.fault is Fault.BINARY and PurePosixPath(name.lower()).suffix in PACKED:
                raise ManuscriptError(Fault.DAMAGED, line=0) from error
            raise
    return convert(data, name, language=language)


def digest_of(data: bytes) -> str:
    """Return what tells one file from another, for a text whatever its encoding and line ends were."""
    try:
        text = manuscripts.read(data)
    except ManuscriptError:
        return hashlib.sha256(data).hexdigest()
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
