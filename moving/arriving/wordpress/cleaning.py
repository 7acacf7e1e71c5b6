"""An export's bytes as XML that can be parsed, whatever plugins have written into it."""

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path

from django.utils.translation import gettext as _

from moving.arriving.site import CannotRead

PIECE = 1 << 16
# Outside of CDATA nothing that must stay together is longer: a reference, an opening, a declaration.
HELD_BACK = 64
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31};))?")
_OWN = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])
_REFUSED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
OPEN, CLOSE = "<![CDATA[", "]]>"


def clean_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece, in UTF-8, with what XML does not know put right or taken out."""
    is_text_inside = False
    held = ""
    for piece in _pieces_of_text(path):
        held += _FORBIDDEN.sub("", piece)
        out: list[str] = []
        while True:
            sign = CLOSE if is_text_inside else OPEN
            at = held.find(sign)
            if at < 0:
                break
            part = held[: at + len(sign)]
            out.append(part if is_text_inside else _outside(part))
            held, is_text_inside = held[at + len(sign) :], not is_text_inside
        ready = _ready(held, is_text_inside=is_text_inside)
        out.append(held[:ready] if is_text_inside else _outside(held[:ready]))
        held = held[ready:]
        yield "".join(out).encode("utf-8")
    yield (held if is_text_inside else _outside(held)).encode("utf-8")


def _ready(held: str, *, is_text_inside: bool) -> int:
    """Return how much can be handed on before more is read."""
    if is_text_inside:
        return max(len(held) - len(CLOSE) + 1, 0)
    begun = max(held.rfind("&"), held.rfind("<"))
    return begun if begun >= 0 and len(held) - begun < HELD_BACK else len(held)


def _outside(text: str) -> str:
    if _REFUSED.search(text):
        raise CannotRead(_("This is no export of WordPress: it declares things of its own as none does."))
    return _REFERENCE.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    number, name = found.groups()
    if number:
        digits = number[1:-1]
        code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        is_known = code < 0x110000 and (code in (9, 10, 13) or not _FORBIDDEN.match(chr(code)))
        return f"&{number}" if is_known and code else ""
    if name in _OWN:
        return f"&{name}"
    if name in html5:
        return html5[name].replace("&", "&amp;").replace("<", "&lt;")
    return f"&amp;{name or ''}"


def _pieces_of_text(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        first = file.read(PIECE)
        decoder = codecs.getincrementaldecoder(_encoding(first))(errors="replace")
        text = _DECLARATION.sub("", decoder.decode(first).lstrip("\ufeff").lstrip(), count=1)
        yield text
        while piece := file.read(PIECE):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)


def _encoding(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.match(first.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii") if declared else "utf-8"
    # What is said to be Latin is, on most sites, what Windows calls so.
    name = "cp1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii") else name
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"
