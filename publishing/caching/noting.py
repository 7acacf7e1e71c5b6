"""What a page depends on, said by whoever loads rows while it is rendered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime


class Noted:
    """What was said while one page was rendered."""

    __slots__ = ("ends", "everything", "rests", "said", "shown")

    def __init__(self) -> None:
        self.shown: set[str] = set()
        """What a reader sees."""
        self.rests: set[str] = set()
        """What decides what is seen without being named: its keys are for nobody outside."""
        self.everything = False
        """Whether any change at all may be one of this page."""
        self.ends: datetime | None = None
        """When the first of what it shows is known to end."""
        self.said = False
        """Whether anything was said; a page that says nothing cannot be kept."""

    @property
    def keys(self) -> set[str]:
        return self.shown | self.rests


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Noted]:
    """Collect what is said of the page that is rendered meanwhile."""
    noted = Noted()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


@contextmanager
def noted_here() -> Iterator[Noted]:
    """Look on at what is collected already, or collect it where nobody does."""
    noted = _noted.get()
    if noted is not None:
        yield noted
    else:
        with noting() as made:
            yield made


def shows(*keys: str) -> None:
    """Say that readers of this page see these."""
    noted = _noted.get()
    if noted is not None:
        noted.said = True
        noted.shown.update(keys)


def rests_on(*keys: str) -> None:
    """Say that these decide what readers see, though none of them is named: hidden, or not there."""
    noted = _noted.get()
    if noted is not None:
        noted.said = True
        noted.rests.update(keys)


def rests_on_everything() -> None:
    """Say that this page cannot tell what it depends on, so that any change counts."""
    noted = _noted.get()
    if noted is not None:
        noted.said = noted.everything = True


def ends(at: datetime) -> None:
    """Say that something on this page is known to end at that moment."""
    noted = _noted.get()
    if noted is not None and (noted.ends is None or at < noted.ends):
        noted.ends = at
