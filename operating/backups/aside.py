"""Damaged files of backups set aside, so that the next backup writes them anew instead of sharing them."""

from collections.abc import Iterable

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import checking
from .alone import alone
from .faults import BackupError, UnlikeError
from .manifest import Kept
from .places import Place

DAMAGED = ".damaged"


def set_aside(place: Place, damaged: Iterable[Kept]) -> str:
    """Set aside what a check has found damaged; return a sentence that says what became of it."""
    damaged = list(damaged)
    try:
        with alone(place):
            names = set_aside_held(place, damaged)
    except (BackupError, OSError, DatabaseError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        return ngettext(
            "It was not set aside, so later backups share it: %(reason)s",
            "They were not set aside, so later backups share them: %(reason)s",
            len(damaged),
        ) % {"reason": reason}
    if not names:
        return _("Read again, it was whole: look at the disk or the network.")
    return ngettext(
        "It is set aside as %(name)s: the next backup writes it anew if the newsroom still has it. Until "
        "then it is missing in earlier ones.",
        "%(count)d are set aside, the first as %(name)s: the next backup writes them anew if the newsroom "
        "still has them. Until then they are missing in earlier ones.",
        len(names),
    ) % {"name": names[0], "count": len(names)}


def set_aside_held(place: Place, damaged: Iterable[Kept]) -> list[str]:
    """Set aside what is still damaged when it is read again, while the place is held; return its names."""
    names = []
    for kept in damaged:
        try:
            checking.fetch(place, kept, None)
        except UnlikeError as error:
            if error.damaged:
                place.rename(kept.object, f"{kept.object}{DAMAGED}")
                names.append(f"{kept.object}{DAMAGED}")
    return names


def needed_besides(needed: set[str], there: Iterable[str]) -> set[str]:
    """Return what was set aside and may be the last there is of a file that backups need."""
    whole = set(there)
    return {f"{name}{DAMAGED}" for name in needed - whole}
