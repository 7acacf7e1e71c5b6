"""What a row is found by, as its model says it."""

from dataclasses import dataclass
from typing import Any

QUOTATION = "quotation"
"""A kind that repeats the words of another: found only where it is asked for."""


@dataclass(frozen=True)
class SearchParts:
    """One thing to be found: its kind, names, headline and text as readers see them, and its marks.

    `part` tells several things of one row apart, such as the quotations of an article.
    """

    kind: str
    headline: str = ""
    text: str = ""
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    language: str = ""
    part: int = 0


def mark(kind: str, pk: int) -> str:
    """Return by what everything that leads to this row is marked."""
    return f"{kind}{pk}"


def mark_of(row: Any) -> str:
    """Return by what everything that leads to this row is marked."""
    return mark(row._meta.model_name, row.pk)
