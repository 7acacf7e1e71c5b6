"""The server, granian, as a site needs it to be stopped and started while people use it.

Told to stop, it first says at `/health/` that it is to be asked no more, and ends kept connections with
their next answer; after DRAIN_SECONDS it takes no new ones, finishes what it is at, and is gone. Handed a
socket that listens already (systemd's way), it answers there: whoever connects between two servers waits.
"""

import json
import os
import signal
import sys
import threading
import time
from logging import Formatter, LogRecord
from typing import Any

from granian import cli, log
from granian._granian import SocketHolder
from granian.server.common import AbstractServer
from granian.server.mp import MPServer

from tools import local_env, serve

ENDS = "ENDS_WHEN_THERE"
"""The variable that names a file which is there from when it is told to stop (newsroom/ending.py)."""
FIRST_HANDED = 3
"""Which file the first socket is that was handed over, by systemd's convention."""


class JsonLines(Formatter):
    """granian's own lines, as the program writes its (newsroom/log_lines.py)."""

    def format(self, record: LogRecord) -> str:
        at = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z"
        said = {"time": at, "level": record.levelname, "logger": "granian", "message": record.getMessage()}
        return json.dumps(said | {"request": "-"}, separators=(",", ":"))


def drain_seconds() -> float:
    """Return for how long it answers after it was told to stop."""
    given = local_env.variable("DRAIN_SECONDS", "0")
    if not (given.isascii() and given.isdigit() and len(given) < 4):
        sys.exit(f"DRAIN_SECONDS is “{given}”: it must be a whole number of seconds, 999 at most.")
    return float(given)


def main() -> None:
    """Become the server."""
    place = local_env.data_dir() / f"ending-{os.getpid()}"
    place.unlink(missing_ok=True)
    os.environ[ENDS] = str(place)
    drain, ends_at_once = drain_seconds(), AbstractServer.signal_handler_interrupt

    def told_to_stop(server: AbstractServer[Any], *_signal: object) -> None:
        if os.getpid() != server.pid:
            # A worker that still loads the program has these handlers of its parent's; nobody was answered.
            os._exit(0)
        if not drain or place.exists():
            ends_at_once(server)
            return
        place.touch()
        threading.Timer(drain, ends_at_once, args=[server]).start()

    AbstractServer.signal_handler_interrupt = told_to_stop  # type: ignore[method-assign]
    if serve.is_handed():
        MPServer._init_shared_socket = answer_where_handed  # type: ignore[method-assign]
    if local_env.variable("LOG_FORMAT", "words") == "json":
        formatters: dict[str, Any] = log.LOGGING_CONFIG["formatters"]  # type: ignore[assignment]
        formatters["generic"] = {"()": "tools.server.JsonLines"}
    # Asked to begin anew by a terminal that is gone, it goes on.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        cli.entrypoint()
    finally:
        place.unlink(missing_ok=True)


def answer_where_handed(server: Any) -> None:
    """Take the socket that was handed over: all processes wait at it, and it stays when they end."""
    os.set_inheritable(FIRST_HANDED, True)
    server._ssp, server._sfd, server._sso = None, FIRST_HANDED, None
    holder: Any = SocketHolder
    server._shd = holder(FIRST_HANDED, False, server.backlog)


if __name__ == "__main__":
    main()
