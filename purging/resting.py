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

OF_A_ROW = re.compile(r"(>?)(\w+\.\w+):(\d{1,18})")


def resting_on(keys: Iterable[str], *, at: datetime, most: int) -> set[str]:
    """Return the keys of what links to one of these at that moment; a little more than `most` at most."""
    found, hideable = _themselves_and_hideable(keys)
    for model, numbers in hideable.items():
        for link in links_to(model, LinkBase):
            kind: Any = link.model
            edition = kind._meta.get_field("edition").related_model
            rows = kind.objects.live(at).filter(**{f"{link.name}__in": numbers})
            owners = rows.values_list("edition__working_copy", flat=True).distinct()
            found |= {row(working_copy_model(edition), owner) for owner in owners[: most + 1]}
            if len(found) > most:
                return found
    return found


def _themselves_and_hideable(
    keys: Iterable[str],
) -> tuple[set[str], dict[type[models.Model], set[int]]]:
    """Return the keys of texts to which something new leads, and which rows pages rest on without a word."""
    texts: set[str] = set()
    rows: dict[type[models.Model], set[int]] = defaultdict(set)
    for key in keys:
        match = OF_A_ROW.fullmatch(key)
        if match is None:
            continue
        model = apps.get_model(match[2])
        if match[1]:
            # What names it as related may be shown on its page, or not.
            if issubclass(model, WorkingCopy):
                texts.add(row(model, int(match[3])))
        elif issubclass(model, WorkingCopy) or hasattr(model, "confidential"):
            rows[model].add(int(match[3]))
    return texts, rows
