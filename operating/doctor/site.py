"""The site as others reach it: a few questions to SITE_URL itself, and to no other host."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from operating.doctor.bounded import SECONDS, within
from operating.doctor.findings import Asked

MOST_BYTES = 1_000_000
NAME = "Newsroom-Doctor"


@dataclass(frozen=True)
class Answer:
    """What came back; the headers by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    at: datetime


@dataclass
class Site:
    """Asks SITE_URL; once it was not reached it is asked nothing more in this run."""

    problem: str = ""
    untrusted: ssl.SSLCertVerificationError | None = None
    certificate: Mapping[str, Any] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, ask: Asked) -> "Site":
        """Return the one of this run."""
        found: Site = ask.known.setdefault("site", cls())
        return found

    def get(self, path: str) -> Answer | None:
        """Return what a reader gets there, asked once a run; None where the site is not reached."""
        if path not in self.answers:
            answer = self.ask("GET", path)
            if answer is None:
                return None
            self.answers[path] = answer
        return self.answers[path]

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        scheme: str = "",
        seconds: float = SECONDS,
    ) -> Answer | None:
        """Ask once, follow nothing; a site that does not answer is asked no more, but for other schemes."""
        if self.problem:
            return None
        parts = urlsplit(settings.SITE_URL)
        wanted = scheme or parts.scheme
        port = parts.port if wanted == parts.scheme else None
        try:
            return within(
                seconds, lambda: self._ask(method, path, wanted, parts.hostname or "", port, headers)
            )
        except (OSError, http.client.HTTPException) as problem:
            if not scheme and not headers:
                self.problem = _in_words(problem)
            return None

    def _ask(
        self,
        method: str,
        path: str,
        scheme: str,
        host: str,
        port: int | None,
        headers: Mapping[str, str] | None,
    ) -> Answer:
        made = self._connected(scheme, host, port)
        try:
            made.putrequest(method, path, skip_accept_encoding=True)
            for name, value in {"User-Agent": NAME, "Connection": "close", **(headers or {})}.items():
                made.putheader(name, value)
            made.endheaders()
            came = made.getresponse()
            told = {name.lower(): value for name, value in came.getheaders()}
            return Answer(came.status, told, came.read(MOST_BYTES), timezone.now())
        finally:
            made.close()

    def _connected(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme != "https":
            plain = http.client.HTTPConnection(host, port, timeout=SECONDS)
            plain.connect()
            return plain
        context = ssl.create_default_context()
        if self.untrusted is not None:
            # Said already; what else there is to find is looked for all the same, and nothing secret is sent.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        made = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
        try:
            made.connect()
        except ssl.SSLCertVerificationError as problem:
            if self.untrusted is not None:
                raise
            self.untrusted = problem
            return self._connected(scheme, host, port)
        told: Any = made.sock.getpeercert()
        self.certificate = self.certificate or told or {}
        return made


def _in_words(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return f"no answer within {SECONDS:.0f} s"
    return " ".join(str(problem).split()) or type(problem).__name__
