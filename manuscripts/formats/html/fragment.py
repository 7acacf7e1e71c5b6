"""HTML of which every word is meant: what programs put on the clipboard, parts of pages."""

import re
from typing import Any

from lxml import etree

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Manuscript
from manuscripts.remarks import Remark

from .equations import with_equations
from .markup import split_off, without_most_attributes
from .notes import NOTE, is_note_mark, place_in
from .reader import Reader
from .styles import Sheet

LARGEST = 10_000_000
MOST_SHEETS = 20
REVEALED = re.compile(r"<!\[(?:if|endif)[^>]{0,200}\]>", re.IGNORECASE)


def read_fragment(html: str) -> Manuscript:
    """Read HTML of which every word is meant; what nobody sees is left out."""
    if len(html) > LARGEST:
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    root = parsed(html)
    reader = Reader(root, sheet_of(html))
    blocks = reader.blocks(root)
    notes = reader.read_notes()
    remarks = [Remark(notice, 0, str(count)) for notice, count in reader.left_out.items() if count]
    return Manuscript(reader.title, tuple(blocks), notes=notes, remarks=tuple(remarks))


def parsed(html: str, *, whole: bool = False) -> Any:
    """Return an HTML text as elements, however broken it is: its body, or all of it."""
    # A tag that lxml cannot name, as those of Word's islands, ends the reading of what follows.
    html = with_equations(html)
    html = REVEALED.sub("", split_off(html, "xml")[0]).replace("\x00", "")
    html = without_most_attributes(html)
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    html = html if whole else f"<div>{html}</div>"
    root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ManuscriptError(Fault.TOO_NESTED, line=1)
    if root is None:
        raise ManuscriptError(Fault.NO_WORDS, line=1)
    _lead_within(root)
    return root


def sheet_of(html: str) -> Sheet:
    """Return the style sheets that stand in a text, as one."""
    return Sheet("\n".join(split_off(html, "style")[1][:MOST_SHEETS]))


def _lead_within(root: Any) -> None:
    """Let links to notes lead to their place: browsers copy them with the address of their page before it."""
    links = [a for a in root.iter("a") if "#" in (a.get("href") or "") and not a.get("href").startswith("#")]
    if not links:
        return
    places = {e.get(name) for e in root.iter("*") for name in ("id", "name") if e.get(name)}
    for link in links:
        place = place_in(link.get("href"))
        if place and (place in places or (NOTE.fullmatch(place) and is_note_mark(link))):
            link.set("href", f"#{place}")
