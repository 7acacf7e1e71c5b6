"""The bytes of an export as XML that can be read: what its parser would stop at is taken out."""

import re
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
# Nothing in XML may hold these; one alone ends the reading of a whole archive.
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BARE = re.compile(rb"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)?")
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SECTION = re.compile(rb"<!\[CDATA\[|\]\]>")
LONGEST_TOKEN = 64


class Clean:
    """A file for lxml's `iterparse`, cleaned as it is read; what stands in CDATA keeps its ampersands."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("rb")
        self._pieces = self._read_on()
        self._waiting = b""
        self._in_section = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; none at the end."""
        while not self._waiting:
            piece = next(self._pieces, None)
            if piece is None:
                self._file.close()
                return b""
            self._waiting = piece
        size = len(self._waiting) if size < 0 else size
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        return given

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read_on(self) -> Iterator[bytes]:
        rest = b""
        while chunk := self._file.read(CHUNK):
            whole = rest + chunk
            # What could be the beginning of a mark or an entity waits for the bytes that follow.
            cut = max(
                whole.rfind(b"&", -LONGEST_TOKEN), whole.rfind(b"<", -LONGEST_TOKEN), whole.rfind(b"]", -3)
            )
            at = cut if cut >= len(whole) - LONGEST_TOKEN and cut > 0 else len(whole)
            rest = whole[at:]
            yield self._cleaned(whole[:at])
        yield self._cleaned(rest)

    def _cleaned(self, data: bytes) -> bytes:
        data = CONTROL.sub(b"", data)
        parts: list[bytes] = []
        done = 0
        for mark in SECTION.finditer(data):
            if (mark.group() == b"]]>") != self._in_section:
                continue
            parts += [self._outside(data[done : mark.start()]), mark.group()]
            self._in_section = not self._in_section
            done = mark.end()
        parts.append(self._outside(data[done:]))
        return b"".join(parts)

    def _outside(self, data: bytes) -> bytes:
        if self._in_section:
            return data
        return BARE.sub(_escaped, DOCTYPE.sub(b"<!--", data) if DOCTYPE.search(data) else data)


def _escaped(found: re.Match[bytes]) -> bytes:
    name = (found[1] or b"").decode("ascii")
    if name in html5:
        return "".join(f"&#{ord(sign)};" for sign in html5[name]).encode()
    return b"&amp;" + name.encode()
