"""Carry what readers were given now into texts that would bring the old words back.

The draft takes it into itself. A waiting version is never rewritten: one made from the merge takes its
place, on the same terms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import addresses, payloads, richtext
from publishing.bases import EditionBase, Frozen, Payload, RevisionKind, WorkingCopy
from publishing.errors import NotReady, WordsCollide
from publishing.workflow.locking import Actor, Editions
from publishing.workflow.merging import Answers, Decisions, carry
from publishing.workflow.retiming import retime
from publishing.workflow.saving import append_revision, cleaned, hold_payload
from publishing.workflow.taking_down import call_off

TERMS = ("starts_at", "expires_at", "backdated_to", "change", "public_note")
"""What a version in another's place takes over from it."""


@dataclass(frozen=True)
class Place:
    """Where waiting versions and what readers were given now say different things."""

    key: str
    field: str
    ours: Any
    theirs: Any
    editions: tuple[EditionBase, ...]
    """The waiting versions that have these words there, in order."""


def carry_into_waiting(
    row: WorkingCopy,
    *,
    editions: Editions,
    waiting: Iterable[EditionBase],
    base: Payload,
    given: Payload,
    decisions: Decisions,
    actor: Actor,
    now: datetime,
) -> list[tuple[int, EditionBase]]:
    """Put a version with what readers were given now in the place of each waiting one that lacks it.

    Returns the number of each waiting version with what is in its place. Refuses with all places, if
    at one of them nobody has decided.
    """
    merges: list[tuple[EditionBase, Payload]] = []
    places: dict[str, Place] = {}
    is_undecided = False
    for edition in sorted(waiting, key=lambda edition: (edition.starts_at, edition.number)):
        answers = Answers(decisions)
        own = payloads.read(edition.revision)
        merged, conflicts = carry(row, base=base, draft=own, fixed=given, settle=answers)
        is_undecided = is_undecided or bool(conflicts)
        for key, met in answers.met.items():
            before = places[key].editions if key in places else ()
            places[key] = Place(key, met.field, met.draft, met.fix, (*before, edition))
        if merged != own:
            merges.append((edition, merged))
    if is_undecided:
        raise WordsCollide(list(places.values()))
    done = []
    for edition, merged in merges:
        instead = _put_in_place_of(edition, merged, row, editions=editions, actor=actor, now=now)
        editions = editions.and_one(instead)
        done.append((edition.number, instead))
    return done


def _put_in_place_of(
    waiting: EditionBase,
    merged: Payload,
    row: WorkingCopy,
    *,
    editions: Editions,
    actor: Actor,
    now: datetime,
) -> EditionBase:
    held = _as_held(row, cleaned(row, merged))
    lacked = row.missing(payloads.read(waiting.revision))
    if lacks := [problem for problem in row.missing(held) if problem not in lacked]:
        raise NotReady(" ".join([_("With this carried into it, what is scheduled lacks something."), *lacks]))
    revision = append_revision(
        row, kind=RevisionKind.WAITING, actor=actor, based_on=waiting.revision.number, payload=held
    )
    addresses.claim(row, held["slug"])
    frozen: Frozen[EditionBase] = row.freeze_into(held, at=now)
    edition = frozen.edition
    edition.revision, edition.renderer = revision, richtext.VERSION
    edition.number = 1 + editions.last_number
    for name in TERMS:
        setattr(edition, name, getattr(waiting, name))
    edition.created_at, edition.created_by = now, actor
    call_off([waiting], now)
    retime(editions, adding=frozen, ended=[waiting])
    return edition


def _as_held(row: WorkingCopy, payload: Payload) -> Payload:
    """Return a payload as the draft would hold it, checked as the draft's is, and leave the draft alone."""
    with transaction.atomic():
        hold_payload(row, payload)
        held = row.payload()
        transaction.set_rollback(True)
    row.refresh_from_db()
    return held
