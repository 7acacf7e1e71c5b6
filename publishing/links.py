"""How kinds of rows lead to each other: what has a key to what, and what belongs to a working copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import models

from publishing.bases import EditionBase, RevisionBase, WorkingCopy
from publishing.querysets import AppendOnlyQuerySet, EditionQuerySet

B = TypeVar("B", bound=models.Model)


@dataclass(frozen=True)
class Link(Generic[B]):
    """A kind of row with a foreign key of this name; as a part it goes when what it leads to goes."""

    model: type[B]
    name: str
    is_part: bool


def links_to(target: type[models.Model], base: type[B]) -> Iterator[Link[B]]:
    """Yield each kind of `base` with a foreign key to a target, whether or not the target knows of it."""
    relations: Any = target._meta.get_fields(include_hidden=True)
    for relation in relations:
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            model = relation.related_model
            if issubclass(model, base):
                yield Link(model, relation.field.name, relation.on_delete is models.CASCADE)


def working_copy_models() -> list[type[WorkingCopy]]:
    """Return every kind of page that has drafts."""
    return [model for model in apps.get_models() if issubclass(model, WorkingCopy)]


def editions_of_kind(model: type[WorkingCopy]) -> EditionQuerySet[Any]:
    """Return the published versions of every page of a kind."""
    rows: EditionQuerySet[Any] = _other_end(model, "editions").objects.all()
    return rows


def revisions_of_kind(model: type[WorkingCopy]) -> AppendOnlyQuerySet[Any]:
    """Return the saved versions of every page of a kind."""
    rows: AppendOnlyQuerySet[Any] = _other_end(model, "revisions").objects.all()
    return rows


def addresses_of_kind(model: type[WorkingCopy]) -> AppendOnlyQuerySet[Any]:
    """Return the web addresses that pages of a kind have claimed."""
    rows: AppendOnlyQuerySet[Any] = _other_end(model, "addresses").objects.all()
    return rows


def working_copy_model(model: type[EditionBase | RevisionBase]) -> type[WorkingCopy]:
    """Return the kind of page that published or saved versions are of."""
    kind: type[WorkingCopy] = _other_end(model, "working_copy")
    return kind


def _other_end(model: type[models.Model], name: str) -> Any:
    relation: Any = model._meta.get_field(name)
    return relation.related_model
