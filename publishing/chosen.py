"""The rows that somebody chose for a draft: found by the keys in its payload, and held in order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from publishing.errors import InvalidText, NotThere
from publishing.querysets import WorkingCopyQuerySet

M = TypeVar("M", bound=models.Model)


class Rows:
    """Looks rows up by key, each once: for one page, or for the many that are brought in together."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], dict[str, Any]] = {}

    def by_key(self, rows: Any, keys: Iterable[str], *, of: str = "") -> dict[str, Any]:
        """Return those of `rows` that have one of these keys; `of` tells two choices of one model apart."""
        known = self._found.setdefault((rows.model._meta.label, of), {})
        wanted = [key for key in dict.fromkeys(keys) if key]
        if new := [key for key in wanted if key not in known]:
            known.update(dict.fromkeys(new) | rows.in_bulk(new, field_name="key"))
        return {key: known[key] for key in wanted if known[key] is not None}

    def chosen_ahead(self, model: type[M], keys: Iterable[str]) -> dict[Any, M]:
        """Look up at once what many will have chosen; those that can be chosen are returned."""
        rows: Any = model._default_manager.all()
        if isinstance(rows, WorkingCopyQuerySet):
            rows = rows.out_of_bin()
        return self.by_key(rows, keys, of="chosen")

    def chosen(self, model: type[M], keys: Iterable[str], kind: str) -> dict[Any, M]:
        """Return the rows with these keys; refuse a key nobody has, or somebody in the bin."""
        wanted = set(keys)
        found: dict[Any, M] = self.chosen_ahead(model, wanted)
        if missing := wanted - set(found):
            message = _("A chosen %(kind)s is no longer there. Choose another.") % {"kind": kind}
            raise NotThere(message, keys=missing)
        return found


def choices_of(choices: Any, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return the choices of one kind made in a draft, in order, as they are still to be written."""
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
    return made


def hold_choices(choices: Any, made: Sequence[Any]) -> None:
    """Write the choices of one kind made in a draft; others that it had before go."""
    columns = [field.attname for field in choices.model._meta.concrete_fields if not field.primary_key]
    before = list(choices.values_list(*columns))
    if before == [tuple(getattr(choice, name) for name in columns) for choice in made]:
        return
    if before:
        choices.all().delete()
    choices.bulk_create(made)
