"""Handing a page over: from the writer to the editors and back, and from one colleague to another."""

from django.utils.translation import gettext as _

from accounts.models import User
from publishing.bases import Stage, WorkingCopy
from publishing.errors import WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.richtext import plain_lines
from publishing.workflow.locking import Actor, locked, may, require, same_version


def submit(*, working_copy: WorkingCopy, version: int, actor: Actor, note: str = "") -> None:
    """Hand a draft to the editors."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        same_version(row, version)
        if row.stage == Stage.SUBMITTED:
            raise WrongState(_("The editors have it already."))
        row.submitted_by = actor
        row.stage, row.holder, row.handover_note = Stage.SUBMITTED, None, plain_lines(note)
        row.save()
        write_event(Verb.SUBMIT, of=row, actor=actor, revision=row.version, note=note)


def send_back(*, working_copy: WorkingCopy, version: int, actor: Actor, note: str = "") -> None:
    """Give a submitted draft back to whoever submitted it."""
    require(actor, working_copy, "publish")
    with locked(working_copy) as row:
        same_version(row, version)
        if row.stage != Stage.SUBMITTED:
            raise WrongState(_("It was not handed to the editors, so there is nothing to send back."))
        row.stage, row.holder, row.handover_note = Stage.WRITING, row.submitted_by, plain_lines(note)
        row.save()
        write_event(Verb.SEND_BACK, of=row, actor=actor, revision=row.version, note=note)


def take_over(*, working_copy: WorkingCopy, version: int, holder: User, actor: Actor) -> None:
    """Make it a colleague's turn, whoever had the draft before."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        same_version(row, version)
        right = "publish" if row.stage == Stage.SUBMITTED else "change"
        require(actor, row, right)
        if not (holder.is_active and may(holder, row, right)):
            raise WrongState(_("%(who)s cannot work on it.") % {"who": holder})
        if row.holder_id == holder.pk:
            raise WrongState(_("%(who)s has it already.") % {"who": holder})
        before = row.who_has_it
        row.holder = holder
        row.save()
        note = f"{before} → {holder}"
        write_event(Verb.TAKE_OVER, of=row, actor=actor, revision=row.version, note=note)
