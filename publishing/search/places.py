"""The one number that orders everything found: the second it was published, and the next free of sixteen."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from publishing.timeline import OPEN_END

IN_A_SECOND = 16
SPILL = timedelta(hours=12)
"""How much later than its second something may stand where very many share one."""

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


def place_of(moment: datetime) -> int:
    """Return the first place of a moment's second."""
    return (moment - _BEGINNING) // _SECOND * IN_A_SECOND


def moment_of(place: int) -> datetime:
    """Return the second a place is of."""
    return min(_BEGINNING + _SECOND * max(0, place // IN_A_SECOND), OPEN_END)


def place_before(moment: datetime) -> int:
    """Return a place before which everything stands that was published by then."""
    return place_of(min(moment, OPEN_END - SPILL) + SPILL)


def free_places(model: Any, moments: Sequence[datetime], *, taken: Iterable[int] = ()) -> list[int]:
    """Return a free place for each moment, as near behind it as there is one."""
    seconds = [place_of(moment) for moment in moments]
    wanted = [place for second in set(seconds) for place in _slots(second)]
    gone = set(taken) | set(model.objects.filter(place__in=wanted).values_list("place", flat=True))
    further: dict[int, int] = {}
    found = []
    for second in seconds:
        at, stride = further.get(second, second), IN_A_SECOND
        while not (free := [place for place in _slots(at) if place not in gone]):
            # Moved-in archives know days, so thousands share a second: look ever further.
            at, stride = at + stride, stride * 2
            gone |= set(model.objects.filter(place__in=_slots(at)).values_list("place", flat=True))
        further[second] = at
        gone.add(free[0])
        found.append(free[0])
    return found


def _slots(place: int) -> list[int]:
    return list(range(place, place + IN_A_SECOND))
