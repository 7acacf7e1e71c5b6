"""Public notes on what was changed after publication, as readers see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from publishing.timeline import Change

GRAVE = (Change.CORRECTION, Change.RETRACTION)
"""What a reader must know before reading on."""


@dataclass(frozen=True)
class Notice:
    """One dated note."""

    kind: Change
    text: str
    at: datetime

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def is_grave(self) -> bool:
        return self.kind in GRAVE


def notices(corrections: Iterable[Mapping[str, str]]) -> list[Notice]:
    """Return an edition's public notes, newest first."""
    read = [
        Notice(Change(note["kind"]), note["text"], datetime.fromisoformat(note["at"])) for note in corrections
    ]
    return read[::-1]
