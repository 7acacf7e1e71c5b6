"""Fix what is live while a rewrite is unfinished: publish the fix alone, carry it into the draft."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import payloads
from publishing.bases import EditionBase, Payload, RevisionBase, RevisionKind, WorkingCopy
from publishing.checks.reasons import Left, what_was_left
from publishing.errors import WrongState
from publishing.models import Verb
from publishing.timeline import Change
from publishing.workflow.conflicts import FieldConflict, unresolved_conflicts, without_earlier_fixes
from publishing.workflow.going_public import Pending, Terms, release, write_release
from publishing.workflow.locking import (
    Actor,
    editions_of,
    live_edition,
    locked,
    moment_after,
    require,
)
from publishing.workflow.merging import NOTHING_DECIDED, Answers, Decisions, carry
from publishing.workflow.saving import append_revision, cleaned, hold_payload


@dataclass(frozen=True)
class Carried:
    """What a fix did: the edition readers see now, and where the draft needs a look."""

    edition: EditionBase
    conflicts: tuple[FieldConflict, ...]


def fix_live(
    *,
    working_copy: WorkingCopy,
    edition: int,
    payload: Payload,
    actor: Actor,
    change: Change = Change.MINOR,
    public_note: str = "",
    pending: Pending = None,
    decisions: Decisions = NOTHING_DECIDED,
    left: Left | None = None,
) -> Carried:
    """Publish a change to the live text alone; carry it into what waits and into the draft, by blocks.

    `edition` is the number of the published version the fix was made on; `decisions` say what is to
    stand where a waiting version has other words.
    """
    require(actor, working_copy, "publish")
    clean = cleaned(working_copy, payload)
    with locked(working_copy) as row:
        editions = editions_of(row)
        live = live_edition(editions, moment_after(editions))
        if live is None or live.number != edition:
            raise WrongState(
                _("Readers see another version now, or none. Look at it, then make the fix there.")
            )
        base, draft = payloads.read(live.revision), row.payload()
        undecided = unresolved_conflicts(row)
        revision = _fixed(row, base | clean, of=live, actor=actor, note=public_note)
        fixed = row.payload()
        terms = Terms(
            change=change, public_note=public_note, pending=pending, on_what_is_live=True, decisions=decisions
        )
        released = release(row, revision, terms, actor=actor)
        draft = without_earlier_fixes(draft, undecided, fixed=fixed)
        conflicts = _carry_into_draft(row, draft, base=base, fixed=fixed, decisions=decisions, actor=actor)
        told = {"conflicts": [vars(conflict) for conflict in conflicts]} | what_was_left(left)
        write_release(Verb.FIX, row, released, actor=actor, note=public_note, data=told)
    return Carried(edition=released.edition, conflicts=conflicts)


def _fixed(row: WorkingCopy, payload: Payload, *, of: EditionBase, actor: Actor, note: str) -> RevisionBase:
    """Save the fixed text; held like any draft, so that readers never see what is wrong with it."""
    hold_payload(row, payload)
    return append_revision(
        row,
        kind=RevisionKind.FIX,
        actor=actor,
        based_on=of.revision.number,
        payload=row.payload(),
        note=note,
    )


def _carry_into_draft(
    row: WorkingCopy, draft: Payload, *, base: Payload, fixed: Payload, decisions: Decisions, actor: Actor
) -> tuple[FieldConflict, ...]:
    """Save the draft with the fix in it; return where the two differ."""
    merged, conflicts = carry(row, base=base, draft=draft, fixed=fixed, settle=Answers(decisions))
    hold_payload(row, cleaned(row, merged))
    append_revision(row, kind=RevisionKind.CARRIED, actor=actor, note=_told(conflicts))
    return conflicts


def _told(conflicts: tuple[FieldConflict, ...]) -> str:
    if not conflicts:
        return ""
    count = len(conflicts)
    return ngettext(
        "The fix and the draft differ in %(count)d place; both are kept.",
        "The fix and the draft differ in %(count)d places; both are kept.",
        count,
    ) % {"count": count}
