"""A mail server that takes everything and keeps it, for as long as a test runs."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

SLOW = 0.03
"""Seconds between having a letter and saying so: time in which whoever sent it can be killed."""


class Postbox(socketserver.ThreadingTCPServer):
    """Letters that came, each as often as it came."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """Return what EMAIL_URL has to say."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    """One conversation with somebody who sends."""

    server: Postbox

    def handle(self) -> None:
        """Talk until they part, or until the other is killed."""
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        self._say("220 postbox")
        for line in self.rfile:
            order = line.split()[0].upper() if line.strip() else b""
            if order == b"QUIT":
                self._say("221 bye")
                return
            if order != b"DATA":
                self._say("250 good")
                continue
            self._say("354 go on")
            if (letter := self._letter()) is None:
                return
            self.server.letters.append(letter)
            time.sleep(SLOW)
            self._say("250 taken")

    def _letter(self) -> Any:
        """Return the letter that is being said; of one that was broken off, nothing is kept."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                return message_from_bytes(b"".join(lines), policy=policy.default)
            lines.append(line.removeprefix(b"."))
        return None

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def finish(self) -> None:
        """Part, also from somebody who is gone."""
        with suppress(OSError):
            super().finish()


@contextmanager
def a_postbox() -> Iterator[Postbox]:
    """Open a postbox for the length of a block."""
    with Postbox() as postbox:
        threading.Thread(target=postbox.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield postbox
        finally:
            postbox.shutdown()
