"""What a process of `processes.Worker` does: answer each order of whoever started it."""

import json
import socket
import sys
from collections.abc import Callable
from typing import Any


def answer_each(answering: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Go to the port that is named in the command, and answer orders until nobody gives any."""
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as told:
        for line in told.makefile():
            told.sendall(json.dumps(answering(json.loads(line))).encode() + b"\n")
