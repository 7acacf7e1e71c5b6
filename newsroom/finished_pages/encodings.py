"""The encodings a page is kept in, and which of them a reader can read."""

import gzip
import zlib
from functools import lru_cache

import brotli  # type: ignore[import-untyped]

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
SUFFIXES = {IDENTITY: "", GZIP: "-gz", BROTLI: "-br"}
"""What the tag of each ends with: other bytes have another tag."""
SMALLEST = 400
"""Bytes; anything shorter travels in one packet anyway."""
GZIP_LEVEL, BROTLI_QUALITY = 6, 5

TEXTS = ("text/", "application/xml", "application/rss+xml", "application/atom+xml")
JSON = ("application/json", "application/manifest+json", "application/feed+json")


def pays(content_type: str, length: int) -> bool:
    """Tell whether an answer becomes much smaller."""
    return length >= SMALLEST and content_type.startswith(TEXTS + JSON)


@lru_cache(maxsize=256)
def chosen(accepts: str) -> str:
    """Return the encoding for what a reader says it accepts; with no good word for any, the plain text."""
    named: dict[str, float] = {}
    for part in accepts.lower().split(","):
        name, _, parameters = part.partition(";")
        named[name.strip().removeprefix("x-")] = _quality(parameters)
    other = named.get("*", 0.0)
    # Whoever says "anything" mostly knows gzip, and not always what came later.
    weights = {BROTLI: named.get(BROTLI, 0.0), GZIP: named.get(GZIP, other)}
    compressed = max(weights, key=lambda name: weights[name])
    if weights[compressed] > 0 and weights[compressed] >= named.get(IDENTITY, 0.0):
        return compressed
    return IDENTITY


def _quality(parameters: str) -> float:
    """Return the weight of a part; one that cannot be read is none."""
    name, _, value = parameters.partition(";")[0].partition("=")
    if not name.strip():
        return 1.0
    try:
        weight = float(value.strip()) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def encoded(text: bytes, encoding: str) -> bytes:
    """Return a text in an encoding; always the same bytes, so that they can have a tag."""
    if encoding == GZIP:
        return gzip.compress(text, GZIP_LEVEL, mtime=0)
    if encoding == BROTLI:
        made: bytes = brotli.compress(text, quality=BROTLI_QUALITY)
        return made
    return text


def decoded(text: bytes, encoding: str) -> bytes:
    """Return the plain text."""
    if encoding == GZIP:
        return zlib.decompress(text, wbits=31)
    if encoding == BROTLI:
        plain: bytes = brotli.decompress(text)
        return plain
    return text
