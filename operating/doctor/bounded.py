"""Questions that may never be answered: nobody waits for one longer than a few seconds."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

SECONDS = 5.0


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns, or raise TimeoutError: even a name that is looked up may take for ever.

    It must not ask the database, whose connection belongs to the thread that waits.
    """
    came: dict[str, Any] = {}

    def do() -> None:
        try:
            came["back"] = work()
        except Exception as problem:  # noqa: BLE001 (raised again where somebody waits for it)
            came["problem"] = problem

    doing = threading.Thread(target=do, name="doctor", daemon=True)
    doing.start()
    doing.join(seconds)
    if "problem" in came:
        raise came["problem"]
    if "back" not in came:
        raise TimeoutError
    back: T = came["back"]
    return back
