"""What every verb does first: may I, is it mine, what time is it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from publishing.bases import EditionBase, Record, WorkingCopy
from publishing.errors import EditConflict, InBin, NotAllowed, RemovedForGood
from publishing.timeline import TICK

W = TypeVar("W", bound=WorkingCopy)
Actor = User | None
"""Who does it; None is the command line, which may do everything."""


def may(actor: Actor, row: models.Model, right: str) -> bool:
    """Tell whether the actor has a right on this kind of row."""
    meta = row._meta
    return actor is None or actor.has_perm(f"{meta.app_label}.{right}_{meta.model_name}")


def may_change_public(actor: Actor) -> bool:
    """Tell whether the actor may change what readers see at once, wherever that is."""
    return actor is None or actor.has_perm("publishing.change_public")


def require(actor: Actor, row: models.Model, right: str) -> None:
    """Refuse unless the actor has the right ("add", "change" or "publish") on this kind of row."""
    if may(actor, row, right):
        return
    if right == "publish":
        raise NotAllowed(_("Only editors can change what readers see. Hand it to them instead."))
    raise NotAllowed(_("You may read this, but not change it."))


@contextmanager
def locked(working_copy: W, *, even_in_bin: bool = False) -> Iterator[W]:
    """Hold one working copy for the length of a transaction; the caller's instance follows it.

    SQLite takes its one write lock at BEGIN IMMEDIATE; PostgreSQL locks the row.
    """
    with transaction.atomic():
        rows: Any = type(working_copy).objects.select_for_update(no_key=True)
        row: W | None = rows.filter(pk=working_copy.pk).first()
        if row is None or row.is_gone(timezone.now()):
            raise RemovedForGood
        if row.binned_at is not None and not even_in_bin:
            raise InBin
        yield row
        working_copy.refresh_from_db()


def lock_in_order(working_copies: Iterable[WorkingCopy]) -> list[WorkingCopy]:
    """Lock several working copies and return them as they are now: all at once, before any verb begins.

    Whoever holds more than one takes them in this order, by kind and then by key, else two would wait
    for each other for ever. Accounts are locked before working copies, sources and the like after.
    """
    kinds: dict[type[WorkingCopy], set[Any]] = {}
    for working_copy in working_copies:
        kinds.setdefault(type(working_copy), set()).add(working_copy.pk)
    return [
        row
        for kind in sorted(kinds, key=lambda kind: kind._meta.label)
        for row in kind.objects.select_for_update(no_key=True).filter(pk__in=kinds[kind]).order_by("pk")
    ]


@contextmanager
def together(working_copy: W, others: Iterable[WorkingCopy]) -> Iterator[W]:
    """Hold one working copy as `locked` does, and those that go with it too."""
    with transaction.atomic():
        lock_in_order([working_copy, *others])
        with locked(working_copy) as row:
            yield row


def same_version(row: WorkingCopy | Record, version: int) -> None:
    """Refuse a write that was based on another version than the present one."""
    if row.version != version:
        raise EditConflict(current=row.version, seen=version)


def editions_of(row: WorkingCopy) -> list[EditionBase]:
    """Return all editions of a working copy, oldest first."""
    return list(row.editions.order_by("number"))


def moment_reached(editions: Sequence[EditionBase]) -> datetime:
    """Return now, or the last moment written here, should the clock have gone back."""
    return max([timezone.now(), *_written(editions)])


def moment_after(editions: Sequence[EditionBase]) -> datetime:
    """Return now, but later than anything already written here, should the clock have gone back."""
    return max([timezone.now(), *(moment + TICK for moment in _written(editions))])


def _written(editions: Sequence[EditionBase]) -> list[datetime]:
    return [
        moment
        for edition in editions
        for moment in (edition.created_at, edition.withdrawn_at, edition.cancelled_at)
        if moment is not None
    ]


def live_edition(editions: Iterable[EditionBase], at: datetime) -> EditionBase | None:
    """Return the edition readers see at that moment."""
    return next((e for e in editions if e.live_from <= at < e.live_until), None)


def pending_editions(editions: Iterable[EditionBase], at: datetime) -> list[EditionBase]:
    """Return the editions that are still to come: whatever nobody called off, shadowed or not."""
    return [e for e in editions if e.starts_at > at and e.cancelled_at is None]
