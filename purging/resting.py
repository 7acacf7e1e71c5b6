"""Which pages rest on something that none of them shows: known from the link rows, never from a header.

A confidential source, a person without a page or an article that is not public stands in no header, so its
word drops nothing. What links to it does: the pages of the texts that cite, name or list it are dropped by
words of their own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from publishing.bases import LinkBase, WorkingCopy
from publishing.caching import row
from publishing.links import links_to, working_copy_model

OF_A_ROW = re.compile(r"(\w+\.\w+):(\d{1,18})")


def resting_on(keys: Iterable[str], *, at: datetime, most: int) -> set[str]:
    """Return the keys of what links to one of these at that moment; a little more than `most` at most."""
    found: set[str] = set()
    for model, numbers in _hideable(keys).items():
        for link in links_to(model, LinkBase):
            edition: Any = link.model._meta.get_field("edition").related_model
            rows = link.model.objects.live(at).filter(**{f"{link.name}__in": numbers})
            owners = rows.values_list("edition__working_copy", flat=True).distinct()
            found |= {row(working_copy_model(edition), owner) for owner in owners[: most + 1]}
            if len(found) > most:
                return found
    return found


def _hideable(keys: Iterable[str]) -> dict[type[models.Model], set[int]]:
    """Return the numbers of those rows that a page can rest on without showing them, by kind."""
    rows: dict[type[models.Model], set[int]] = defaultdict(set)
    for key in keys:
        match = OF_A_ROW.fullmatch(key)
        if match is None:
            continue
        model = apps.get_model(match[1])
        if issubclass(model, WorkingCopy) or hasattr(model, "confidential"):
            rows[model].add(int(match[2]))
    return rows
