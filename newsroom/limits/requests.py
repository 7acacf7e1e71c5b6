"""What no browser sends is refused before anything reads it: too long, too many, or not what HTTP has."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from newsroom.finished_pages.encodings import chosen

LONGEST_ADDRESS = 8000
"""Bytes of path and query."""
LONGEST_COOKIES = 16_000
"""Bytes; browsers send some hundred."""
MOST_PARAMETERS = 200
LONGEST_RANGE = 60
ONE_RANGE = re.compile(r"bytes=(?:([0-9]+)-([0-9]*)|-[0-9]+)")
STATIC = "/static/"
FOR_READERS, FOR_COLLEAGUES = ("GET", "HEAD"), ("GET", "HEAD", "POST")
"""The methods of pages for readers, and of those below /admin/; in capital letters, as HTTP has them."""

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def bounded(application: Application) -> Application:
    """Wrap a WSGI application: what is beyond all bounds is answered in a line."""

    def inner(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        refusal = refused(environ)
        if refusal is None:
            _one_range(environ)
            _one_encoding(environ)
            return application(environ, start_response)
        status, sentence, more = refusal
        body = f"{sentence}\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *more,
        ]
        start_response(status, headers)
        return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]

    return inner


def refused(environ: dict[str, Any]) -> tuple[str, str, list[tuple[str, str]]] | None:
    """Return how to refuse a request; None if there is nothing to say against it."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    methods = FOR_COLLEAGUES if path.startswith("/admin/") else FOR_READERS
    if environ.get("REQUEST_METHOD") not in methods:
        return "405 Method Not Allowed", "Nothing here takes this method.", [("Allow", ", ".join(methods))]
    if len(path) + len(query) > LONGEST_ADDRESS:
        return "414 URI Too Long", "This address is too long.", []
    if query.count("&") + query.count(";") >= MOST_PARAMETERS:
        return "400 Bad Request", "This address asks for too much at once.", []
    if len(environ.get("HTTP_COOKIE", "")) > LONGEST_COOKIES:
        return "431 Request Header Fields Too Large", "Too many cookies came with this. Clear them.", []
    if "\x00" in path:
        return "400 Bad Request", "This is no address.", []
    if environ.get("HTTP_CONTENT_ENCODING", "identity").lower() not in ("", "identity"):
        return (
            "415 Unsupported Media Type",
            "Send it as it is, not packed.",
            [("Accept-Encoding", "identity")],
        )
    return None


def _one_encoding(environ: dict[str, Any]) -> None:
    """Tell what serves static files the one encoding to use; by itself it takes a name that is refused."""
    if environ.get("PATH_INFO", "").startswith(STATIC) and "HTTP_ACCEPT_ENCODING" in environ:
        environ["HTTP_ACCEPT_ENCODING"] = chosen(environ["HTTP_ACCEPT_ENCODING"])


def _one_range(environ: dict[str, Any]) -> None:
    """Leave a question for one part of a file; whoever asks for many, or oddly, gets the whole file, once.

    What serves static files takes whatever Python takes for a number, and refuses a part of one byte.
    """
    asked = environ.get("HTTP_RANGE", "")
    found = ONE_RANGE.fullmatch(asked) if len(asked) <= LONGEST_RANGE else None
    if found is None or (found[2] and int(found[1]) >= int(found[2])) or asked == "bytes=-1":
        environ.pop("HTTP_RANGE", None)
