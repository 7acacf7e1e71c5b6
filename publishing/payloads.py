"""What a saved version holds, as this release understands it: the one place that reads it.

Saved versions outlive every release, so what was stored is never taken as it is. A model declares how
the shape of its payload changed, one small function for each step; fields that came since have the
model's own defaults, and fields that are gone are left out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.db.models.functions import Cast

from publishing.bases import Payload, RevisionBase, WorkingCopy
from publishing.links import revisions_of_kind, working_copy_model, working_copy_models
from publishing.querysets import AppendOnlyQuerySet

COLUMN = "payload"
"""Where saved versions store it."""

SHAPE = "shape"
"""Where a stored payload says how many steps brought it to its shape; the oldest say nothing: none."""


def read(revision: RevisionBase) -> Payload:
    """Return the whole payload of a saved version, whichever release stored it."""
    return upgraded(working_copy_model(type(revision)), revision.payload)


def upgraded(model: type[WorkingCopy], stored: Payload) -> Payload:
    """Return a stored payload with every field of today and no other; what it lacks is as in a new draft."""
    payload = stored
    for step in model.payload_steps[stored.get(SHAPE, 0) :]:
        payload = step(payload)
    return _laid_over(model().payload(), payload, model.payload_rows)


def changed(row: WorkingCopy, changes: Payload, *, held: Payload | None = None) -> Payload:
    """Return the payload of a draft with changes of today's shape; what they leave out stays.

    `held` is what the draft holds, where it was just asked.
    """
    return _laid_over(row.payload() if held is None else held, changes, row.payload_rows)


def stamped(row: WorkingCopy, payload: Payload) -> Payload:
    """Return a payload of today's shape as it is stored: with the number of that shape."""
    return payload | {SHAPE: len(row.payload_steps)}


def _laid_over(under: Payload, over: Payload, rows: Mapping[str, Payload]) -> Payload:
    """Return one payload with the values of another where it has that field, those in rows included."""
    whole: Payload = {name: over.get(name, value) for name, value in under.items()}
    filled = {name: [_row(entry, entry_of) for entry in whole[name]] for name, entry_of in rows.items()}
    return whole | filled


def _row(entry: Payload, defaults: Payload) -> Payload:
    return {name: entry.get(name, value) for name, value in defaults.items()}


def rewritten(revision: RevisionBase, change: Callable[[Payload], Payload]) -> Payload:
    """Return what a saved version is to store once its payload, read as today's, is changed."""
    shape = len(working_copy_model(type(revision)).payload_steps)
    return change(read(revision)) | {SHAPE: shape}


def naming(model: type[WorkingCopy], key: str) -> AppendOnlyQuerySet[Any]:
    """Return the saved versions of a kind that name a row by its key."""
    as_text = Cast(COLUMN, models.TextField())
    return revisions_of_kind(model).annotate(as_text=as_text).filter(as_text__contains=key)


def any_names(key: str) -> bool:
    """Tell whether a saved version of anything names a row by its key."""
    return any(naming(model, key).exists() for model in working_copy_models())
