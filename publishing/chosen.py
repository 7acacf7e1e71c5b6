"""The rows that somebody chose, as a payload names them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from publishing.errors import NotThere
from publishing.querysets import WorkingCopyQuerySet

M = TypeVar("M", bound=models.Model)


def rows_by_key(model: type[M], keys: Iterable[str], kind: str) -> dict[Any, M]:
    """Load rows by key; refuse a key nobody has, or somebody in the bin."""
    wanted = set(keys)
    rows: Any = model._default_manager.all()
    if isinstance(rows, WorkingCopyQuerySet):
        rows = rows.out_of_bin()
    found: dict[Any, M] = rows.in_bulk(wanted, field_name="key")
    if missing := wanted - set(found):
        message = _("A chosen %(kind)s is no longer there. Choose another.") % {"kind": kind}
        raise NotThere(message, keys=missing)
    return found
