"""Where a row is used: everything stored that leads to it, and every draft whose text names it.

`records.where_used` answers what readers see of a change; this answers what keeps a row from going,
past and scheduled versions included.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain, product
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from publishing.bases import DraftLinkBase, EditionBase, LinkBase, WorkingCopy
from publishing.links import links_to, working_copy_model, working_copy_models
from publishing.timeline import NOT_YET

Identity = tuple[type[models.Model], Any]

KEYS_A_QUERY = 100
MOST_OF_A_KIND = 500
"""How many links of a kind are followed where one row is asked about: one is enough to keep it."""


@dataclass
class Use:
    """One thing that leads to a row: `holder` is what a colleague would open to change that."""

    holder: models.Model
    as_published: bool = False
    as_draft: bool = False

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


class Uses(list[Use]):
    """What leads to a row, or so much of it as is worth knowing."""

    is_cut = False


def uses_of(row: models.Model) -> Uses:
    """Return what leads to a row, but for what goes with it anyway; of very many not all."""
    cut: set[Identity] = set()
    uses = Uses(uses_of_all([row], cut=cut)[identity(row)])
    uses.is_cut = bool(cut)
    return uses


def uses_of_all(
    rows: Iterable[models.Model], *, cut: set[Identity] | None = None
) -> dict[Identity, list[Use]]:
    """Return the same for many rows, in as many queries as for one of each kind.

    Where it is one row, what leads to it is looked up only so far; `cut` is told if there is more.
    """
    kinds: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    found: dict[Identity, dict[Identity, Use]] = {
        identity(row): {} for of_kind in kinds.values() for row in of_kind
    }
    for model, of_kind in kinds.items():
        stored = list(_stored(model, of_kind, set() if cut is None else cut))
        holders = [holder for _pk, holder, _published, _draft in stored]
        leading = (*stored, *_written(of_kind, holders), *_colleagues(model, of_kind))
        for pk, holder, as_published, as_draft in leading:
            use = found[model, pk].setdefault(identity(holder), Use(holder))
            use.as_published |= as_published
            use.as_draft |= as_draft
    return {row: [use for holder, use in uses.items() if holder != row] for row, uses in found.items()}


def identity(row: models.Model) -> Identity:
    """Return what tells a row from every other, whichever instance of it is at hand."""
    return type(row), row.pk


Leading = tuple[Any, models.Model, bool, bool]
"""The key of a row, who leads to it, and whether as published or as a draft."""


def _stored(model: type[models.Model], rows: list[Any], cut: set[Identity]) -> Iterator[Leading]:
    """Yield who leads to rows by foreign key."""
    for link in links_to(model, models.Model):
        if not getattr(link.model, "is_use", True):
            continue
        kind, path = holder_of(link.model)
        leading = link.model._base_manager.filter(**{f"{link.name}__in": rows})
        pairs: Any = leading.values_list(link.name, path)
        if len(rows) > 1:
            pairs = pairs.distinct()
        else:
            some = list(pairs.order_by()[:MOST_OF_A_KIND])
            cut |= {identity(rows[0])} if len(some) == MOST_OF_A_KIND else set()
            pairs = dict.fromkeys(some)
        is_published = issubclass(link.model, LinkBase | EditionBase)
        is_draft = issubclass(link.model, DraftLinkBase | WorkingCopy)
        for pk, holder in _with_holders(kind, pairs):
            yield pk, holder, is_published, is_draft


def _written(rows: list[Any], holders: Iterable[models.Model]) -> Iterator[Leading]:
    """Yield the drafts whose text names rows by their keys; no table holds that before publication.

    Of a settled one the published version says the same, and leads there by rows of its own: only those
    of them that were found by these are looked at again.
    """
    keyed = [row for row in rows if getattr(row, "named_in_texts", False)]
    some = [keyed[start : start + KEYS_A_QUERY] for start in range(0, len(keyed), KEYS_A_QUERY)]
    for model, named in product(working_copy_models(), some):
        found_by_rows = {holder.pk for holder in holders if type(holder) is model}
        naming = reduce(or_, (Q(body__contains=row.key) for row in named))
        ways = [Q(settled_until=NOT_YET), *([Q(pk__in=found_by_rows)] if found_by_rows else [])]
        texts = chain.from_iterable(
            model.objects.filter(way).filter(naming).values_list("pk", "body").iterator() for way in ways
        )
        pairs = [(row.pk, draft) for draft, body in texts for row in named if row.key in body]
        for pk, holder in _with_holders(model, dict.fromkeys(pairs)):
            yield pk, holder, False, True


def _colleagues(model: type[models.Model], rows: list[Any]) -> Iterator[Leading]:
    """Yield the colleagues that rows stand for."""
    for one in model._meta.concrete_fields:
        if one.one_to_one and one.related_model is User:
            pairs = [(row.pk, getattr(row, one.attname)) for row in rows if getattr(row, one.attname)]
            for pk, holder in _with_holders(User, pairs):
                yield pk, holder, False, False


def _with_holders(kind: type[models.Model], pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Put the rows where their keys stand, without their texts; leave out what has gone since."""
    pairs = list(pairs)
    texts = [field.name for field in kind._meta.concrete_fields if field.name in ("body", "find_text")]
    holders = kind._base_manager.defer(*texts).in_bulk({holder for _pk, holder in pairs})
    yield from ((pk, holders[holder]) for pk, holder in pairs if holder in holders)


def holder_of(model: type[Any]) -> tuple[type[models.Model], str]:
    """Return what a colleague would open for rows of a kind, and the way there."""
    fields: Any = model._meta
    if issubclass(model, LinkBase):
        return working_copy_model(fields.get_field("edition").related_model), "edition__working_copy"
    for one in fields.concrete_fields:
        if one.name == "working_copy" or (one.remote_field and one.remote_field.on_delete is models.CASCADE):
            return one.related_model, one.name
    return model, "pk"
