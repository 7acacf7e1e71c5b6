"""Where two texts collide: both beside each other, until a person has said what is to stand there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import payloads, richtext
from publishing.bases import Payload, RevisionBase, RevisionKind, WorkingCopy
from publishing.errors import InvalidText, NotReady, WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.workflow.conflicts import FieldConflict, unmerged_numbers
from publishing.workflow.locking import Actor, locked, require, same_version
from publishing.workflow.merging import NOTHING_DECIDED, Answers, Decision, Decisions, carry
from publishing.workflow.saving import append_merged, cleaned, hold_payload, revision_of
from publishing.workflow.since import draft_versions


@dataclass(frozen=True)
class Colliding:
    """One place: what stood there, what the text kept aside has there, and what the draft has."""

    key: str
    field: str
    before: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Collision:
    """A text kept aside, and the draft as it is now."""

    kept: RevisionBase
    version: int
    before: Payload
    mine: Payload
    theirs: Payload
    merged: Payload
    """With what was decided; where nothing was, with what the draft has."""
    places: tuple[Colliding, ...]
    undecided: frozenset[str]
    """The keys of the places where nobody has decided."""

    @property
    def agreed(self) -> Payload:
        """Return what both texts make of the one before where they do not collide, and there what stood."""
        before = self.theirs | self.before
        fields = {place.field: before[place.field] for place in self.places if place.field != "body"}
        if not any(place.field == "body" for place in self.places):
            return self.merged | fields
        bodies = _bodies(self.before, self.mine, self.theirs)
        parts = richtext.stretches(**bodies)
        agreed = [block for part in parts for block in (part.before if part.conflict else part.merged)]
        return self.merged | fields | {"body": "".join(agreed)}


def unmerged(working_copy: WorkingCopy) -> list[RevisionBase]:
    """Return the texts that were kept aside and that nobody has merged yet, oldest first."""
    numbers = unmerged_numbers(working_copy)
    if not numbers:
        return []
    found = working_copy.revisions.filter(kind=RevisionKind.KEPT, number__in=numbers)
    return list(found.select_related("saved_by").defer("payload").order_by("number"))


def collision_of(
    working_copy: WorkingCopy, number: int, *, decisions: Decisions = NOTHING_DECIDED
) -> Collision:
    """Return a text kept aside beside the draft as it is now, place by place."""
    if number not in unmerged_numbers(working_copy):
        raise WrongState(_("There is nothing to merge there any more."))
    kept = revision_of(working_copy, number)
    mine, theirs = payloads.read(kept), working_copy.payload()
    seen = draft_versions(working_copy).filter(number=kept.based_on).first()
    before: Payload = payloads.read(seen) if seen is not None else {}
    together = _wrong_together(working_copy, before, mine, theirs)
    answers = Answers(decisions)
    sides: dict[str, Any] = {"base": before, "draft": mine, "fixed": theirs, "as_equals": True}
    merged, _none = carry(
        working_copy, **sides, together=together, settle=lambda met: answers(met) or Decision("theirs")
    )
    bodies = _what_stood_there(before, mine, theirs)
    return Collision(
        kept=kept,
        version=working_copy.version,
        before=before,
        mine=mine,
        theirs=theirs,
        merged=merged,
        places=tuple(_place(key, met, before, bodies) for key, met in answers.met.items()),
        undecided=frozenset(answers.met.keys() - decisions.keys()),
    )


def settle(
    *, working_copy: WorkingCopy, kept: int, version: int, decisions: Mapping[str, Decision], actor: Actor
) -> RevisionBase:
    """Save what was decided about a text kept aside as the next version; both texts stay in the history."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        same_version(row, version)
        collision = collision_of(row, kept, decisions=decisions)
        if collision.undecided:
            raise NotReady(_("Say at each place what is to stand there."))
        seen = collision.kept.based_on
        result = cleaned(row, collision.merged)
        if result == collision.theirs:
            revision = revision_of(row, version)
            data = {"theirs": version, "kept": kept, "seen": seen}
            write_event(Verb.SETTLE, of=row, actor=actor, revision=version, data=data)
        else:
            hold_payload(row, result)
            revision = append_merged(row, Verb.SETTLE, theirs=version, kept=kept, seen=seen, actor=actor)
    return revision


def _wrong_together(row: WorkingCopy, before: Payload, mine: Payload, theirs: Payload) -> set[str]:
    """Return the fields that only a person can bring together, because a merge of them does not hold."""
    merged, _none = carry(
        row,
        base=before,
        draft=mine,
        fixed=theirs,
        as_equals=True,
        settle=lambda met: Decision("theirs"),
    )
    if _holds(row, merged):
        return set()
    changed = [{name for name in side if side[name] != before.get(name)} for side in (mine, theirs)]
    return (changed[0] & changed[1] or changed[0] | changed[1]) - {"body"}


def _holds(row: WorkingCopy, payload: Payload) -> bool:
    try:
        with transaction.atomic():
            hold_payload(row, cleaned(row, payload))
            transaction.set_rollback(True)
    except InvalidText:
        return False
    finally:
        row.refresh_from_db()
    return True


def _bodies(before: Payload, mine: Payload, theirs: Payload) -> dict[str, str]:
    sides = (("base", before), ("mine", mine), ("theirs", theirs))
    return {name: side.get("body", "") for name, side in sides}


def _what_stood_there(before: Payload, mine: Payload, theirs: Payload) -> list[str]:
    """Return the text of before at each place where two texts collide, in order."""
    parts = richtext.stretches(**_bodies(before, mine, theirs))
    return ["".join(part.before) for part in parts if part.conflict is not None]


def _place(key: str, met: FieldConflict, before: Payload, bodies: list[str]) -> Colliding:
    stood = bodies.pop(0) if met.field == "body" and bodies else before.get(met.field)
    return Colliding(key=key, field=met.field, before=stood, mine=met.draft, theirs=met.fix)
