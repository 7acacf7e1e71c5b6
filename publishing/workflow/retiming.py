"""The one place that writes derived times, and the one place that adds an edition."""

from collections.abc import Sequence
from dataclasses import fields
from itertools import chain
from typing import Any

from publishing.adding import add, add_all
from publishing.bases import EditionBase, Frozen, LinkBase
from publishing.caching.editions import announce_moved, times_of
from publishing.links import links_to
from publishing.search import keeping
from publishing.timeline import Span, timeline
from publishing.workflow.locking import Editions

SPAN = tuple(field.name for field in fields(Span))
TIMES = ("live_from", "live_until", "published_at")
ENDINGS = ("withdrawn_at", "cancelled_at")


def retime(
    editions: Editions,
    *,
    adding: Frozen[EditionBase] | None = None,
    ended: Sequence[EditionBase] = (),
) -> None:
    """Bring the editions of one working copy and their links in line with what is intended.

    Call it under the lock; `ended` are those given an ending just now. What ends earlier is written
    first, then the new edition, then what lasts longer, so that no two are live at once even
    inside the transaction.
    """
    everything = [*editions, adding.edition] if adding else editions
    spans = timeline(everything, before=editions.before)
    derived = derived_of(everything, spans, before=editions.before)
    changed = [
        e for e in editions if e in ended or any(getattr(e, n) != v for n, v in derived[e.number].items())
    ]
    before = {e.number: times_of(e) for e in changed}
    shrinking = [e for e in changed if spans[e.number].live_until < e.live_until]
    for edition in shrinking:
        _move(edition, derived[edition.number])
    if adding:
        _hold(adding, derived[adding.edition.number])
        insert([adding])
    for edition in changed:
        if edition not in shrinking:
            _move(edition, derived[edition.number])
    announce_moved(editions, before=before, adding=adding)


def derived_of(
    editions: list[EditionBase], spans: dict[int, Span], *, before: EditionBase | None = None
) -> dict[int, dict[str, Any]]:
    """Return the derived columns of each edition: its times, and the public notes up to it.

    A scheduled edition frozen before a correction was published must not make it disappear.
    """
    notes: list[dict[str, str]] = [*before.corrections] if before else []
    derived = {}
    for edition in sorted(editions, key=lambda e: (e.starts_at, e.number)):
        span = spans[edition.number]
        own = []
        if edition.public_note:
            at = edition.starts_at.isoformat()
            own = [{"kind": str(edition.change), "text": edition.public_note, "at": at}]
        derived[edition.number] = {name: getattr(span, name) for name in SPAN} | {"corrections": notes + own}
        if not span.is_empty:
            notes = notes + own
    return derived


def _move(edition: EditionBase, derived: dict[str, Any]) -> None:
    is_moving = any(getattr(edition, name) != derived[name] for name in TIMES)
    for name, value in derived.items():
        setattr(edition, name, value)
    endings = {name: getattr(edition, name) for name in ENDINGS}
    type(edition).objects.filter(pk=edition.pk)._write(**derived, **endings)
    times = {name: derived[name] for name in TIMES}
    if not is_moving:
        return
    for link in links_to(type(edition), LinkBase):
        link.model.objects.filter(**{link.name: edition.pk})._write(**times)
    keeping.move_edition(edition)


def hold_times(first: Frozen[Any]) -> None:
    """Work out the times of a page's first edition, while nothing of it is written."""
    edition = first.edition
    _hold(first, derived_of([edition], timeline([edition]))[edition.number])


def _hold(frozen: Frozen[EditionBase], derived: dict[str, Any]) -> None:
    for name, value in derived.items():
        setattr(frozen.edition, name, value)
    for link in frozen.links:
        for name in TIMES:
            setattr(link, name, derived[name])


def insert(many: Sequence[Frozen[Any]]) -> None:
    """Write editions of one kind, one of each page, with all that hangs on them."""
    add([frozen.edition for frozen in many])
    for frozen in many:
        for link in frozen.links:
            link.edition = frozen.edition
    add_all(chain.from_iterable(frozen.links for frozen in many))
    add_all(chain.from_iterable(frozen.parts for frozen in many))
    keeping.add_editions(many)
