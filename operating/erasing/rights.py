"""Who may erase."""

from django.utils.translation import gettext as _

from publishing.errors import NotAllowed
from publishing.workflow.locking import Actor

ERASE = "operating.erase"


def may_erase(actor: Actor) -> bool:
    """Tell whether the actor may erase personal data."""
    return actor is None or actor.has_perm(ERASE)


def require(actor: Actor) -> None:
    """Refuse unless the actor may erase personal data."""
    if not may_erase(actor):
        raise NotAllowed(_("Only administrators can erase personal data."))
