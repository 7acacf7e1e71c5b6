"""What a check finds, what it is asked, and how a check is declared."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone

from accounts.models import User

Level = Literal["good", "notice", "warning", "error"]
LEVELS: tuple[Level, ...] = ("good", "notice", "warning", "error")
"""From what is as it should be to what harms readers, colleagues or what they wrote."""

Mend = Callable[[User | None], str]
"""Puts right what was found, in the name of whoever asked, and returns in a sentence what it did."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, why it matters, and exactly what to do."""

    level: Level
    what: str
    how_to_mend: str = ""
    why: str = ""
    mend: Mend | None = None
    code: str = ""
    """What programs know it by, such as `clock.drift`; without one, the name of its check."""


@dataclass
class Asked:
    """What a run is to look at, and for how long."""

    all: bool = False
    """Recompute everything, not a sample."""
    quick: bool = False
    """Somebody waits for the page: leave out what takes long."""
    send_mail_to: str = ""
    at: datetime = field(default_factory=timezone.now)
    ends: float | None = None
    """When to leave off, on `time.monotonic`; none is never."""
    began: float = field(default_factory=time.monotonic)
    known: dict[str, Any] = field(default_factory=dict)
    """What one check has learned that others need too."""

    def is_time_up(self) -> bool:
        """Tell whether a long look has to leave off and say how far it came."""
        return self.ends is not None and time.monotonic() >= self.ends


Look = Callable[[Asked], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """One question to the site, by the name programs know it by and in words."""

    name: str
    words: Any
    look: Look
    needs_database: bool = False
    is_quick: bool = True
    of_machine: bool = False
    """What it finds is of one machine, and can be put right there alone."""

    def __call__(self, ask: Asked) -> Iterator[Finding]:
        return self.look(ask)


def check(
    name: str,
    words: Any,
    *,
    needs_database: bool = False,
    is_quick: bool = True,
    of_machine: bool = False,
) -> Callable[[Look], Check]:
    """Declare a function as a check; its name in words is the heading over what it finds."""

    def declare(look: Look) -> Check:
        return Check(name, words, look, needs_database, is_quick, of_machine)

    return declare
