"""Handing a page over: from the writer to the editors and back, with a note."""

from django.utils.translation import gettext as _

from publishing.bases import Stage, WorkingCopy
from publishing.errors import WrongState
from publishing.models import Verb
from publishing.workflow.locking import Actor, locked, record, require, same_version


def submit(*, working_copy: WorkingCopy, version: int, actor: Actor, note: str = "") -> None:
    """Hand a draft to the editors."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        same_version(row, version)
        if row.stage == Stage.SUBMITTED:
            raise WrongState(_("The editors have it already."))
        row.submitted_by = actor
        row.stage, row.holder, row.handover_note = Stage.SUBMITTED, None, note
        row.save()
        record(Verb.SUBMIT, row, actor=actor, revision=row.version, note=note)


def send_back(*, working_copy: WorkingCopy, version: int, actor: Actor, note: str = "") -> None:
    """Give a submitted draft back to whoever submitted it."""
    require(actor, working_copy, "publish")
    with locked(working_copy) as row:
        same_version(row, version)
        if row.stage != Stage.SUBMITTED:
            raise WrongState(_("It was not handed to the editors, so there is nothing to send back."))
        row.stage, row.holder, row.handover_note = Stage.WRITING, row.submitted_by, note
        row.save()
        record(Verb.SEND_BACK, row, actor=actor, revision=row.version, note=note)
