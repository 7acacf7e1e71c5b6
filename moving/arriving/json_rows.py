"""The rows of a large JSON file: found in one pass, and read one at a time."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from .site import CannotRead

PIECE = 1 << 20
LONGEST_STRING = 20_000_000
LARGEST_ROW = 40_000_000
DEEPEST = 500
# A string whose end has not been read yet matches without its last quote mark.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?P<end>"?)|[{}\[\]:,]', re.DOTALL)
Span = tuple[int, int]


@dataclass
class Rows:
    """Where the rows of each table stand in a file, by the table's name."""

    file: BinaryIO
    spans: dict[str, list[Span]] = field(default_factory=dict)

    def of(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table that can be read, one in memory at a time."""
        return (row for row in map(self.read, self.spans.get(table, ())) if row)

    def read(self, span: Span) -> dict[str, Any]:
        """Return one row, empty if it is none."""
        start, end = span
        if end - start > LARGEST_ROW:
            return {}
        self.file.seek(start)
        try:
            row = json.loads(self.file.read(end - start).decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return {}
        return row if isinstance(row, dict) else {}


def rows_of(file: BinaryIO, *, within: frozenset[str]) -> Rows:
    """Find the rows of every table: objects in a list that stands under names of `within` alone."""
    scan = _Scan(within)
    file.seek(0)
    carried, at = b"", 0
    while piece := file.read(PIECE):
        text = carried + piece
        used = scan.read(text, at)
        carried, at = text[used:], at + used
        if len(carried) > LONGEST_STRING:
            raise CannotRead(_("There is more in one part of this file than in any text."))
    if scan.open or not scan.seen:
        raise CannotRead(_("This file ends before its end. Export it once more and try again."))
    return Rows(file, scan.rows)


@dataclass
class _Scan:
    """What is open at a place of the file: each list and object by the name it stands under."""

    within: frozenset[str]
    rows: dict[str, list[Span]] = field(default_factory=dict)
    open: list[tuple[bytes, str | None]] = field(default_factory=list)
    seen: bool = False
    string: str | None = None
    name: str | None = None
    table: str = ""
    start: int = 0
    depth: int = 0

    def read(self, text: bytes, offset: int) -> int:
        """Read as far as nothing is cut off, and return how far that is."""
        for token in TOKEN.finditer(text):
            sign = token[0][:1]
            if sign == b'"':
                if not token["end"]:
                    return token.start()
                # Inside a row no name matters: long texts are only passed over.
                if not self.table:
                    self.string = token[0][1:200].rstrip(b'"').decode("utf-8", "replace")
            elif sign == b":":
                self.name = self.string
            elif sign == b",":
                self.name = None
            elif sign in b"{[":
                self._open(sign, offset + token.start())
            else:
                self._close(offset + token.end())
        return len(text)

    def _open(self, sign: bytes, at: int) -> None:
        self.seen = True
        self.open.append((sign, self.name))
        self.name = None
        if len(self.open) > DEEPEST:
            raise CannotRead(_("The parts of this file are nested deeper than in any export."))
        if sign == b"{" and not self.table and (table := self._table()):
            self.table, self.start, self.depth = table, at, len(self.open)

    def _close(self, at: int) -> None:
        if not self.open:
            raise CannotRead(_("This file is damaged. Export it once more and try again."))
        if self.table and len(self.open) == self.depth:
            self.rows.setdefault(self.table, []).append((self.start, at))
            self.table = ""
        self.open.pop()
        self.name = None

    def _table(self) -> str:
        """Return in which table an object that has just been opened is a row."""
        if len(self.open) < 3 or self.open[-2][0] != b"[":
            return ""
        *around, table = [name for _sign, name in self.open if name is not None] or [""]
        return table if table and table not in self.within and self.within.issuperset(around) else ""
