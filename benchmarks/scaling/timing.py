"""What one answer costs: this process's CPU, and the time spent waiting for a database beside it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass
class Cost:
    """Seconds of CPU here, seconds of waiting for the database, and how often it was asked."""

    cpu: float = 0.0
    waited: float = 0.0
    queries: int = 0

    @property
    def seconds(self) -> float:
        return self.cpu + self.waited


class _Waiting:
    """Adds up how long statements take beyond what they cost of this process's CPU."""

    def __init__(self) -> None:
        self.cost = Cost()

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, *rest: Any) -> Any:
        began, cpu = time.perf_counter(), time.process_time()
        try:
            return execute(sql, parameters, *rest)
        finally:
            spent, own = time.perf_counter() - began, time.process_time() - cpu
            self.cost.waited += max(0.0, spent - own)
            self.cost.queries += 1


def cost_of(act: Callable[[], Any]) -> Cost:
    """Return what something costs; SQLite works in this process, so its waiting for the disk is left out."""
    waiting = _Waiting()
    with connection.execute_wrapper(waiting):
        cpu = time.process_time()
        act()
        waiting.cost.cpu = time.process_time() - cpu
    if connection.vendor == "sqlite":
        waiting.cost.waited = 0.0
    return waiting.cost
