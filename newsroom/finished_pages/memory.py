"""The pages a process holds: so many bytes at most, and what was asked for stays longest."""

import threading
from collections import OrderedDict

from newsroom.finished_pages.page import Page


class Memory:
    """Pages by what was asked for; to look one up needs no lock."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.held = 0
        self._sizes: dict[str, int] = {}
        self._writing = threading.Lock()

    def get(self, key: str) -> Page | None:
        """Return a page, be it as it would be now or not."""
        return self.pages.get(key)

    def put(self, key: str, page: Page) -> None:
        """Hold a page, in place of the one of before."""
        with self._writing:
            self._forget(key)
            self.pages[key] = page
            self._weigh(key, page)
            self._make_room()

    def weigh(self, key: str, page: Page) -> None:
        """Count anew what a page takes, once it has a text more."""
        with self._writing:
            if self.pages.get(key) is page:
                self._weigh(key, page)
                self._make_room()

    def _weigh(self, key: str, page: Page) -> None:
        self.held += page.size - self._sizes.get(key, 0)
        self._sizes[key] = page.size

    def _forget(self, key: str) -> None:
        if self.pages.pop(key, None) is not None:
            self.held -= self._sizes.pop(key)

    def _make_room(self) -> None:
        """Let the oldest go; one that was asked for since it was looked at last has a second chance."""
        chances = len(self.pages)
        while self.held > self.size and self.pages:
            key, page = next(iter(self.pages.items()))
            if page.used and chances > 0:
                chances -= 1
                page.used = False
                self.pages.move_to_end(key)
            else:
                self._forget(key)
