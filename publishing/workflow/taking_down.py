"""Taking down what readers see, and calling off what is scheduled.

These name the edition they saw rather than a version of the draft: a page must come down
even while somebody keeps typing. They act at once, by the clock. Should it have gone back, what went
public before is taken down too, and still counts as having been public.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.bases import EditionBase, WorkingCopy
from publishing.errors import WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.timeline import TICK
from publishing.workflow.locking import (
    Actor,
    editions_of,
    live_edition,
    locked,
    moment_reached,
    pending_editions,
    require,
)
from publishing.workflow.retiming import retime


def withdraw(*, working_copy: WorkingCopy, edition: int, actor: Actor, note: str = "") -> EditionBase:
    """Take down what is live now, and call off everything scheduled after it."""
    require(actor, working_copy, "withdraw")
    with locked(working_copy) as row:
        editions, now = editions_of(row), timezone.now()
        reached = moment_reached(editions)
        shown = [e for e in (live_edition(editions, at) for at in (reached, now)) if e is not None]
        if not shown:
            raise WrongState(_("Readers do not see this, so there is nothing to take down."))
        live = next((e for e in shown if e.number == edition), None)
        if live is None:
            raise WrongState(_("A newer version went public in between. Look at it, then try again."))
        pending = pending_editions(editions, reached)
        called_off = call_off(pending, now)
        ended = [e for e in editions if e.cancelled_at is None and now < e.live_until and e not in pending]
        for seen in ended:
            # Never at its very first moment: what was public still counts as having been so.
            seen.withdrawn_at = max(now, seen.live_from + TICK)
        retime(editions, ended=[*ended, *pending])
        write_event(
            Verb.WITHDRAW, of=row, actor=actor, edition=live, note=note, data={"cancelled": called_off}
        )
    return live


def cancel(*, working_copy: WorkingCopy, edition: int, actor: Actor, note: str = "") -> EditionBase:
    """Call off one scheduled edition."""
    require(actor, working_copy, "publish")
    with locked(working_copy) as row:
        editions, now = editions_of(row), timezone.now()
        waiting = pending_editions(editions, moment_reached(editions))
        pending = next((e for e in waiting if e.number == edition), None)
        if pending is None:
            raise WrongState(_("That version is not waiting to be published any more."))
        call_off([pending], now)
        retime(editions, ended=[pending])
        write_event(Verb.CANCEL, of=row, actor=actor, edition=pending, note=note)
    return pending


def call_off(pending: list[EditionBase], now: datetime) -> list[int]:
    """Mark editions as cancelled; `retime` then writes it and empties them."""
    for edition in pending:
        edition.cancelled_at = now
    return [edition.number for edition in pending]
