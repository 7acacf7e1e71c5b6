"""The one number that orders everything found: the second it was published, and the next free of sixteen."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from publishing.timeline import OPEN_END

IN_A_SECOND = 16
READ_AT_ONCE = 256
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


def free_places(model: Any, moments: Sequence[datetime]) -> list[int]:
    """Return a free place for each moment, as near behind it as there is one."""
    seconds = [place_of(moment) for moment in moments]
    different = set(seconds)
    if len(different) == 1:
        # All versions of a page stand in its second: read further at once, so a long history asks no more.
        first = IN_A_SECOND + READ_AT_ONCE
        gone = _gone_between(model, seconds[0], seconds[0] + first)
    else:
        first = IN_A_SECOND
        wanted = [place for second in different for place in range(second, second + first)]
        gone = set(model.objects.filter(place__in=wanted).values_list("place", flat=True))
    behind = {second: _behind(model, second, first, gone) for second in different}
    found = []
    for second in seconds:
        place = next(place for place in behind[second] if place not in gone)
        gone.add(place)
        found.append(place)
    return found


def _gone_between(model: Any, start: int, end: int) -> set[int]:
    return set(model.objects.filter(place__gte=start, place__lt=end).values_list("place", flat=True))


def _behind(model: Any, second: int, first: int, gone: set[int]) -> Iterator[int]:
    """Yield the places behind a second, and learn which are gone; further and further from a full one.

    Moved-in archives know days, so thousands of pages share their first second.
    """
    yield from range(second, second + first)
    start = second + first
    while True:
        end = start + READ_AT_ONCE
        gone |= _gone_between(model, start, end)
        yield from range(start, end)
        start = end + (end - second)
