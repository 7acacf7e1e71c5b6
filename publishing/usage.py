"""Where a row is used: everything stored that leads to it, and every draft whose text names it.

`records.where_used` answers what readers see of a change; this answers what keeps a row from going,
past and scheduled versions included.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from publishing.bases import DraftLinkBase, EditionBase, LinkBase, WorkingCopy

Identity = tuple[type[models.Model], Any]


@dataclass
class Use:
    """One thing that leads to a row: `holder` is what a colleague would open to change that."""

    holder: models.Model
    as_published: bool = False
    as_draft: bool = field(default=False)

    @property
    def in_bin(self) -> bool:
        return isinstance(self.holder, WorkingCopy) and self.holder.binned_at is not None

    def __str__(self) -> str:
        about = [
            *([_("draft")] if self.as_draft and not self.in_bin else []),
            *([_("in the bin")] if self.in_bin else []),
            *([_("published version")] if self.as_published else []),
        ]
        name = _("%(kind)s “%(name)s”") % {"kind": self.holder._meta.verbose_name, "name": self.holder}
        return f"{name} ({', '.join(about)})" if about else str(name)


def uses_of(row: models.Model) -> list[Use]:
    """Return everything that leads to a row, but for what goes with it anyway."""
    uses: dict[Identity, Use] = {}
    for holder, as_published, as_draft in (*_stored(row), *_written(row)):
        use = uses.setdefault(identity(holder), Use(holder))
        use.as_published |= as_published
        use.as_draft |= as_draft
    uses.pop(identity(row), None)
    return list(uses.values())


def identity(row: models.Model) -> Identity:
    """Return what tells a row from every other, whichever instance of it is at hand."""
    return type(row), row.pk


def working_copy_models() -> list[type[WorkingCopy]]:
    """Return every kind of page that has drafts."""
    return [model for model in apps.get_models() if issubclass(model, WorkingCopy)]


def links_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Yield each model with a foreign key to a target, and the name of that key."""
    relations: Iterable[Any] = target._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field.name


def _stored(row: models.Model) -> Iterator[tuple[models.Model, bool, bool]]:
    """Yield who leads to a row by foreign key, and whether as published or as a draft."""
    for model, name in links_to(type(row)):
        if issubclass(model, LinkBase) and not model.is_use:
            continue
        holder, path = _holder_of(model)
        rows = model._base_manager.filter(**{name: row.pk})
        is_published = issubclass(model, LinkBase | EditionBase)
        is_draft = issubclass(model, DraftLinkBase | WorkingCopy)
        for found in holder._base_manager.filter(pk__in=rows.values(path)):
            yield found, is_published, is_draft


def _written(row: models.Model) -> Iterator[tuple[models.Model, bool, bool]]:
    """Yield the drafts whose text names a row by its key; no table holds that before publication."""
    key = getattr(row, "key", "")
    for model in working_copy_models() if key else ():
        drafts: Any = model.objects
        for found in drafts.filter(body__contains=key):
            yield found, False, True


def _holder_of(model: type[Any]) -> tuple[type[models.Model], str]:
    """Return what a colleague would open for rows of a kind, and the way there."""
    fields: Any = model._meta
    if issubclass(model, LinkBase):
        edition = fields.get_field("edition").related_model
        return edition._meta.get_field("working_copy").related_model, "edition__working_copy"
    for one in model._meta.concrete_fields:
        owns = one.name == "working_copy" or (
            issubclass(model, DraftLinkBase)
            and one.remote_field
            and one.remote_field.on_delete is models.CASCADE
        )
        if owns:
            return one.related_model, one.name
    return model, "pk"
