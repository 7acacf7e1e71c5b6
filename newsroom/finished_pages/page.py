"""One finished page: its texts in the encodings asked for, and the headers that go with each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.http import parse_etags

from newsroom.finished_pages.encodings import GZIP, IDENTITY, SUFFIXES, decoded, encoded, pays
from newsroom.finished_pages.freshness import Basis
from publishing.caching import LONGEST

Headers = list[tuple[str, str]]

OF_THE_REQUEST = {"x-request-id"}
OF_THE_TEXT = {"etag", "content-length"}
"""What another request, and another encoding, have another of."""
OF_THE_BODY = {"content-length", "content-encoding", "content-type", "content-language"}
"""What an answer without a body does not say."""
SPANS = re.compile(r"(s-maxage|stale-while-revalidate|stale-if-error)=(\d+)")
STALE = ("stale-while-revalidate", "stale-if-error")
OVERHEAD = 4_000
"""Bytes that a page takes beside its texts, roughly."""


@dataclass(slots=True)
class Page:
    """A page as Django made it; its tag is the one of the plain text."""

    headers: Headers
    """All but those of an encoding, and the request's own."""
    tag: str
    basis: Basis
    path: str
    """As the log names it."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """What is there of it; one can be made of the other."""
    used: bool = False
    """Whether anybody has asked for it since somebody looked for what could go."""
    wanted: set[str] = field(default_factory=set)
    ready: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)
    horizon: float = 0
    """From when on its lifetime has to be counted anew; 0 for never."""
    is_long: bool = False
    """Whether caches in front may keep it for longer than where none is told of changes."""
    compressible: bool = True

    @property
    def size(self) -> int:
        """Return how many bytes of memory it takes."""
        # Listed at once: another thread may be adding an encoding.
        return OVERHEAD + sum(map(len, list(self.texts.values())))

    def prepare(self, encoding: str) -> tuple[Headers, bytes]:
        """Return headers and body in an encoding, making it if nobody has asked for it before."""
        self.wanted.add(encoding)
        text = self.texts.get(encoding)
        if text is None:
            text = self.texts[encoding] = encoded(self.plain(), encoding)
        if IDENTITY not in self.wanted:
            # Most of the memory: nobody reads it, and it can be made of the others.
            self.texts.pop(IDENTITY, None)
        made = self.ready[encoding] = (self.headers_of(encoding, len(text)), text)
        return made

    def plain(self) -> bytes:
        """Return the text as it was made."""
        text = self.texts.get(IDENTITY)
        if text is None:
            encoding, text = list(self.texts.items())[0]  # noqa: RUF015 (another thread may add one)
            text = decoded(text, encoding)
        return text

    def compressed(self) -> bytes:
        """Return it as it is kept beside the data."""
        return self.texts.get(GZIP) or encoded(self.plain(), GZIP)

    def headers_of(self, encoding: str, length: int) -> Headers:
        """Return all headers of an answer in this encoding but the request's own."""
        own = [("ETag", self.tag_of(encoding)), ("Content-Length", str(length))]
        if encoding != IDENTITY:
            own.append(("Content-Encoding", encoding))
        return [*self.headers, *own]

    def tag_of(self, encoding: str) -> str:
        """Return the tag of the text in an encoding: other bytes are another thing."""
        return f'{self.tag[:-1]}{SUFFIXES[encoding]}"'

    def matching(self, condition: str, encoding: str) -> str:
        """Return which tag a condition names that whoever asks still has a true copy of; "" for none.

        Any encoding will do: what they have is this page. The answer names the one they have.
        """
        named = {tag.removeprefix("W/") for tag in parse_etags(condition)}
        if "*" in named:
            return self.tag_of(encoding)
        tags = [self.tag_of(encoding), *(self.tag_of(other) for other in SUFFIXES)]
        return next((tag for tag in tags if tag in named), "")


def page_of(*, path: str, headers: Iterable[tuple[str, str]], body: bytes, basis: Basis) -> Page:
    """Return a page of what Django answered."""
    headers = list(headers)
    said = {name.lower(): value for name, value in headers}
    kept = [(name, value) for name, value in headers if name.lower() not in OF_THE_REQUEST | OF_THE_TEXT]
    page = Page(headers=kept, tag=said["etag"], basis=basis, path=path, texts={IDENTITY: body})
    page.compressible = pays(said.get("content-type", ""), len(body))
    spans = [int(seconds) for _name, seconds in SPANS.findall(said.get("cache-control", ""))]
    page.is_long = sum(spans) > LONGEST
    if basis.ends is not None and spans:
        page.horizon = basis.ends - sum(spans)
    return page


def without_body(headers: Headers, tag: str) -> Headers:
    """Return the headers of an answer that says a copy is still true."""
    rest = [(name, value) for name, value in headers if name.lower() not in OF_THE_BODY | {"etag"}]
    return [*rest, ("ETag", tag)]


def with_lifetime(headers: Headers, *, left: float | None, may_be_long: bool) -> Headers:
    """Return headers whose lifetime ends when the page does, in so many seconds if that is known.

    One that may not be long is as where nobody in front can be told of changes.
    """
    return [
        (name, _shortened(value, left, may_be_long)) if name.lower() == "cache-control" else (name, value)
        for name, value in headers
    ]


def _shortened(lifetime: str, left: float | None, may_be_long: bool) -> str:
    """Return a lifetime as `purging.answers` gives it to a page that ends then."""
    parts = [part.strip() for part in lifetime.split(",")]
    spans = {name: int(seconds) for name, seconds in SPANS.findall(lifetime)}
    fresh = spans.get("s-maxage", 0) if may_be_long else min(spans.get("s-maxage", 0), LONGEST)
    beyond = float("inf")
    if left is not None:
        fresh = min(fresh, max(0, int(left)))
        beyond = max(0, int(left)) - fresh
    kept = [f"s-maxage={fresh}"]
    while_asked, while_away = (spans.get(name, 0) if may_be_long else 0 for name in STALE)
    if 0 < while_asked <= beyond:
        kept.append(f"{STALE[0]}={while_asked}")
    if while_away and beyond > 0:
        kept.append(f"{STALE[1]}={int(min(while_away, beyond))}")
    return ", ".join([part for part in parts if not SPANS.fullmatch(part)] + kept)
