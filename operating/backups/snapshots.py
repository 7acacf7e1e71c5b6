"""The database as of one moment, while others go on writing: what is in it, and a dump of just that."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from . import postgresql, sqlite


class Snapshot(Protocol):
    """One moment of the database."""

    about: dict[str, Any]
    """What the manifest says of the database."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask it something."""

    def tables(self) -> list[str]:
        """Return the names of its tables."""

    def dump(self, path: Path) -> None:
        """Write it to a file."""


def snapshot(work: Path) -> AbstractContextManager[Snapshot]:
    """Hold one moment of the configured database for the length of a block."""
    return postgresql.snapshot() if connection.vendor == "postgresql" else sqlite.snapshot(work)
