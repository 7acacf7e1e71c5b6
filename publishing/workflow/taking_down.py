"""Taking down what readers see, and calling off what is scheduled.

These name the edition they saw rather than a version of the draft: a page must come down
even while somebody keeps typing. They go by the clock alone: what was published while it ran
ahead counts as still to come, as it does for readers, and is called off.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.bases import EditionBase, WorkingCopy
from publishing.errors import WrongState
from publishing.models import Verb
from publishing.timeline import TICK
from publishing.workflow.locking import (
    Actor,
    editions_of,
    live_edition,
    locked,
    pending_editions,
    record,
    require,
)
from publishing.workflow.retiming import retime


def withdraw(*, working_copy: WorkingCopy, edition: int, actor: Actor, note: str = "") -> EditionBase:
    """Take down what is live now, and call off everything scheduled after it."""
    require(actor, working_copy, "publish")
    with locked(working_copy) as row:
        editions, now = editions_of(row), timezone.now()
        live = live_edition(editions, now)
        if live is None:
            raise WrongState(_("Readers do not see this, so there is nothing to take down."))
        if live.number != edition:
            raise WrongState(_("A newer version went public in between. Look at it, then try again."))
        pending = pending_editions(editions, now)
        called_off = call_off(pending, now)
        # Never at its very first moment: what was public stays on record as having been so.
        live.withdrawn_at = max(now, live.live_from + TICK)
        retime(editions, ended=[live, *pending])
        record(Verb.WITHDRAW, row, actor=actor, edition=live, note=note, data={"cancelled": called_off})
    return live


def cancel(*, working_copy: WorkingCopy, edition: int, actor: Actor, note: str = "") -> EditionBase:
    """Call off one scheduled edition."""
    require(actor, working_copy, "publish")
    with locked(working_copy) as row:
        editions, now = editions_of(row), timezone.now()
        pending = next((e for e in pending_editions(editions, now) if e.number == edition), None)
        if pending is None:
            raise WrongState(_("That version is not waiting to be published any more."))
        call_off([pending], now)
        retime(editions, ended=[pending])
        record(Verb.CANCEL, row, actor=actor, edition=pending, note=note)
    return pending


def call_off(pending: list[Any], now: datetime) -> list[int]:
    """Mark editions as cancelled; `retime` then writes it and empties them."""
    for edition in pending:
        edition.cancelled_at = now
    return [edition.number for edition in pending]
