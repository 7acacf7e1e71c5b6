"""A server that was told to stop (tools/server.py): it answers for a while, and is to be asked no more."""

import os
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

from newsroom.incoming import Application

ENDS = "ENDS_WHEN_THERE"
"""The variable that names a file which is there from when the server is told to stop."""
SECONDS = 0.2


class Told:
    """Whether the server of this process was told to stop; asked for each answer, so it is only looked up."""

    is_so = False


def is_ending() -> bool:
    """Look whether this server was told to stop."""
    place = os.environ.get(ENDS, "")
    return bool(place) and Path(place).exists()


@cache
def watch() -> None:
    """Look from time to time, once it is to be known."""
    if os.environ.get(ENDS):
        threading.Thread(target=_look, name="ending", daemon=True).start()


def _look() -> None:
    while not is_ending():
        time.sleep(SECONDS)
    Told.is_so = True


def ending(application: Application) -> Application:
    """End each kept connection with its next answer, so that nothing is asked on one that is being ended."""
    watch()

    def inner(environ: dict[str, Any], start_response: Any) -> Any:
        if not Told.is_so:
            return application(environ, start_response)

        def last(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *more)

        return application(environ, last)

    return inner
