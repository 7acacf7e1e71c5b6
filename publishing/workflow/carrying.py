"""Carry what readers were given now into texts that would bring the old words back.

The draft takes it into itself. A waiting version is never rewritten: one made from the merge takes its
place, on the same terms.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import addresses, payloads, richtext
from publishing.bases import EditionBase, Frozen, Payload, RevisionKind, WorkingCopy
from publishing.errors import InvalidText, NotReady, WordsCollide
from publishing.workflow.conflicts import FieldConflict
from publishing.workflow.locking import Actor
from publishing.workflow.retiming import retime
from publishing.workflow.saving import append_revision, cleaned, hold_payload
from publishing.workflow.taking_down import call_off

TERMS = ("starts_at", "expires_at", "backdated_to", "change", "public_note")
"""What a version in another's place takes over from it."""


@dataclass(frozen=True)
class Decision:
    """What is to stand at a place: "ours" (the waiting words), "theirs" (those public now) or "words"."""

    take: Literal["ours", "theirs", "words"]
    words: str = ""


@dataclass(frozen=True)
class Place:
    """Where waiting versions and what readers were given now say different things."""

    key: str
    field: str
    ours: Any
    theirs: Any
    editions: tuple[EditionBase, ...]
    """The waiting versions that have these words there, in order."""


class Sides(NamedTuple):
    """What a field would hold with our words, with theirs and, while nobody has decided, with both."""

    ours: Any
    theirs: Any
    both: Any
    collide: bool = True


Decisions = Mapping[str, Decision]
"""What was decided, by the key of each place."""

NOTHING_DECIDED: Decisions = MappingProxyType({})

Settle = Callable[[FieldConflict], Decision | None]


class Answers:
    """Looks up what was decided at each place one text meets, and remembers the places."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self.met: dict[str, FieldConflict] = {}
        self._same: Counter[str] = Counter()

    def __call__(self, conflict: FieldConflict) -> Decision | None:
        told = json.dumps([conflict.field, conflict.draft, conflict.fix], cls=DjangoJSONEncoder)
        self._same[told] += 1
        key = hashlib.sha256(f"{self._same[told]} {told}".encode()).hexdigest()[:20]
        self.met[key] = conflict
        return self.decisions.get(key)


def carry(
    row: WorkingCopy, *, base: Payload, draft: Payload, fixed: Payload, settle: Settle
) -> tuple[Payload, tuple[FieldConflict, ...]]:
    """Merge what the fix changed into another text; that text's own changes stay.

    Returns with it the places where nobody has decided. There the text keeps its own, and where both
    can stand, both.
    """
    merged = dict(draft)
    conflicts: list[FieldConflict] = []
    for name, mine in draft.items():
        theirs: Any = fixed.get(name, mine)
        is_known = name in base
        if mine == theirs or (is_known and theirs == base[name]):
            continue
        if is_known and mine == base[name]:
            merged[name] = theirs
        elif name == "body":
            merged[name], undecided = _merge_texts(base.get(name) or "", mine, theirs, settle)
            conflicts += undecided
        else:
            sides = Sides(mine, theirs, mine)
            if isinstance(mine, list) and is_known:
                sides = merge_lists(base[name] or [], mine, theirs, once=row.payload_once.get(name))
            conflict = FieldConflict(name, mine, theirs)
            decision = settle(conflict) if sides.collide else Decision("ours")
            merged[name] = sides.both if decision is None else _decided(decision, sides)
            conflicts += [conflict] if decision is None else []
    return merged, tuple(conflicts)


def carry_into_waiting(
    row: WorkingCopy,
    *,
    editions: list[EditionBase],
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
        editions = [*editions, instead]
        done.append((edition.number, instead))
    return done


def _put_in_place_of(
    waiting: EditionBase,
    merged: Payload,
    row: WorkingCopy,
    *,
    editions: list[EditionBase],
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
    edition.number = 1 + max(e.number for e in editions)
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


def _merge_texts(before: str, mine: str, theirs: str, settle: Settle) -> tuple[str, list[FieldConflict]]:
    def settled(place: richtext.Conflict) -> str | None:
        decision = settle(FieldConflict("body", place.mine, place.theirs))
        return None if decision is None else str(_decided(decision, Sides(*place, place.mine)))

    text = richtext.merge(base=before, mine=mine, theirs=theirs, settle=settled)
    return text.body, [FieldConflict("body", place.mine, place.theirs) for place in text.conflicts]


def _decided(decision: Decision, sides: Sides) -> Any:
    if decision.take != "words":
        return sides.ours if decision.take == "ours" else sides.theirs
    if not isinstance(sides.ours, str) or not isinstance(sides.theirs, str):
        raise InvalidText(_("Here nothing can be written: choose one of the two."))
    return decision.words


def merge_lists(
    before: list[Any], mine: list[Any], theirs: list[Any], *, once: Callable[[Any], Any] | None = None
) -> Sides:
    """Merge two changed lists; what one side alone put in, took out or moved holds either way.

    `once` tells what no two entries may share: of two that do, each side has its own.
    """
    ours, others = _united(before, mine, theirs), _united(before, theirs, mine)
    order, other_order = _order_of(mine, among=theirs), _order_of(theirs, among=mine)
    origin = _order_of(before, among=order)
    moved_both = order != other_order and origin not in (order, other_order)
    if not moved_both:
        ours = others = others if origin == order != other_order else ours
    new_here = [item for item in mine if item not in before and item not in theirs]
    new_there = [item for item in theirs if item not in before and item not in mine]
    is_replaced = any(item not in mine and item not in theirs for item in before)
    if is_replaced and new_here and new_there:
        # Each put something else in the place of the same.
        here, there = new_here, new_there
    else:
        here, there = _doubled(new_here, new_there, once), _doubled(new_there, new_here, once)
    own = [item for item in ours if item not in there]
    both = [item for item in ours if item not in _doubled(new_there, new_here, once)]
    return Sides(own, [item for item in others if item not in here], both, moved_both or bool(here))


def _doubled(items: list[Any], others: list[Any], once: Callable[[Any], Any] | None) -> list[Any]:
    """Return the items that may not stand beside one of the others."""
    taken = [once(other) for other in others] if once else []
    return [item for item in items if once and once(item) in taken]


def _united(before: list[Any], first: list[Any], second: list[Any]) -> list[Any]:
    kept = [item for item in first if item in second or item not in before]
    return kept + [item for item in second if item not in before and item not in kept]


def _order_of(items: list[Any], *, among: list[Any]) -> list[Any]:
    return [item for item in items if item in among]
