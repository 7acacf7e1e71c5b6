"""A post of another site: HTML of which every word is meant, with the addresses it was written with."""

from typing import Any
from urllib.parse import urljoin

from manuscripts.citing import with_notes_as_sources
from manuscripts.errors import Fault, ManuscriptError
from manuscripts.language import language_of
from manuscripts.manuscript import Manuscript, texts_of
from manuscripts.remarks import Remark

from .html.fragment import LARGEST, parsed, sheet_of
from .html.reader import Reader
from .pictures import with_carried

ADDRESSES = (("a", "href"), ("img", "src"), ("iframe", "src"))
OWN = ("#", "data:", "mailto:")


def read_post(html: str, *, address: str = "", language: str = "") -> Manuscript:
    """Read a post: nothing of its words is taken for anything else, and its notes become sources."""
    if len(html) > LARGEST:
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    if not html.strip():
        return Manuscript("", (), language=language)
    root = parsed(html)
    if address:
        _lead_from(root, address)
    reader = Reader(root, sheet_of(html))
    blocks = tuple(reader.blocks(root))
    notes = reader.read_notes()
    remarks = [Remark(notice, 0, str(count)) for notice, count in reader.left_out.items() if count]
    if not language:
        language = language_of("\n".join(text for block in blocks for text in texts_of(block))).tag
    read = Manuscript("", blocks, notes=notes, remarks=tuple(remarks), language=language)
    return with_notes_as_sources(with_carried(read))


def _lead_from(root: Any, address: str) -> None:
    """Make addresses whole that say only where from here something is."""
    for tag, name in ADDRESSES:
        for element in root.iter(tag):
            said = (element.get(name) or "").strip()
            if said and not said.lower().startswith(OWN):
                try:
                    element.set(name, urljoin(address, said))
                except ValueError:
                    continue


def read_bytes(data: bytes, *, address: str, language: str) -> Manuscript:
    """Read what the child was handed as a post."""
    return read_post(data.decode("utf-8", "replace"), address=address, language=language)
