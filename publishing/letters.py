"""Long lists of names by the letters they begin with.

Names sort by a folded key, whatever their script, and by that key they stand under a letter: Чехов under C,
梁文锋 under L. A letter is a range of the key's index, so neither a page nor the bar costs more as names
get more.
"""

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, Q
from django.http import Http404

LETTERS = string.ascii_lowercase
OTHER, OTHERS_LABEL = "other", "#"
LONGEST = 3
"""Where a letter has many names, two or three letters divide them further."""


@dataclass(frozen=True)
class Letter:
    """One entry of the bar."""

    label: str
    value: str
    is_here: bool = False


def asked_for(value: str) -> str:
    """Return the letters of an address; what is none of ours is nowhere."""
    if value in ("", OTHER) or (len(value) <= LONGEST and set(value) <= set(LETTERS)):
        return value
    raise Http404


def within(letters: str) -> Q:
    """Return the filter for names under these letters; under none of them stand digits and signs."""
    if not letters:
        return Q()
    if letters == OTHER:
        return Q(sort_key__lt=LETTERS[0]) | Q(sort_key__gte=chr(ord(LETTERS[-1]) + 1))
    return Q(sort_key__gte=letters, sort_key__lt=letters[:-1] + chr(ord(letters[-1]) + 1))


def bar(names: Any, some: Any, here: str) -> list[list[Letter]]:
    """Return the rows of letters to choose from: all, and the next ones where one is chosen.

    `names` are all there are, and `some` any row of the same kind, so that one query can ask for each letter.
    """
    rows = [_row(names, some, "", here)]
    if here and here != OTHER:
        rows += [
            _row(names, some, here[:length], here) for length in range(1, min(len(here), LONGEST - 1) + 1)
        ]
    return [row for row in rows if len(row) > 1]


def path_of(path: str, letter: str, key: str) -> str:
    """Return a list's own address with the part of the query that means something."""
    asked = {name: value for name, value in (("letter", letter), ("after", key)) if value}
    return f"{path}?{urlencode(asked)}" if asked else path


def _row(names: Any, some: Any, before: str, here: str) -> list[Letter]:
    """Return one row: the letters that have names, behind those chosen already."""
    values: Sequence[str] = [before + letter for letter in LETTERS]
    if not before:
        values = [*values, OTHER]
    found = (
        type(some)
        ._base_manager.filter(pk=some.pk)
        .values_list(*(Exists(names.order_by().filter(within(value))) for value in values))[0]
    )
    return [
        Letter(
            OTHERS_LABEL if value == OTHER else value.capitalize(),
            value,
            value == here[: len(value)] if value != OTHER else here == OTHER,
        )
        for value, is_there in zip(values, found, strict=True)
        if is_there
    ]
