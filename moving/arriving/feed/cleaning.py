"""A feed's bytes as XML that can be parsed: with what XML does not know put right, and nothing declared."""

import re

from django.utils.translation import gettext as _

from moving.arriving.site import CannotRead
from moving.arriving.xml_text import (
    CLOSE,
    OPEN,
    encoding_of,
    with_references,
    without_declaration,
    without_forbidden,
)

# That of RSS 0.91 names what stands elsewhere, which is never read.
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^<>\[\]]{0,500}>", re.IGNORECASE)
_REFUSED = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
_USED = re.compile(r"<([A-Za-z][\w.-]{0,40}):[A-Za-z]|\s([A-Za-z][\w.-]{0,40}):[\w.-]{1,40}\s?=\s?[\"']")
_KNOWN = re.compile(r"\sxmlns:([\w.-]{1,41})\s*=")
_ROOT = re.compile(r"<[A-Za-z][\w:.-]*")
MOST_PREFIXES = 40


def cleaned(data: bytes, *, charset: str = "") -> bytes:
    """Return a feed in UTF-8; refuse one that declares things of its own."""
    text = data.decode(encoding_of(data, otherwise=charset or "utf-8"), "replace")
    text = without_forbidden(without_declaration(text))
    pieces: list[str] = []
    at = 0
    while (start := text.find(OPEN, at)) >= 0 and (end := text.find(CLOSE, start)) >= 0:
        pieces += [_outside(text[at:start], is_first=not pieces), text[start : end + len(CLOSE)]]
        at = end + len(CLOSE)
    pieces.append(_outside(text[at:], is_first=not pieces))
    return _with_prefixes(pieces).encode("utf-8")


def _with_prefixes(pieces: list[str]) -> str:
    """Return the text with every prefix declared that is used: what it stands for is not asked."""
    outside = [piece for piece in pieces if not piece.startswith(OPEN)]
    used = {prefix for piece in outside for found in _USED.findall(piece) for prefix in found if prefix}
    known = {prefix for piece in outside for prefix in _KNOWN.findall(piece)} | {"xml", "xmlns"}
    named = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in sorted(used - known)[:MOST_PREFIXES])
    return _ROOT.sub(lambda root: root[0] + named, "".join(pieces), count=1)


def _outside(part: str, *, is_first: bool) -> str:
    part = _DOCTYPE.sub("", part, count=1) if is_first else part
    if _REFUSED.search(part):
        raise CannotRead(_("This is no feed: it declares things of its own as none does."))
    return with_references(part)
