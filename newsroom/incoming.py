"""What a server hands on, made sound before Django looks at it."""

import codecs
from collections.abc import Callable
from typing import Any

from django.utils.http import parse_header_parameters

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
    """Wrap a WSGI application: half a form is none, and no encoding is named that does not decode."""

    def inner(environ: dict[str, Any], start_response: Any) -> Any:
        if not decodes(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = environ["CONTENT_TYPE"].partition(";")[0]
        length = declared_length(environ)
        if length:
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], length=length)
        return application(environ, start_response)

    return inner


def decodes(content_type: str) -> bool:
    """Tell whether the encoding named is one of texts, or unknown; Django fails at any other."""
    _kind, parameters = parse_header_parameters(content_type)
    try:
        codecs.lookup(parameters.get("charset", "utf-8"))
    except LookupError:
        return True
    try:
        b"x".decode(parameters.get("charset", "utf-8"))
    except UnicodeDecodeError:
        return True
    except (LookupError, UnicodeError):
        return False
    return True


def declared_length(environ: dict[str, Any]) -> int:
    """Return how long a body says it is; 0 if it does not."""
    given = str(environ.get("CONTENT_LENGTH") or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
