"""The rows that somebody chose for a draft: found by the keys in its payload, and held in order."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from publishing.errors import InvalidText, NotThere
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


def hold_choices(choices: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the choices of one kind made in a draft, in order; those it had before go."""
    made = [
        choices.model(**{choices.field.name: choices.instance}, **row, position=position)
        for position, row in enumerate(rows)
    ]
    leads = [field.name for field in choices.model._meta.fields if field.is_relation]
    for choice in made:
        try:
            choice.clean_fields(exclude=leads)
        except ValidationError as error:
            raise InvalidText(f"{choice}: {' '.join(error.messages)}") from error
    choices.all().delete()
    choices.bulk_create(made)
