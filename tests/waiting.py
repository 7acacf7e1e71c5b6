"""Waiting for what another process or thread does."""

import time
from collections.abc import Callable


def until(
    happens: Callable[[], object],
    *,
    seconds: float = 30,
    every: float = 0.05,
    otherwise: Callable[[], object] = lambda: "It did not happen in time.",
) -> float:
    """Wait for something, and return for how many seconds; `otherwise` says what there is in its place."""
    began = time.monotonic()
    while not happens():
        assert time.monotonic() < began + seconds, otherwise()
        time.sleep(every)
    return time.monotonic() - began
