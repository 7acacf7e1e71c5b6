"""A feed's bytes as XML that can be parsed: with what XML does not know put right, and nothing declared."""

import codecs
import re
from html.entities import html5

from django.utils.translation import gettext as _

from moving.arriving.site import CannotRead

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# That of RSS 0.91 names what stands elsewhere, which is never read.
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^<>\[\]]{0,500}>", re.IGNORECASE)
_REFUSED = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&(?:#(?P<number>\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};))?"
)
_OWN = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])
_USED = re.compile(r"<([A-Za-z][\w.-]{0,40}):[A-Za-z]|\s([A-Za-z][\w.-]{0,40}):[\w.-]{1,40}\s?=\s?[\"']")
_KNOWN = re.compile(r"\sxmlns:([\w.-]{1,41})\s*=")
_ROOT = re.compile(r"<[A-Za-z][\w:.-]*")
MOST_PREFIXES = 40
OPEN, CLOSE = "<![CDATA[", "]]>"


def cleaned(data: bytes, *, charset: str = "") -> bytes:
    """Return a feed in UTF-8; refuse one that declares things of its own."""
    text = _decoded(data, charset)
    text = _FORBIDDEN.sub("", _DECLARATION.sub("", text.lstrip("\ufeff").lstrip(), count=1))
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
    return _REFERENCE.sub(_reference, part)


def _decoded(data: bytes, charset: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii") if declared else charset or "utf-8"
    # What is said to be Latin is, on most sites, what Windows calls so.
    name = "cp1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii") else name
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _reference(found: re.Match[str]) -> str:
    number, name = found["number"], found["name"]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        is_letter = 0 < code < 0x110000 and not _FORBIDDEN.match(chr(code))
        return found[0] if is_letter else ""
    if name in _OWN:
        return found[0]
    if name in html5:
        return html5[name].replace("&", "&amp;").replace("<", "&lt;")
    return f"&amp;{name or ''}"
