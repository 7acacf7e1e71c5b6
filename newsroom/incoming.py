"""What a server hands on, made sound before Django looks at it."""

from collections.abc import Callable
from typing import Any

CHARSET = "newsroom.charset"
"""Where the encoding is noted that a request named."""
LONGEST_NUMBER = 18
"""Digits of a length; what has more is long enough to be refused, and no number any memory has."""

Application = Callable[[dict[str, Any], Any], Any]


class CutOff(OSError):
    """Raised when a body ends before it should."""


class WholeBody:
    """What a server hands on to be read; unlike that, it does not take half a form for a whole one."""

    def __init__(self, stream: Any, *, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data = bytearray()
        while len(data) < wanted:
            data += self._counted(self._stream.read(wanted - len(data)))
        return bytes(data)

    def readline(self, size: int | None = -1) -> bytes:
        return self._counted(self._stream.readline()) if self._left else b""

    def _counted(self, data: bytes) -> bytes:
        if not data:
            raise CutOff("The connection ended before all was sent.")
        self._left -= len(data)
        return data


def sound(application: Application) -> Application:
    """Wrap a WSGI application: half a form is none, and no encoding is read before anybody can answer.

    Django decodes the whole query when an encoding is named, before its first middleware; where that
    fails, readers would get an empty page.
    """

    def inner(environ: dict[str, Any], start_response: Any) -> Any:
        kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
        charsets = [part for part in parameters if part.strip().lower().startswith("charset")]
        if charsets:
            environ[CHARSET] = charsets[0].partition("=")[2].strip(" \"'")
            others = [part for part in parameters if part not in charsets]
            environ["CONTENT_TYPE"] = ";".join([kind, *others])
        length = declared_length(environ)
        if length:
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], length=length)
        return application(environ, start_response)

    return inner


def declared_length(environ: dict[str, Any]) -> int:
    """Return how long a body says it is; 0 if it does not."""
    given = str(environ.get("CONTENT_LENGTH") or "").strip()
    if len(given) > LONGEST_NUMBER:
        return 10**LONGEST_NUMBER
    try:
        # As Django reads it, so that nothing is long to one and short to the other.
        return max(0, int(given))
    except ValueError:
        return 0
