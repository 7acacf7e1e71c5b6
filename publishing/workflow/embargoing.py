"""Holding a draft back until a moment somebody outside has named, and letting it go."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.bases import WorkingCopy
from publishing.embargoes import Embargo, stricter
from publishing.errors import NotAllowed, NotReady, WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.richtext import has_words, one_line
from publishing.workflow.locking import (
    Actor,
    editions_of,
    locked,
    may,
    moment_reached,
    pending_editions,
    require,
)
from publishing.workflow.retiming import retime
from publishing.workflow.taking_down import call_off


def put_under_embargo(
    *, working_copy: WorkingCopy, embargo: Embargo, actor: Actor, with_scheduled: bool = True
) -> list[int]:
    """Hold a draft back; one that is held back longer already stays so.

    What is scheduled for an earlier moment is called off; returns the numbers of that. Whoever may not
    do so can hold the draft alone.
    """
    require(actor, working_copy, "change")
    embargo = Embargo(one_line(embargo.line), embargo.until)
    if not has_words(embargo.line):
        raise NotReady(_("Write what the embargo says."))
    with locked(working_copy) as row:
        before = row.embargo
        holding = before if before and before.holds(timezone.now()) else None
        after = stricter(holding, embargo)
        if after == before:
            return []
        return _hold(row, after, Verb.EMBARGO, note=after.line, actor=actor, with_scheduled=with_scheduled)


def lift_embargo(
    *, working_copy: WorkingCopy, seen: str, actor: Actor, reason: str, until: datetime | None = None
) -> None:
    """Let a draft go public at once, or from another moment on; the history keeps the reason.

    `seen` is the mark of the embargo as the actor saw it.
    """
    require(actor, working_copy, "publish")
    if not has_words(reason):
        raise NotReady(_("Write why the embargo does not hold any more."))
    with locked(working_copy) as row:
        now = timezone.now()
        before = row.embargo
        if before is None or not before.holds(now):
            raise WrongState(_("This is not under embargo any more."))
        if before.mark != seen:
            raise WrongState(_("The embargo was changed in between. Look at it, then try again."))
        if until is not None and until <= now:
            raise WrongState(_("That time has passed. Choose a later one, or leave it empty."))
        after = Embargo(before.line, until) if until else None
        _hold(row, after, Verb.LIFT_EMBARGO, note=reason, actor=actor)


def _hold(
    row: Any, embargo: Embargo | None, verb: Verb, *, note: str, actor: Actor, with_scheduled: bool = True
) -> list[int]:
    """Write an embargo, call off what it does not let go public, and enter both in the history."""
    before = row.embargo
    row.hold_embargo(embargo)
    row.save(update_fields=["embargo_line", "not_before"])
    data: dict[str, Any] = {"until": _told(embargo)}
    if before is not None:
        data |= {"was": before.line, "was_until": _told(before)}
    called_off = _call_off_earlier(row, embargo, actor=actor) if with_scheduled else []
    if called_off:
        data["cancelled"] = called_off
        note = f"{note}\n{calling_off(called_off)}"
    write_event(verb, of=row, actor=actor, note=note, data=data)
    return called_off


def calling_off(numbers: list[int]) -> str:
    """Say that schedules were cancelled for an embargo."""
    return ngettext(
        "%(count)d schedule before its end was cancelled.",
        "%(count)d schedules before its end were cancelled.",
        len(numbers),
    ) % {"count": len(numbers)}


def _told(embargo: Embargo | None) -> str:
    """Return for programs until when an embargo holds; nothing where nobody has said, or there is none."""
    return embargo.until.isoformat() if embargo and embargo.until else ""


def _call_off_earlier(row: WorkingCopy, embargo: Embargo | None, *, actor: Actor) -> list[int]:
    if embargo is None:
        return []
    editions = editions_of(row)
    waiting = pending_editions(editions, moment_reached(editions))
    earlier = [edition for edition in waiting if embargo.holds(edition.starts_at)]
    if not earlier:
        return []
    if not may(actor, row, "publish"):
        raise NotAllowed(
            _("It is scheduled for before its end, and only editors can cancel that. Ask them first.")
        )
    called_off = call_off(earlier, timezone.now())
    retime(editions, ended=earlier)
    return called_off
