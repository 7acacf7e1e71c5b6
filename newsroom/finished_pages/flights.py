"""A page is made once, however many ask for it at the same moment."""

import threading

LONGEST_WAIT = 5.0
"""Seconds after which nobody waits for another any more, whatever has become of it."""


class Flights:
    """Who makes which page at this moment."""

    def __init__(self) -> None:
        self._under_way: dict[str, threading.Event] = {}
        self._entering = threading.Lock()

    def is_first(self, key: str) -> bool:
        """Tell whether nobody is at it; whoever is told so says `done`. All others wait until then."""
        with self._entering:
            under_way = self._under_way.get(key)
            if under_way is None:
                self._under_way[key] = threading.Event()
                return True
        under_way.wait(LONGEST_WAIT)
        return False

    def done(self, key: str) -> None:
        """Let everybody go on who waits, whether it was made or not."""
        with self._entering:
            self._under_way.pop(key).set()
