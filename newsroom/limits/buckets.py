"""Token buckets in memory: how often somebody may ask, counted by each process for itself."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEPT = 20_000
"""How many who ask one process remembers at one door; whoever has not asked for longest is forgotten."""


@dataclass(frozen=True)
class Rate:
    """So many at once, and then so many a second."""

    at_once: int
    a_second: float


class Buckets:
    """The buckets of one door; each begins full, and an hour or so after the last question is full again."""

    def __init__(
        self, rate: Rate, *, most: int = MOST_KEPT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.most, self.clock = rate, most, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, *, times: int = 1) -> int:
        """Take one token; return 0, or after how many seconds there is one again.

        A network that many share holds `times` as many, and they come as much faster.
        """
        with self._lock:
            left, now = self._left(key, times)
            wait = 0 if left >= 1 else math.ceil((1 - left) / (self.rate.a_second * times))
            self._keep(key, left if wait else left - 1, now)
        return wait

    def wait(self, key: str, *, times: int = 1) -> int:
        """Return after how many seconds there is a token, and take none."""
        with self._lock:
            left, _now = self._left(key, times)
        return 0 if left >= 1 else math.ceil((1 - left) / (self.rate.a_second * times))

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)

    def _left(self, key: str, times: int) -> tuple[float, float]:
        now, most = self.clock(), float(self.rate.at_once * times)
        left, last = self._kept.get(key, (most, now))
        return min(most, left + (now - last) * self.rate.a_second * times), now

    def _keep(self, key: str, left: float, now: float) -> None:
        self._kept[key] = (left, now)
        self._kept.move_to_end(key)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
