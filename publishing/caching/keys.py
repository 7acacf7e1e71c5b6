"""Short names of what a page can depend on; a change is announced by the same names."""

from functools import cache
from typing import Any

from django.db import models

from publishing.bases import EditionBase
from publishing.links import working_copy_model


def row(what: type[models.Model] | models.Model, pk: Any = None) -> str:
    """Name one working copy or record as readers see it.

    An edition stands for its working copy, and its model with the number of that.
    """
    kind, number = _of(what, pk)
    return f"{kind}:{number}"


def leading_to(what: type[models.Model] | models.Model, pk: Any = None) -> str:
    """Name the list of live links that lead to it."""
    kind, number = _of(what, pk)
    return f">{kind}:{number}"


def every(model: type[models.Model]) -> str:
    """Name the list of all that is live of a kind."""
    return f"{_kind(model)[0]}:*"


def keyed(what: type[models.Model] | models.Model, key: str = "") -> str:
    """Name what goes by this key, for who knows no number of it: readers may not see it now."""
    if isinstance(what, models.Model):
        owner: Any = what
        return f"{_kind(type(what))[0]}={owner.key}"
    return f"{_kind(what)[0]}={key}"


def _of(what: type[models.Model] | models.Model, pk: Any) -> tuple[str, Any]:
    if isinstance(what, models.Model):
        kind, name = _kind(type(what))
        return kind, getattr(what, name)
    return _kind(what)[0], pk


@cache
def _kind(model: type[models.Model]) -> tuple[str, str]:
    """Return what rows of a model are called in keys, and where they have their number."""
    if issubclass(model, EditionBase):
        return working_copy_model(model)._meta.label_lower, "working_copy_id"
    concrete: Any = model._meta.concrete_model
    return concrete._meta.label_lower, "pk"
