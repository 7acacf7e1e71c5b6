"""Bringing many pages in at once: what `create` and `publish` write for each, with a query for all.

The rules stay where they are; only looking up and writing is done for a whole batch. A test brings the
same pages in both ways and compares every row.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from publishing import payloads, richtext
from publishing.adding import add, add_all, number
from publishing.bases import (
    Batch,
    Choices,
    EditionBase,
    Frozen,
    Payload,
    RevisionBase,
    RevisionKind,
    WorkingCopy,
)
from publishing.caching.editions import announce_new
from publishing.chosen import choices_of
from publishing.errors import InvalidText, NotReady
from publishing.history import event_of, write_events
from publishing.links import addresses_of_kind, revisions_of_kind
from publishing.models import Event, Verb
from publishing.search import keeping
from publishing.timeline import Change
from publishing.workflow.going_public import require_no_embargo
from publishing.workflow.locking import Actor, require
from publishing.workflow.retiming import hold_times, insert
from publishing.workflow.saving import cleaned, sentences
from publishing.workflow.settling import settle

MOST_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class NewPage:
    """A page never saved before and what it is to hold.

    `published_at` is since when readers have it, None where they do not.
    """

    working_copy: WorkingCopy
    content: Payload
    note: str = ""
    published_at: datetime | None = None


def bring_in(pages: Sequence[NewPage], *, actor: Actor) -> None:
    """Create pages of one kind, and publish those that were published, all or nothing.

    What is refused is refused as `create` and `publish` do. Their sentences do not say which page it was:
    bring them in one by one to learn that.
    """
    if not pages:
        return
    first = pages[0].working_copy
    require(actor, first, "add")
    if any(page.published_at for page in pages):
        require(actor, first, "publish")
    with richtext.keeping(len(pages)), _nothing_collected():
        # Texts are read while nobody waits.
        clean = [cleaned(page.working_copy, page.content) for page in pages]
        for payload in clean:
            richtext.extract(payload.get("body", ""))
        for left in reversed(range(MOST_TRIES)):
            try:
                _bring_in(pages, clean, actor=actor)
                break
            except IntegrityError:
                # Somebody else has just claimed an address that was free a moment ago.
                if not left:
                    raise
                _begin_anew(pages)


def _bring_in(pages: Sequence[NewPage], clean: Sequence[Payload], *, actor: Actor) -> None:
    batch = type(pages[0].working_copy).batch()
    with transaction.atomic():
        held = _create(batch, pages, clean, actor=actor)
        revisions = _save(pages, held, actor=actor)
        editions = _publish(batch, pages, held, revisions, actor=actor)
        public = [page.working_copy for page, edition in zip(pages, editions, strict=True) if edition]
        settle(type(pages[0].working_copy), [row.pk for row in public])
        _tell(pages, editions, actor=actor)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Leave looking for what nobody needs any more for later: a batch is needed until it is written."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _begin_anew(pages: Sequence[NewPage]) -> None:
    for page in pages:
        page.working_copy.pk, page.working_copy.version = None, 0
        page.working_copy._state.adding = True


def _create(
    batch: Batch, pages: Sequence[NewPage], clean: Sequence[Payload], *, actor: Actor
) -> list[Payload]:
    """Write the drafts, and what was chosen in them; return what each holds."""
    rows: list[Any] = [page.working_copy for page in pages]
    whole = [payloads.changed(row, payload) for row, payload in zip(rows, clean, strict=True)]
    chosen: list[Choices] = []
    for row, payload, slug in zip(rows, whole, batch.slugs(whole), strict=True):
        row.holder = actor
        try:
            chosen.append(batch.hold(row, payload | {"slug": slug}))
        except ValidationError as error:
            raise InvalidText(" ".join(sentences(row, error))) from error
        row.version, row.changed_at = 1, timezone.now()
    add(rows)
    keeping.keep_drafts(rows)
    add_all(
        choice
        for row, choices in zip(rows, chosen, strict=True)
        for name, of_name in choices.items()
        for choice in choices_of(getattr(row, name), of_name)
    )
    return [batch.payload(row, choices) for row, choices in zip(rows, chosen, strict=True)]


def _save(pages: Sequence[NewPage], held: Sequence[Payload], *, actor: Actor) -> list[RevisionBase]:
    model = revisions_of_kind(type(pages[0].working_copy)).model
    revisions = [
        model(
            working_copy=page.working_copy,
            number=1,
            kind=RevisionKind.SAVE,
            based_on=0,
            payload=payloads.stamped(page.working_copy, payload),
            note=richtext.plain_lines(page.note),
            saved_by=actor,
        )
        for page, payload in zip(pages, held, strict=True)
    ]
    add(revisions)
    return revisions


def _publish(
    batch: Batch,
    pages: Sequence[NewPage],
    held: Sequence[Payload],
    revisions: Sequence[RevisionBase],
    *,
    actor: Actor,
) -> list[EditionBase | None]:
    public = [entry for entry in zip(pages, held, revisions, strict=True) if entry[0].published_at]
    if not public:
        return [None] * len(pages)
    model = addresses_of_kind(type(pages[0].working_copy)).model
    claimed = [model(slug=payload["slug"], working_copy=page.working_copy) for page, payload, _ in public]
    number(claimed)
    # In one order: two who claim the same ones wait for each other, but never both.
    add(sorted(claimed, key=attrgetter("slug")))
    frozen: dict[WorkingCopy, Frozen[Any]] = {}
    for page, payload, revision in public:
        frozen[page.working_copy] = _frozen(batch, page, payload, revision, actor=actor)
    insert(list(frozen.values()))
    announce_new(frozen.values())
    return [frozen[page.working_copy].edition if page.published_at else None for page in pages]


def _frozen(
    batch: Batch, page: NewPage, payload: Payload, revision: RevisionBase, *, actor: Actor
) -> Frozen[Any]:
    row, now = page.working_copy, timezone.now()
    if problems := batch.missing(row, payload):
        raise NotReady(" ".join(problems))
    require_no_embargo(row, now)
    frozen = batch.freeze(row, payload, at=now)
    edition = frozen.edition
    edition.working_copy, edition.revision = row, revision
    edition.renderer, edition.number, edition.change = richtext.VERSION, 1, Change.FIRST
    edition.starts_at = edition.created_at = now
    edition.backdated_to, edition.created_by = page.published_at, actor
    hold_times(frozen)
    batch.written(row, frozen)
    return frozen


def _tell(pages: Sequence[NewPage], editions: Sequence[EditionBase | None], *, actor: Actor) -> None:
    """Write the history, page by page as it would have happened."""
    events: list[Event] = []
    for page, edition in zip(pages, editions, strict=True):
        row = page.working_copy
        events.append(event_of(Verb.CREATE, of=row, actor=actor, revision=1, note=page.note))
        if edition is not None:
            events.append(event_of(Verb.PUBLISH, of=row, actor=actor, revision=1, edition=edition))
    write_events(events)
