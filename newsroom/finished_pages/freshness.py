"""What a finished page rests on, and whether it is still as it would be made now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import Error, close_old_connections

from masthead.frame import Frame, frame_now, kept_frame
from publishing.caching import Noted, counters
from publishing.caching.counters import Snapshot, slot_of
from purging.trust import can_be_told

BELIEVED_FOR = 1.0
"""Seconds for which it is believed that caches in front can be told."""


class CannotTell(Exception):
    """Raised where nothing vouches for any page: Django is asked."""


@dataclass(slots=True)
class Basis:
    """The counters of what a page shows, as they were before it was made, and what its frame was."""

    epoch: bytes
    number: int
    """The last number of all changes at which the rest was compared."""
    token: str
    slots: Sequence[int]
    values: Sequence[int]
    everything: bool
    ends: float | None
    """When the first of what it shows is known to end, as a time stamp."""

    def holds(self, now: float) -> bool:
        """Tell whether a page that rests on this may be handed out at this moment."""
        if self.ends is not None and now >= self.ends:
            return False
        # The number before the slots: they are counted first.
        number = counters.number()
        if counters.epoch() != self.epoch:
            return False
        if number == self.number:
            return True
        if self.everything or counters.at(self.slots) != self.values:
            return False
        frame = frame_between()
        if frame.token != self.token:
            return False
        # Not while the database is away and the frame may be one of before.
        if frame.number == number:
            self.number = number
        return True


@dataclass(frozen=True, slots=True)
class Before:
    """How everything was before a page was made: whatever is announced meanwhile makes it old at once."""

    snapshot: Snapshot
    frame: Frame

    @classmethod
    def now(cls) -> "Before":
        """Take it down."""
        try:
            snapshot = counters.snapshot()
        except OSError as problem:
            raise CannotTell from problem
        return cls(snapshot, frame_between())

    def basis(self, noted: Noted, *, also: Sequence[str] = ()) -> Basis:
        """Return what a page rests on that said this while it was made."""
        keys = sorted([*noted.keys, *also])
        return Basis(
            epoch=self.snapshot.epoch,
            # Not that of the snapshot while the database is away and the frame is one of before.
            number=min(self.snapshot.number, self.frame.number),
            token=self.frame.token,
            slots=tuple(slot_of(key) for key in keys),
            values=self.snapshot.values(keys),
            everything=noted.everything,
            ends=noted.ends.timestamp() if noted.ends else None,
        )


class InFront:
    """Tells whether caches in front can be told of a change; between requests too."""

    def __init__(self) -> None:
        self._asked: tuple[int, float] = (-1, 0.0)
        self._can_be_told = False

    def can_be_told(self, now: float) -> bool:
        """Ask again after a second, and after any change."""
        number = counters.number()
        if self._asked[0] != number or now >= self._asked[1]:
            close_old_connections()
            try:
                self._can_be_told = can_be_told()
            finally:
                close_old_connections()
            self._asked = (number, now + BELIEVED_FOR)
        return self._can_be_told


def frame_between() -> Frame:
    """Return what every page shows, asked for where Django looks after no connection."""
    try:
        if (kept := kept_frame()) is not None:
            return kept
        close_old_connections()
        try:
            return frame_now()
        finally:
            close_old_connections()
    except (Error, OSError) as problem:
        raise CannotTell from problem
