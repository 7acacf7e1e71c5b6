"""Finding rows by their names: whatever the case, the accents, the script and the order of the words.

Every row keeps its names folded to plain letters in one narrow column, so that SQLite and PostgreSQL
answer alike. Of kinds that become large `publishing.names` finds the rows without reading the others.
"""

import re
from collections.abc import Iterable
from functools import reduce
from itertools import chain
from operator import and_
from typing import Any

from anyascii import anyascii
from django.db import models
from django.db.models import Case, Q, Value, When

from publishing.folding import fold

LONGEST_NAME = 300
LONGEST = 2_500
"""PostgreSQL indexes nothing beyond some 2,700 bytes."""
MOST_WORDS = 10
EXACT, BEGINS, WORDS_BEGIN, CONTAINS, NOT_IN_IT = range(5)
"""How well a row, or one of its names, fits: best first."""

_INSIDE_A_WORD = re.compile(r"(?<=\w)[.'-]+(?=\w)")


class FindTextField(models.TextField):
    """Every name of a row, folded: “| first name | second name |”."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": "", "editable": False, "blank": True}
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> Any:
        collation = "C" if connection.vendor == "postgresql" else "BINARY"
        return super().db_parameters(connection) | {"collation": collation}


def readings(text: str) -> list[str]:
    """Return the folded ways to read a text: “A.I.” is “a i” and “ai”, “O’Brien” “o brien” and “obrien”."""
    plain = anyascii(text[:LONGEST_NAME])
    both = (fold(plain), fold(_INSIDE_A_WORD.sub("", plain)))
    return [reading for reading in dict.fromkeys(both) if reading]


def find_text(names: Iterable[str]) -> str:
    """Return what a row with these names is found by; the most important come first."""
    seen: set[str] = set()
    kept = "|"
    # Of a page with a long history not every name is even read.
    for name in chain.from_iterable(map(readings, dict.fromkeys(names))):
        if name in seen:
            continue
        seen.add(name)
        if len(kept) + len(name) + 3 > LONGEST:
            break
        kept += f" {name} |"
    return kept if seen else ""


def fits(asked: str) -> Q:
    """Return the filter for rows that have every word asked for somewhere in their names."""
    found = Q(pk__in=[])
    for reading in readings(asked):
        found |= _all(reading, before="")
    return found


def is_named(name: str) -> Q:
    """Return the filter for rows that have exactly this name."""
    found = Q(pk__in=[])
    for reading in readings(name):
        found |= Q(find_text__contains=f"| {reading} |")
    return found


def how_well(asked: str) -> Case:
    """Return the expression that says how well a row fits, from EXACT to CONTAINS."""
    ways = readings(asked)
    return Case(
        When(is_named(asked), then=Value(EXACT)),
        *(When(find_text__contains=f"| {reading}", then=Value(BEGINS)) for reading in ways),
        *(When(_all(reading, before=" "), then=Value(WORDS_BEGIN)) for reading in ways),
        default=Value(CONTAINS),
        output_field=models.SmallIntegerField(),
    )


def how_well_first(names: str, asked: str) -> int:
    """Return how well the first of a row's folded names fits, by which lists show it."""
    first, *others = names.strip("| ").split(" | ")
    # One with dots or hyphens inside a word has been folded in two ways.
    ways = [first, *(name for name in others[:1] if name.replace(" ", "") == first.replace(" ", ""))]
    return min((_fit(name, reading) for name in ways for reading in readings(asked)), default=NOT_IN_IT)


def _fit(name: str, reading: str) -> int:
    words = reading.split()[:MOST_WORDS]
    if name == reading:
        return EXACT
    if name.startswith(reading):
        return BEGINS
    if all(f" {word}" in f" {name}" for word in words):
        return WORDS_BEGIN
    return CONTAINS if all(word in name for word in words) else NOT_IN_IT


def words_of(reading: str) -> tuple[str, ...]:
    """Return the words of a folded text that are asked for, each once."""
    return tuple(dict.fromkeys(reading.split()[:MOST_WORDS]))


def _all(reading: str, *, before: str) -> Q:
    return reduce(and_, (Q(find_text__contains=before + word) for word in words_of(reading)))
