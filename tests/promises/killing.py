"""Killing this very process: before some statement, or after some time."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any


class Executioner:
    """Kill the process before the statement with this number."""

    def __init__(self, last: int | None) -> None:
        self.left = last

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.left is not None:
            self.left -= 1
        return execute(*arguments)


def kill_self_after(seconds: float) -> None:
    """Kill the process in a while; it goes on meanwhile."""
    threading.Thread(target=_kill_self, args=[seconds], daemon=True).start()


def _kill_self(seconds: float) -> None:
    threading.Event().wait(seconds)
    os.kill(os.getpid(), signal.SIGKILL)
