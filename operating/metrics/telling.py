"""Where the figures are told: whichever process of this machine has the address answers for all of them."""

import errno
import logging
import threading
import time

from django.conf import settings
from prometheus_client import CollectorRegistry, start_http_server

from operating.metrics.counting import AllProcesses, begin
from operating.metrics.held import Held

logger = logging.getLogger("newsroom.metrics")
TAKEN = (errno.EADDRINUSE,)
AGAIN_AFTER = 2.0
"""Seconds after which a process tries to take over from one that may have ended."""


def figures() -> CollectorRegistry:
    """Return everything there is to tell."""
    registry = CollectorRegistry()
    for collector in (AllProcesses(), Held()):
        registry.register(collector)
    return registry


def count_and_tell() -> None:
    """Count in this process, and have the figures told, if they are wanted."""
    address = settings.METRICS
    if address is not None and begin():
        threading.Thread(target=_tell, args=address, name="metrics", daemon=True).start()


def _tell(host: str, port: int) -> None:
    registry, is_told = figures(), False
    while True:
        try:
            start_http_server(port, host, registry)
        except OSError as problem:
            if problem.errno not in TAKEN and not is_told:
                logger.error("The figures cannot be told at %s port %s: %s", host, port, problem.strerror)
                is_told = True
            time.sleep(AGAIN_AFTER)
        else:
            return
