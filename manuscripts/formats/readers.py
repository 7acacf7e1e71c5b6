"""The reader of each kind of file."""

from collections.abc import Callable

from manuscripts.decoding import read
from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Manuscript
from manuscripts.parsing import parse

from .docx import read_docx
from .kinds import kind_of
from .markdown import read_markdown


def read_text(data: bytes, name: str = "") -> Manuscript:
    """Read plain text."""
    return parse(read(data))


# Each reads bytes; a kind of `manuscripts.formats.kinds` that has no reader yet is refused.
KINDS: dict[str, Callable[[bytes, str], Manuscript]] = {
    "docx": read_docx,
    "markdown": read_markdown,
    "text": read_text,
}


def read_any(data: bytes, name: str = "") -> Manuscript:
    """Read a file of any kind: what it says, not yet what an editor makes of it."""
    if not data.strip():
        raise ManuscriptError(Fault.EMPTY, line=0)
    kind = kind_of(data, name)
    if kind not in KINDS:
        raise ManuscriptError(Fault.REFUSED, line=0, kind=kind)
    return KINDS[kind](data, name)
