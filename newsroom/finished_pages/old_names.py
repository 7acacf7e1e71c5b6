"""What in a query behind the site's root may be an old address, such as /?p=123."""

from dataclasses import dataclass

from django.db import Error, close_old_connections

from moving.leading import names_behind_home
from moving.models import OldAddress
from newsroom.finished_pages.freshness import CannotTell
from publishing.caching import counters, every


@dataclass(frozen=True, slots=True)
class Known:
    """The names as they were when so many old addresses had been written; None for too many to tell."""

    names: frozenset[str] | None
    epoch: bytes
    written: tuple[int, ...]


class OldNames:
    """Keeps the names by which old addresses begin, until one is written."""

    def __init__(self) -> None:
        self._known: Known | None = None

    def meet(self, names: set[str]) -> bool:
        """Tell whether a query with these names may be an old address."""
        known = self.known().names
        return known is None or not known.isdisjoint(names)

    def known(self) -> Known:
        """Return the names; asked for between requests, where Django looks after no connection."""
        try:
            epoch, written = counters.epoch(), counters.now([every(OldAddress)])
            if self._known and (self._known.epoch, self._known.written) == (epoch, written):
                return self._known
            close_old_connections()
            try:
                self._known = Known(names_behind_home(), epoch, written)
            finally:
                close_old_connections()
        except (Error, OSError) as problem:
            raise CannotTell from problem
        return self._known
