"""What can be done in the background: each kind is a function, declared in the module `tasks` of its app."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobs.running import Running

Work = Callable[..., dict[str, Any] | None]


def always() -> bool:
    """Want a kind of job everywhere."""
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of job: its name in the table, in words, the function, and when it is due by itself."""

    name: str
    words: Any
    work: "Callable[[Running], dict[str, Any] | None] | Work"
    every: timedelta | None
    after: str = ""
    wanted: Callable[[], bool] = always


KINDS: dict[str, Kind] = {}


class JobFailed(Exception):
    """Raised by a kind to say in a sentence why it could not be done this time."""


def kind(
    name: str,
    words: Any,
    *,
    every: timedelta | None = None,
    after: str = "",
    wanted: Callable[[], bool] = always,
) -> Callable[[Work], Work]:
    """Declare a function as a kind of job; it is given the running job, and the arguments by name.

    It is due by itself `every` so often, or `after` what somebody says has happened, where it is `wanted`.
    """

    def declare(work: Work) -> Work:
        KINDS[name] = Kind(name, words, work, every, after, wanted)
        return work

    return declare
