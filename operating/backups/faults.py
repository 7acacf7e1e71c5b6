"""Why a backup cannot be made, read or brought back, in a sentence."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .manifest import Kept


class BackupError(Exception):
    """Nothing was backed up or brought back; the message says why, and what helps."""


class UnlikeError(BackupError):
    """Files of a backup are missing, or damaged: those are named."""

    def __init__(self, said: str, *, damaged: Iterable["Kept"] = ()) -> None:
        super().__init__(said)
        self.damaged = list(damaged)
