"""Removing for good: the one door through which rows that are kept otherwise go.

A row goes with everything that is its own, and only if nothing that stays leads to it. What it
said goes; who removed it, and when, stays in the history.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from publishing.bases import AppendOnly, DraftLinkBase, LinkBase, Record, WorkingCopy
from publishing.errors import InUse, NotAllowed, WrongState
from publishing.models import Event, Verb
from publishing.querysets import AppendOnlyQuerySet
from publishing.usage import identity, links_to, uses_of_all
from publishing.workflow.locking import Actor, is_editor, may
from publishing.workflow.retiming import link_models

logger = logging.getLogger(__name__)

Removable = WorkingCopy | Record
Kinds = dict[type[Removable], list[int]]


def remove_for_good(*, rows: Sequence[Removable], actor: Actor, with_history: bool = False) -> None:
    """Remove rows with all that is theirs, all or nothing; refuse while something that stays needs one.

    Rows that lead to each other go together. The history keeps one entry for each, or, with its
    own history removed too, none: then the caller writes what is to be known.
    """
    for row in rows:
        _require(actor, row)
    try:
        with transaction.atomic():
            held = _locked(rows)
            going = {identity(row) for row in held}
            found = uses_of_all(held)
            for row in held:
                if uses := [use for use in found[identity(row)] if identity(use.holder) not in going]:
                    raise InUse(row, uses)
            _remove(held)
            for row in held:
                _write_down(row, actor=actor, with_history=with_history)
                if isinstance(row, Record):
                    transaction.on_commit(row.forget_files, robust=True)
    except (IntegrityError, ProtectedError) as error:
        # It passed every check a moment ago: somebody else has just come to use it. If it comes
        # again and again for the same rows, a check does not know what the database does.
        names = ", ".join(f"{row._meta.label} {row.key}" for row in rows)
        logger.warning("The database kept what was to be removed: %s", names, exc_info=True)
        raise WrongState(
            _("Somebody has just used something of this, so nothing was removed. Look again.")
        ) from error


def _require(actor: Actor, row: Removable) -> None:
    allowed = may(actor, row, "publish") if isinstance(row, WorkingCopy) else is_editor(actor)
    if not allowed:
        raise NotAllowed(_("Only editors can remove something for good. Ask one of them."))


def _locked(rows: Sequence[Removable]) -> list[Removable]:
    """Lock rows against everybody, in one order for all who do this; refuse one that was changed since."""
    versions = {identity(row): row.version for row in rows}
    held: list[Removable] = []
    for model, pks in _by_kind(rows).items():
        found = list(model._default_manager.select_for_update().filter(pk__in=pks).order_by("pk"))
        if len(found) < len(pks):
            raise WrongState(_("This is not there any more: it was removed for good."))
        for row in found:
            if row.version != versions[identity(row)]:
                raise WrongState(
                    _("“%(name)s” was changed at this very moment, so nothing was removed. Look again.")
                    % {"name": row}
                )
        held += found
    return held


def _by_kind(rows: Iterable[Removable]) -> Kinds:
    kinds: Kinds = {}
    for row in sorted(rows, key=lambda row: (row._meta.label, row.pk)):
        kinds.setdefault(type(row), []).append(row.pk)
    return kinds


def _remove(rows: Sequence[Removable]) -> None:
    """Delete what leads away from the rows first, so that every key's own protection can hold."""
    kinds = _by_kind(rows)
    pages = [(model, pks) for model, pks in kinds.items() if issubclass(model, WorkingCopy)]
    for model, pks in pages:
        _remove_links(_append_only(model, "editions").filter(working_copy__in=pks))
    for kind, pks in kinds.items():
        for link, name in links_to(kind):
            if issubclass(link, LinkBase) and not link.is_use:
                link.objects.filter(**{f"{name}__in": pks})._remove()
    for model, pks in pages:
        for kept in ("editions", "revisions", "addresses"):
            _append_only(model, kept).filter(working_copy__in=pks)._remove()
    for model, pks in pages:
        for link, name in links_to(model):
            field: Any = link._meta.get_field(name)
            if issubclass(link, DraftLinkBase) and field.remote_field.on_delete is models.CASCADE:
                link._default_manager.filter(**{f"{name}__in": pks}).delete()
    for kind in _users_first(kinds):
        kind._base_manager.filter(pk__in=kinds[kind]).delete()


def _append_only(model: type[Removable], name: str) -> AppendOnlyQuerySet[Any]:
    relation: Any = model._meta.get_field(name)
    rows: AppendOnlyQuerySet[Any] = relation.related_model.objects.all()
    return rows


def _remove_links(editions: AppendOnlyQuerySet[Any]) -> None:
    """Delete where published versions lead, with the parts that hang on these links."""
    links: list[Any] = link_models(editions.model)
    for link in links:
        own = link.objects.filter(edition__in=editions)
        for part, name in links_to(link):
            if issubclass(part, AppendOnly):
                parts: Any = part._default_manager
                parts.filter(**{f"{name}__in": own})._remove()
        own._remove()


def _users_first(kinds: Iterable[type[Removable]]) -> Iterator[type[Removable]]:
    """Order kinds so that what has a key to another kind comes before it."""
    left = list(kinds)
    while left:
        needed = {
            model for model in left if any(user in left and user is not model for user, _ in links_to(model))
        }
        free = [model for model in left if model not in needed] or left[:1]
        yield from free
        left = [model for model in left if model not in free]


def _write_down(row: Removable, *, actor: Actor, with_history: bool) -> None:
    kind = row._meta.model_name or ""
    if with_history:
        Event.objects.filter(kind=kind, object_key=row.key)._remove()
        return
    Event.objects.create(actor=actor, verb=Verb.REMOVE, kind=kind, object_key=row.key, label=str(row)[:300])
