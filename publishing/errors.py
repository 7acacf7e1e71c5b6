"""What a verb refuses, each as a sentence for the person who asked."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from publishing.bases import EditionBase, RevisionBase

M = TypeVar("M", bound=models.Model)


class WorkflowError(Exception):
    """A verb was refused; `str()` is a sentence for the screen, and nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(WorkflowError):
    """The person may not do this."""


class NotReady(WorkflowError):
    """Something is missing before this can be published."""


class WrongState(WorkflowError):
    """This cannot be done to a page in this state."""


class InvalidText(WorkflowError):
    """The text cannot be taken as it is."""


class AddressTaken(WorkflowError):
    """The web address belongs to another page."""


class PendingEditions(WorkflowError):
    """Later versions are scheduled, and nobody said what becomes of them."""

    def __init__(self, pending: Sequence["EditionBase"]) -> None:
        super().__init__(
            _("A later version is already scheduled. Say whether it stays scheduled or is cancelled.")
        )
        self.pending = pending


class EditConflict(WorkflowError):
    """Somebody saved in between. The text offered is kept as a saved version, if there was one."""

    def __init__(self, *, current: int, seen: int, kept: "RevisionBase | None" = None) -> None:
        message = _("Somebody else made saved version %(current)d while you had saved version %(seen)d open.")
        if kept is not None:
            message += " " + _("Nothing is lost: your text is kept as saved version %(kept)d.")
        else:
            message += " " + _("Look at it, then try again.")
        super().__init__(message % {"current": current, "seen": seen, "kept": kept.number if kept else 0})
        self.current = current
        self.kept = kept


def rows_by_key(model: type[M], keys: Iterable[str], kind: str) -> dict[Any, M]:
    """Load rows by key; refuse a key nobody has."""
    wanted = set(keys)
    found = model._default_manager.in_bulk(wanted, field_name="key")
    if wanted - set(found):
        raise InvalidText(_("A chosen %(kind)s is no longer there. Choose another.") % {"kind": kind})
    return found
