"""What was made of the last few texts: saving or publishing asks for it several times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

T = TypeVar("T")

USUAL = 4
_most: ContextVar[int] = ContextVar("most texts kept", default=USUAL)


class Kept(Generic[T]):
    """Calls a function of a stored text; what it returned is to be looked at and never changed."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self.make = make
        self._last: dict[str, T] = {}

    def __call__(self, stored: str) -> T:
        found = self._last.get(stored)
        return self.keep(stored, self.make(stored)) if found is None else found

    def __contains__(self, stored: str) -> bool:
        return stored in self._last

    def keep(self, stored: str, made: T) -> T:
        """Keep what is known to be made of a text; the oldest goes."""
        self._last[stored] = made
        try:
            while len(self._last) > _most.get():
                del self._last[next(iter(self._last))]
        except (KeyError, RuntimeError, StopIteration):
            # Another thread was quicker; the next text tries again.
            pass
        return made


@contextmanager
def keeping(texts: int) -> Iterator[None]:
    """Keep what is made of so many texts while they are brought in together."""
    before = _most.set(max(texts, USUAL))
    try:
        yield
    finally:
        _most.reset(before)
