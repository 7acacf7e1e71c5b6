"""Which versions have known holes: what versions.toml says, read with the standard library alone."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("versions.toml")
Version = tuple[int, ...]


@dataclass(frozen=True)
class Hole:
    """Something that is known to be wrong with a version, and which are mended."""

    of: str
    advisory: str
    what: str
    fixed: Sequence[str]
    mitigated: str = ""
    until: date | None = None
    """Up to when it is left as it is, because something else stands in its way."""

    def is_open_in(self, version: str) -> bool:
        """Tell whether a version has it."""
        return not is_fixed(parsed(version), [parsed(one) for one in self.fixed])

    def is_left(self, today: date) -> bool:
        """Tell whether something stands in its way, and somebody has looked at that not too long ago."""
        return bool(self.mitigated) and self.until is not None and today <= self.until


def parsed(version: str) -> Version:
    """Return the numbers a version begins with: what a distribution adds behind them is left out."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def is_fixed(version: Version, fixed: Sequence[Version]) -> bool:
    """Tell whether a version is mended: in a line that got a mended one from there on, else above all."""
    for first in fixed:
        line = first[:-1]
        if version[: len(line)] == line:
            return version >= first
    return version > max(fixed)


@cache
def table() -> dict[str, Any]:
    """Return what the file says."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def holes() -> list[Hole]:
    """Return every hole that is known."""
    return [Hole(**told) for told in table()["hole"]]


def open_in(of: str, version: str) -> Iterator[Hole]:
    """Yield the holes a version of something has."""
    return (hole for hole in holes() if hole.of == of and hole.is_open_in(version))


def end_of(of: str, version: str) -> date | None:
    """Return when the line of a version is mended no more; None where nobody has said so."""
    ends: dict[str, date] = table()["ends"].get(of, {})
    numbers = parsed(version)
    for line, end in ends.items():
        if numbers[: len(parsed(line))] == parsed(line):
            return end
    return None


def oldest_known(of: str) -> Version:
    """Return the oldest line something is known of: what is older has ended before."""
    return min(parsed(line) for line in table()["ends"][of])
