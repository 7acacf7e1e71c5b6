"""Removing for good: the one door through which rows that are kept otherwise go.

A row goes with everything that is its own, and only if nothing that stays leads to it. What it
said goes; who removed it, and when, stays in the history.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.bases import AppendOnly, DraftLinkBase, LinkBase, Record, WorkingCopy
from publishing.caching import announce, keyed
from publishing.caching import row as key_of
from publishing.caching.editions import keys_by_edition
from publishing.errors import InUse, NotAllowed, RemovedForGood, WrongState
from publishing.history import history_of, write_event
from publishing.links import addresses_of_kind, editions_of_kind, links_to, revisions_of_kind
from publishing.models import Verb
from publishing.querysets import AppendOnlyQuerySet
from publishing.search import keeping
from publishing.usage import identity, uses_of_all
from publishing.workflow.locking import Actor, may, may_change_public

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
            _announce(held)
            _remove(held)
            for row in held:
                if with_history:
                    history_of(row)._remove()
                else:
                    write_event(Verb.REMOVE, of=row, actor=actor)
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
    allowed = may(actor, row, "publish") if isinstance(row, WorkingCopy) else may_change_public(actor)
    if not allowed:
        raise NotAllowed(_("Only editors can remove something for good. Ask one of them."))


def _locked(rows: Sequence[Removable]) -> list[Removable]:
    """Lock rows against everybody, in one order for all who do this; refuse one that was changed since."""
    versions = {identity(row): row.version for row in rows}
    held: list[Removable] = []
    for model, pks in _by_kind(rows).items():
        found = list(model._default_manager.select_for_update().filter(pk__in=pks).order_by("pk"))
        if len(found) < len(pks):
            raise RemovedForGood
        for row in found:
            if row.version != versions[identity(row)]:
                raise WrongState(
                    _("“%(name)s” was changed at this very moment, so nothing was removed. Look again.")
                    % {"name": row}
                )
        held += found
    return held


def _announce(rows: Iterable[Removable]) -> None:
    """Tell of what readers lose, and of places in a list that are no more; of what nobody saw nothing."""
    keys: set[str] = set()
    at = timezone.now()
    for row in rows:
        if isinstance(row, WorkingCopy):
            editions = editions_of_kind(type(row)).filter(working_copy=row.pk)
            if not editions.seen(at).exists():
                continue
            keys = keys.union(*keys_by_edition(editions.live(at).select_related("working_copy")).values())
        keys |= {key_of(row), keyed(row)}
    announce(*keys, hard=True)


def _by_kind(rows: Iterable[Removable]) -> Kinds:
    kinds: Kinds = {}
    for row in sorted(rows, key=lambda row: (row._meta.label, row.pk)):
        kinds.setdefault(type(row), []).append(row.pk)
    return kinds


def _remove(rows: Sequence[Removable]) -> None:
    """Delete what leads away from the rows first, so that every key's own protection can hold."""
    kinds = _by_kind(rows)
    pages = [(model, pks) for model, pks in kinds.items() if issubclass(model, WorkingCopy)]
    _forget(kinds)
    for model, pks in pages:
        remove_links(editions_of_kind(model).filter(working_copy__in=pks))
    for kind, pks in kinds.items():
        for link in links_to(kind, LinkBase):
            if not link.model.is_use:
                link.model.objects.filter(**{f"{link.name}__in": pks})._remove()
    for model, pks in pages:
        for kept in (editions_of_kind(model), revisions_of_kind(model), addresses_of_kind(model)):
            kept.filter(working_copy__in=pks)._remove()
    for model, pks in pages:
        for part in links_to(model, DraftLinkBase):
            if part.is_part:
                part.model._default_manager.filter(**{f"{part.name}__in": pks}).delete()
    for kind in _users_first(kinds):
        kind._base_manager.filter(pk__in=kinds[kind]).delete()


def _forget(kinds: Kinds) -> None:
    """Have none of it found any more."""
    for kind, pks in kinds.items():
        if issubclass(kind, WorkingCopy):
            editions = editions_of_kind(kind).filter(working_copy__in=pks)
            keeping.forget_editions(editions.model, list(editions.values_list("pk", flat=True)))
            keeping.forget_drafts(kind, pks)
        else:
            keeping.forget_records(kind, pks)


def remove_links(editions: AppendOnlyQuerySet[Any]) -> None:
    """Delete where published versions lead, with the parts that hang on these links."""
    for link in links_to(editions.model, LinkBase):
        own = link.model.objects.filter(**{f"{link.name}__in": editions})
        for part in links_to(link.model, AppendOnly):
            parts: Any = part.model._default_manager
            parts.filter(**{f"{part.name}__in": own})._remove()
        own._remove()


def _users_first(kinds: Iterable[type[Removable]]) -> Iterator[type[Removable]]:
    """Order kinds so that what has a key to another kind comes before it."""
    left = list(kinds)
    while left:
        needed = {
            model
            for model in left
            if any(user.model in left and user.model is not model for user in links_to(model, models.Model))
        }
        free = [model for model in left if model not in needed] or left[:1]
        yield from free
        left = [model for model in left if model not in free]
