"""Rows whose names are nearly the one being written, so that nothing is made a second time by mistake.

This only points something out: whether two names are one is decided by `naming`, and by a colleague.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Q

from publishing.finding import readings
from publishing.names import few, index_of, newest_with

MOST_WEIGHED = 300
NEAR = 0.84
"""How much of two names must agree, from 0 to 1; below it people of one surname would all be alike."""
SHORTEST_WORD = 3
BEGINNING = 3


def alike(rows: Any, name: str, *, most: int) -> list[Any]:
    """Return the rows that have nearly this name among theirs, the nearest first."""
    ways = readings(name)
    words = {word for way in ways for word in way.split() if len(word) >= SHORTEST_WORD}
    if not words:
        return []
    # Whoever mistypes a name seldom mistypes how all of its words begin, or how they end.
    parts = {f" {word[:BEGINNING]}" for word in words} | {f"{word[-BEGINNING:]} " for word in words}
    begun = rows.filter(_begun_with(rows.model, sorted(parts))).order_by("-changed_at")
    # Whoever has all these words is among them, however long ago that was written.
    named = rows.filter(pk__in=few(rows.model, name) or ())
    weighed = chain(*(found.values_list("pk", "find_text")[:MOST_WEIGHED] for found in (begun, named)))
    near = {pk: nearness(ways, names.strip("| ").split(" | ")) for pk, names in weighed}
    nearest = sorted((pk for pk, value in near.items() if value >= NEAR), key=lambda pk: -near[pk])[:most]
    found = rows.in_bulk(nearest)
    return [found[pk] for pk in nearest if pk in found]


def _begun_with(model: Any, parts: Iterable[str]) -> Q:
    """Return the filter for rows with one of these parts in their names; of very many, for the newest."""
    if not index_of(model):
        return reduce(or_, (Q(find_text__contains=part) for part in parts))
    return Q(pk__in={pk for part in parts for pk in newest_with(model, [part], most=MOST_WEIGHED)})


def nearness(ways: Iterable[str], names: Iterable[str]) -> float:
    """Return how near the nearest of a row's folded names comes to a name, from 0 to 1."""
    return max((_near(way, name) for way in ways for name in names), default=0.0)


def _near(one: str, other: str) -> float:
    if one == other:
        return 1.0
    first, second = sorted(one.split()), sorted(other.split())
    if first == second or _are_initials(first, second):
        return 0.95
    if 2 * min(len(one), len(other)) < max(len(one), len(other)):
        return 0.0
    return max(_ratio(one, other), _ratio(" ".join(first), " ".join(second)))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _are_initials(first: list[str], second: list[str]) -> bool:
    """Tell whether two names differ only in that one has letters where the other has names."""
    if len(first) != len(second) or len(first) < 2:
        return False
    pairs = list(zip(first, second, strict=True))
    return any(len(a) > 1 and a == b for a, b in pairs) and all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs
    )
