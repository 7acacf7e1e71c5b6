"""What every verb does first: may I, is it mine, what time is it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from publishing.bases import EditionBase, Record, WorkingCopy
from publishing.errors import EditConflict, InBin, NotAllowed, RemovedForGood
from publishing.timeline import TICK
from publishing.workflow.settling import settle

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
    """Refuse unless the actor has the right ("add", "change", "publish", "withdraw") on this kind of row."""
    if may(actor, row, right):
        return
    if right in ("publish", "withdraw"):
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
        settle(type(row), [row.pk])
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
    others = list(others)
    with transaction.atomic():
        if others:
            lock_in_order([working_copy, *others])
        with locked(working_copy) as row:
            yield row


def same_version(row: WorkingCopy | Record, version: int) -> None:
    """Refuse a write that was based on another version than the present one."""
    if row.version != version:
        raise EditConflict(current=row.version, seen=version)


class Editions(list[EditionBase]):
    """The editions of a working copy that are live or still to come, oldest first, without their texts.

    What is over stays as it is, however much of it there was: of that only the last one readers saw is
    here, as `before`, since those after it go on from its dates and notes.
    """

    def __init__(
        self,
        editions: Iterable[EditionBase] = (),
        *,
        before: EditionBase | None = None,
        last_number: int = 0,
        written: Sequence[datetime] = (),
    ) -> None:
        super().__init__(editions)
        self.before, self.last_number, self.written = before, last_number, written

    def and_one(self, edition: EditionBase) -> "Editions":
        """Return them with one that was added since."""
        return Editions(
            [*self, edition], before=self.before, last_number=edition.number, written=self.written
        )


def editions_of(row: WorkingCopy) -> Editions:
    """Return the editions of a working copy that a verb can still move, and what they go on from."""
    now = timezone.now()
    was_seen = Q(live_from__lt=F("live_until"))
    last: dict[str, Any] = row.editions.aggregate(
        number=Max("number"),
        withdrawn=Max("withdrawn_at"),
        cancelled=Max("cancelled_at"),
        start=Max("starts_at", filter=was_seen & Q(live_until__lte=now)),
    )
    number, start = last.pop("number"), last.pop("start")
    if number is None:
        return Editions()
    ongoing = Q(cancelled_at=None) & (Q(live_until__gt=now) | Q(starts_at__gt=now))
    # The newest for when it was made, which is later than the others: asked of them all, SQLite would read
    # past every text to where that stands.
    wanted = ongoing | Q(number=number)
    rows = row.editions.filter(wanted | was_seen & Q(starts_at=start) if start else wanted)
    found = list(rows.defer("body_html").order_by("number"))
    before = next((e for e in found if e.starts_at == start and not e.is_empty), None)
    return Editions(
        (e for e in found if e.cancelled_at is None and (e.live_until > now or e.starts_at > now)),
        before=before,
        last_number=number,
        written=[found[-1].created_at, *filter(None, last.values())],
    )


def moment_reached(editions: Editions) -> datetime:
    """Return now, or the last moment written here, should the clock have gone back."""
    return max([timezone.now(), *_written(editions)])


def moment_after(editions: Editions) -> datetime:
    """Return now, but later than anything already written here, should the clock have gone back."""
    return max([timezone.now(), *(moment + TICK for moment in _written(editions))])


def _written(editions: Editions) -> list[datetime]:
    own = (
        moment
        for edition in editions
        for moment in (edition.created_at, edition.withdrawn_at, edition.cancelled_at)
    )
    return [*editions.written, *filter(None, own)]


def live_edition(editions: Iterable[EditionBase], at: datetime) -> EditionBase | None:
    """Return the edition readers see at that moment."""
    return next((e for e in editions if e.live_from <= at < e.live_until), None)


def pending_editions(editions: Iterable[EditionBase], at: datetime) -> list[EditionBase]:
    """Return the editions that are still to come: whatever nobody called off, shadowed or not."""
    return [e for e in editions if e.starts_at > at and e.cancelled_at is None]
