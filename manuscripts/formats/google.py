"""What Google Docs gives as a page: a zip file with one page and its pictures, or the page alone."""

import mimetypes
import posixpath
import re
from dataclasses import replace
from typing import Any

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Manuscript, Picture
from manuscripts.remarks import Remark

from .archive import LARGEST_PART, opened
from .html.fragment import LARGEST, parsed, sheet_of
from .html.reader import Reader
from .pictures import MOST_PICTURES, addresses_of, with_pictures

EXPORTED = re.compile(r"<body\b[^>]{0,300}\bdoc-content\b", re.IGNORECASE)
_CLASSED = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def is_export(html: str) -> bool:
    """Tell whether a page is one that Google Docs wrote."""
    return EXPORTED.search(html) is not None


def read_google(data: bytes, name: str = "") -> Manuscript:
    """Read the zip file of a document: its page, with the pictures beside it."""
    archive = opened(data)
    pages = sorted(member for member in archive.names if member.lower().endswith((".html", ".htm")))
    if len(pages) != 1:
        raise ManuscriptError(Fault.REFUSED, line=0, kind="archive")
    page = archive.bytes(pages[0])
    if len(page) > min(LARGEST, LARGEST_PART):
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    manuscript = read_google_page(page.decode("utf-8", "replace"))
    folder = posixpath.dirname(pages[0])
    kept: dict[str, Picture] = {}
    for address in dict.fromkeys(addresses_of(manuscript.blocks)):
        member = posixpath.normpath(posixpath.join(folder, address))
        kind = (mimetypes.guess_type(member)[0] or "").startswith("image/")
        if kind and member in archive.names and len(kept) < MOST_PICTURES:
            kept[address] = Picture(member, posixpath.basename(member), archive.bytes(member))
    blocks = with_pictures(manuscript.blocks, kept)
    return replace(manuscript, blocks=blocks, pictures=tuple(kept.values()))


def read_google_page(html: str) -> Manuscript:
    """Read the page of a document; its title and subtitle are styles, not headings."""
    root = parsed(html, whole=True)
    body = next(root.iter("body"), root)
    title, summary = _taken(body, "title"), _taken(body, "subtitle")
    reader = Reader(body, sheet_of(html))
    blocks = reader.blocks(body)
    notes = reader.read_notes()
    remarks = tuple(Remark(notice, 0, str(count)) for notice, count in reader.left_out.items() if count)
    return Manuscript(title, tuple(blocks), summary=summary, notes=notes, remarks=remarks)


def _taken(body: Any, style: str) -> str:
    """Take a first paragraph of a style out of the text, and return its words."""
    found = body.xpath(f".//p[{_CLASSED.format(style)}]")
    if not found:
        return ""
    words = " ".join("".join(found[0].itertext()).split())
    # A mark of a note or a comment would be lost with it: such a line stays in the text.
    if not words or found[0].find(".//a[@href]") is not None:
        return ""
    found[0].getparent().remove(found[0])
    return words
