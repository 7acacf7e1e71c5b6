"""The thread of a served site that sees to what no request announces: other machines, crashes, the clock."""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from publishing.caching import due
from publishing.caching.announcing import microseconds
from publishing.caching.counters import own
from publishing.caching.reading import forget_old, read_announced

Application = Callable[[dict[str, Any], Any], Any]

logger = logging.getLogger(__name__)

EVERY = 0.5
"""Seconds between two looks, so that whatever happened elsewhere is seen within one."""
FORGETS_EVERY = 600
"""Seconds between two times old rows are removed."""

_started_in: int | None = None
_starting = threading.Lock()


def begin() -> None:
    """Start watching in this process, unless it does; a process that was forked begins anew.

    Nothing is answered before a first look: what was kept may be of long ago.
    """
    global _started_in
    if _started_in == os.getpid():
        return
    with _starting:
        if _started_in != os.getpid():
            watcher = Watcher()
            watcher.look_first()
            threading.Thread(target=watcher.run, name="changes", daemon=True).start()
            _started_in = os.getpid()


def watched(application: Application) -> Application:
    """Wrap a WSGI application: a process that answers watches."""

    def inner(environ: dict[str, Any], start_response: Any) -> Any:
        begin()
        return application(environ, start_response)

    return inner


class Watcher:
    """Looks again and again; of all processes of a machine one reads, the others wait for its place."""

    def __init__(self) -> None:
        self.is_away = False
        self.forgets_at = 0.0

    def run(self) -> None:
        while True:
            try:
                self.look_as_the_one_who_reads()
            except Exception:
                # Whatever it is: with nobody looking, what others change would never be seen here again.
                logger.exception("What was changed elsewhere cannot be read")
            time.sleep(EVERY)

    def look_first(self) -> None:
        """Look once, unless another process of this machine does so anyway."""
        self.look_as_the_one_who_reads(times=1)

    def look_as_the_one_who_reads(self, *, times: int | None = None) -> None:
        """Look as long as it can be done, or so many times, unless another process here does so."""
        try:
            with own.alone("changes.reading", waits=False):
                own.is_doubted = False
                while self.look() and (times is None or (times := times - 1)):
                    time.sleep(EVERY)
        except BlockingIOError:
            # Somebody else reads; the file that both map may be another one by now.
            own.is_doubted = False
            self.look_at_file()
        except OSError:
            # Where not even this can be opened, no change of anybody can be counted.
            own.is_doubted = True
            self.say_away()

    def look(self) -> bool:
        """Look once; tell whether it could be done. What cannot be reached now is tried again."""
        try:
            own.look_again()
            self._read()
        except (Error, OSError):
            self.say_away()
            connection.close()
            return False
        self.is_away = False
        return True

    def look_at_file(self) -> None:
        """See to it that this process counts in the file that stands there now."""
        try:
            own.look_again()
        except OSError:
            self.say_away()

    def say_away(self) -> None:
        """Say it once; pages that are kept go on being answered."""
        if not self.is_away:
            logger.warning("What was changed elsewhere cannot be read now", exc_info=True)
        self.is_away = True

    def _read(self) -> None:
        close_old_connections()
        read_announced()
        if due.is_due(microseconds(timezone.now())):
            due.catch_up()
        if time.monotonic() >= self.forgets_at:
            forget_old()
            self.forgets_at = time.monotonic() + FORGETS_EVERY
