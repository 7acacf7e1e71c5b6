"""What is asked of a database: tokens that must be there, and which rows count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from publishing.search.shelves import Shelf
from publishing.search.stream import Stream

Words = tuple[int, Stream]
"""What stands at a place."""

Phrase = tuple[str, ...]
"""Tokens that stand behind each other."""

Group = tuple[Phrase, ...]
"""Phrases of which one must be there."""


@dataclass(frozen=True)
class Wanted:
    """Groups that must all be there, and groups of which none may be."""

    groups: tuple[Group, ...]
    unwanted: tuple[Group, ...] = ()

    @property
    def has_phrase(self) -> bool:
        return any(len(phrase) > 1 for group in self.groups for phrase in group)


@dataclass(frozen=True)
class Condition:
    """What must be true of a row beside its words: SQL about the table `r`, and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Bounds:
    """Which rows count: those at places in between, live at a moment, and true of all conditions."""

    at: datetime
    below: int
    from_place: int = 0
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Found:
    """A row that fits, as the database has it."""

    place: int
    kind: str
    object_id: int
    part: int


@dataclass(frozen=True)
class Looked:
    """What was found, newest first; `down_to` is the place it was not looked below, None at the bottom."""

    rows: list[Found] = field(default_factory=list)
    down_to: int | None = None


class Engine(Protocol):
    """What a kind of database does."""

    def create(self, table: str) -> None:
        """Make an empty table of words."""

    def drop(self, table: str) -> None:
        """Take a table of words away, if it is there."""

    def rename(self, table: str, name: str) -> None:
        """Give a table of words another name."""

    def put(
        self,
        table: str,
        many: Iterable[tuple[int, Stream]],
        *,
        again: bool = False,
        unless_there: bool = False,
    ) -> None:
        """Write the words of rows at their places.

        Where something may be there already it is replaced (`again`) or left (`unless_there`); on SQLite,
        where nobody else writes meanwhile, nothing is.
        """

    def take_out(self, table: str, many: Sequence[Words]) -> None:
        """Take the words of rows out: exactly those that were put there."""

    def find(
        self, shelf: Shelf, wanted: Wanted, *, but_not: Sequence[Wanted], bounds: Bounds, most: int
    ) -> Looked:
        """Return the newest rows that fit, and fit nothing of `but_not`."""

    def holds(self, table: str, word: str) -> bool:
        """Tell whether a word stands anywhere."""

    def let_go(self, table: str) -> None:
        """Have nothing left in the index of words that were taken out."""

    def count(self, shelf: Shelf, wanted: Sequence[Wanted], *, bounds: Bounds, most: int) -> int:
        """Return how many rows fit one of these, counting no further than `most`."""


def adapted(moment: datetime) -> Any:
    """Return a moment as this database is given it in SQL."""
    return connection.ops.adapt_datetimefield_value(moment)


def row_conditions(bounds: Bounds) -> tuple[str, list[Any]]:
    """Return the SQL of what must be true of the row `r`."""
    at = adapted(bounds.at)
    parts, params = ["r.live_from <= %s", "r.live_until > %s"], [at, at]
    for condition in bounds.conditions:
        parts.append(condition.sql)
        params += condition.params
    return " AND ".join(parts), params
