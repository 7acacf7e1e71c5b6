"""What a verb refuses, each as a sentence for the person who asked."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from publishing.bases import EditionBase, RevisionBase
    from publishing.embargoes import Embargo
    from publishing.usage import Use
    from publishing.workflow.carrying import Place

MOST_NAMED = 10
"""How many places a sentence names."""


class WorkflowError(Exception):
    """A verb was refused; `str()` is a sentence for the screen, and nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(WorkflowError):
    """The person may not do this."""


class MayNotChange(PermissionDenied):
    """A form was sent that its sender may not send any more; `str()` is a sentence that says why."""


class NotReady(WorkflowError):
    """Something is missing before this can be published."""


class WrongState(WorkflowError):
    """This cannot be done to a page in this state."""


class UnderEmbargo(WrongState):
    """It may not be public yet at the moment asked for."""

    def __init__(self, row: models.Model, embargo: "Embargo") -> None:
        self.embargo = embargo
        message = (
            _("“%(name)s” is under embargo %(until)s. Say when it ends, or lift it.")
            if embargo.until is None
            else _(
                "“%(name)s” is under embargo %(until)s. Choose that time or a later one, or lift the embargo."
            )
        )
        super().__init__(message % {"name": row, "until": embargo.ends})


class InBin(WrongState):
    """Nothing is done to a draft in the bin but putting it back."""

    def __init__(self) -> None:
        super().__init__(_("This draft is in the bin. Put it back first."))


class RemovedForGood(WrongState):
    """What was to be changed has gone in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("This is not there any more: it was removed for good."))


class InUse(WrongState):
    """What something else leads to cannot go; `uses` says where that is."""

    def __init__(self, row: models.Model, uses: Sequence["Use"]) -> None:
        shown = ", ".join(str(use) for use in uses[:MOST_NAMED])
        self.where = shown + (" …" if len(uses) > MOST_NAMED else "")
        self.uses = uses
        message = _("“%(name)s” is used in: %(where)s. Take it out there first.")
        super().__init__(message % {"name": row, "where": self.where})


class InvalidText(WorkflowError):
    """The text cannot be taken as it is."""


class NotThere(InvalidText):
    """Something chosen is gone; `keys` are those nobody has."""

    def __init__(self, message: str, *, keys: Iterable[str]) -> None:
        super().__init__(message)
        self.keys = set(keys)


class AddressTaken(WorkflowError):
    """The web address belongs to another page."""


class PendingEditions(WorkflowError):
    """Later versions are scheduled, and nobody said what becomes of them."""

    def __init__(self, pending: Sequence["EditionBase"]) -> None:
        super().__init__(
            _("A later version is already scheduled. Say whether it stays scheduled or is cancelled.")
        )
        self.pending = pending


class WordsCollide(WorkflowError):
    """What is scheduled says something else at some places, and nobody said what is to stand there."""

    def __init__(self, places: Sequence["Place"]) -> None:
        super().__init__(
            ngettext(
                "What is scheduled says something else in %(count)d place. Decide what is to stand there.",
                "What is scheduled says something else in %(count)d places. Decide what is to stand there.",
                len(places),
            )
            % {"count": len(places)}
        )
        self.places = places


class EditConflict(WorkflowError):
    """Somebody saved in between. The text offered is kept as a saved version, if there was one."""

    def __init__(self, *, current: int, seen: int, kept: "RevisionBase | None" = None) -> None:
        message = _("Somebody else made saved version %(current)d while you had saved version %(seen)d open.")
        if kept is not None:
            then = _("Nothing is lost: your text is kept as saved version %(kept)d.")
        else:
            then = _("Look at it, then try again.")
        super().__init__(
            " ".join((message, then)) % {"current": current, "seen": seen, "kept": kept.number if kept else 0}
        )
        self.current = current
        self.kept = kept


class BinnedMeanwhile(EditConflict):
    """Somebody put the draft in the bin while it was being changed; the text offered is kept."""

    def __init__(self, *, current: int, kept: "RevisionBase") -> None:
        message = _(
            "This draft was put in the bin while you had it open. Nothing is lost: your text is kept as "
            "saved version %(kept)d. Put the draft back, then bring that saved version back."
        )
        WorkflowError.__init__(self, message % {"kept": kept.number})
        self.current = current
        self.kept = kept
