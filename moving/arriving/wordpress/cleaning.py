"""An export's bytes as XML that can be parsed, whatever plugins have written into it."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

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

PIECE = 1 << 16
# Outside of CDATA nothing that must stay together is longer: a reference, an opening, a declaration.
HELD_BACK = 64
_REFUSED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def clean_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece, in UTF-8, with what XML does not know put right or taken out."""
    is_text_inside = False
    held = ""
    for piece in _pieces_of_text(path):
        held += without_forbidden(piece)
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
    return with_references(text)


def _pieces_of_text(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        first = file.read(PIECE)
        decoder = codecs.getincrementaldecoder(encoding_of(first))(errors="replace")
        yield without_declaration(decoder.decode(first))
        while piece := file.read(PIECE):
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
