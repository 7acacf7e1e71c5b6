"""Who may be answered without Django being asked: whoever comes by a host that it accepts."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest

MOST = 100
"""How many are remembered; whoever makes up more only has each looked at again."""


def forwarded_scheme() -> str:
    """Return where a request says by which scheme it came to the proxy; "" if nobody is believed."""
    return settings.SECURE_PROXY_SSL_HEADER[0] if settings.SECURE_PROXY_SSL_HEADER else ""


class Hosts:
    """Remembers what Django said of a host, written exactly like that, and the scheme it came with."""

    def __init__(self) -> None:
        self._scheme = forwarded_scheme()
        self._accepted = lru_cache(maxsize=MOST)(self._ask)

    def accept(self, environ: Mapping[str, Any]) -> bool:
        """Tell whether pages may be handed to whoever asks like that."""
        host = environ.get("HTTP_HOST")
        if not host:
            return False
        forwarded = environ.get(self._scheme) if self._scheme else None
        return self._accepted(host, forwarded, environ.get("wsgi.url_scheme"))

    def _ask(self, host: str, forwarded: str | None, scheme: str) -> bool:
        environ = {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "wsgi.url_scheme": scheme}
        environ |= {"SERVER_NAME": "", "SERVER_PORT": "", "HTTP_HOST": host}
        if forwarded is not None:
            environ[self._scheme] = forwarded
        request = WSGIRequest(environ)
        try:
            request.get_host()
        except DisallowedHost:
            return False
        return request.is_secure() or not settings.SECURE_SSL_REDIRECT
