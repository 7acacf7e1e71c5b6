"""A question that may never be answered, such as one to a database that hangs."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Question(Generic[T]):
    """Asked by one thread of its own, however many want to know: what hangs holds no other."""

    def __init__(self, ask: Callable[[], T], *, otherwise: T) -> None:
        self._ask, self._otherwise = ask, otherwise
        self._asking: Future[T] | None = None
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="question")

    def answer(self, *, seconds: float) -> T:
        """Ask, or wait with those who have; without an answer in time there is another."""
        with self._lock:
            if self._asking is None or self._asking.done():
                self._asking = self._threads.submit(self._ask)
            asking = self._asking
        try:
            return asking.result(timeout=seconds)
        except TookTooLong:
            return self._otherwise
