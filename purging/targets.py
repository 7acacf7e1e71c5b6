"""The caches in front: how one is told by a request which pages to drop."""

import http.client
import json
import logging
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from purging.words import ALL, word

logger = logging.getLogger("newsroom.purging")

PATIENCE = 5
"""Seconds a cache may take to connect, and again to answer."""


class NotTold(Exception):
    """Raised with a sentence when a cache did not take what it was told."""


@dataclass(frozen=True)
class Target:
    """One cache. What stands in braces in address, headers and body is filled in for each request."""

    method: str
    address: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: str = field(default="", repr=False)
    at_once: int = 100
    most: int = 5_000
    secret: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Return the host and port: all of the address that is no secret for certain."""
        return urlsplit(self.address).netloc.rpartition("@")[2]

    def tell(self, words: Iterable[str], *, hard: bool) -> None:
        """Have the cache drop every page with one of these words, or ask for it anew if that is all.

        Where so many are too many for it, it is all pages.
        """
        ordered = sorted(words)
        if len(ordered) > self.most:
            ordered = [word(ALL)]
        for start in range(0, len(ordered), self.at_once):
            self._ask(ordered[start : start + self.at_once], hard=hard)

    def _ask(self, words: Sequence[str], *, hard: bool) -> None:
        filled = Filled(words, hard=hard, secret=self.secret)
        parts = urlsplit(filled.text(self.address))
        headers = {name: text for name, text in filled.headers(self.headers) if text}
        body = filled.text(self.body).encode() or None
        secure = parts.scheme == "https"
        made = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(
            parts.hostname or "", parts.port, timeout=PATIENCE
        )
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        try:
            made.request(self.method, path, body=body, headers=headers)
            status = made.getresponse().status
        except (OSError, http.client.HTTPException) as problem:
            # The name of the fault alone: its text could repeat what was sent.
            logger.warning("The cache at %s was not reached: %s", self.name, type(problem).__name__)
            raise NotTold(_("The cache at %(name)s does not answer.") % {"name": self.name}) from None
        finally:
            made.close()
        if not 200 <= status < 300:
            logger.warning("The cache at %s refused with %s", self.name, status)
            said = {"name": self.name, "status": status}
            raise NotTold(_("The cache at %(name)s refused, with the code %(status)d.") % said)


class Filled:
    """What is filled into the templates of one request, or of one answer's headers."""

    def __init__(self, words: Sequence[str], *, hard: bool = False, secret: str = "") -> None:
        spaced = " ".join(words)
        self._values = {
            "{words}": spaced,
            "{commas}": ",".join(words),
            "{list}": json.dumps(list(words)),
            "{hard_words}": spaced if hard else "",
            "{soft_words}": "" if hard else spaced,
            "{hard}": "1" if hard else "",
            "{soft}": "" if hard else "1",
            "{secret}": secret,
            "{basic}": b64encode(secret.encode()).decode(),
        }

    def text(self, template: str) -> str:
        """Return a template filled in; other braces stay, as JSON is full of them."""
        for name, value in self._values.items():
            template = template.replace(name, value)
        return template

    def headers(self, templates: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield each header; one that comes out empty is not to be sent."""
        for name, template in templates.items():
            yield name, self.text(template).strip()


def targets() -> list[Target]:
    """Return the caches that are set up."""
    return [Target(**given) for given in settings.PURGE_TARGETS]


def is_set_up() -> bool:
    """Tell whether there is any cache to be told."""
    return bool(settings.PURGE_TARGETS)


def set_up_mark() -> str:
    """Return what tells whether the same caches are told by the same words as before."""
    known: Any = [
        word("the secret itself"),
        settings.PURGE_LABELS,
        *sorted(target.address for target in targets()),
    ]
    return blake2b(json.dumps(known).encode(), digest_size=16).hexdigest()
