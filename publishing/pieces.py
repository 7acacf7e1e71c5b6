"""What is made over and over of the same things, made once a process: lines, pictures, teasers.

It is kept under all that it is made of, the words themselves and not their numbers or versions. So nothing
ever has to be dropped because something changed, and no piece can be one of another moment or reader.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

from django.conf import settings
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

T = TypeVar("T")


class Pieces(Generic[T]):
    """At most so many pieces; when there are more, the older half of them goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}

    def get(self, made_of: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept of these things, or make it."""
        found = self._kept.get(made_of)
        if found is None:
            found = make()
            # While somebody works on a template it is to be seen at once.
            if not settings.DEBUG:
                self._keep(made_of, found)
        return found

    def __len__(self) -> int:
        return len(self._kept)

    def _keep(self, made_of: Hashable, piece: T) -> None:
        if len(self._kept) >= self._most:
            # Another thread may be doing the same: a piece lost is made again.
            newer = list(self._kept.items())[self._most // 2 :]
            self._kept = dict(newer)
        self._kept[made_of] = piece


def in_words() -> tuple[str, str]:
    """Return the language and the zone that whatever is made now is written in."""
    return get_language() or "", get_current_timezone_name()


def same(value: Any) -> Hashable:
    """Return what stands for a list or a dictionary of plain values among the things a piece is made of."""
    return cast(Hashable, repr(value)) if value else None
