"""HTML of which every word is meant: what programs put on the clipboard, parts of pages."""

import re
from typing import Any

from lxml import etree

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Manuscript
from manuscripts.remarks import Remark

from .reader import Reader
from .styles import Sheet

LARGEST = 10_000_000
LONG_TAG = re.compile(r"(<[a-zA-Z][\w:]{0,30})(\s[^<>]{4000,})>")
MOST_ATTRIBUTES = 200
FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*)<!--\s*EndFragment\s*-->", re.DOTALL | re.IGNORECASE)
STYLES = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
# lxml reads "o:p" as it stands, but a tag it cannot name ends the reading of what follows.
XML_ISLAND = re.compile(r"<xml\b.*?</xml\s*>", re.DOTALL | re.IGNORECASE)
REVEALED = re.compile(r"<!\[(?:if|endif)[^>]{0,200}\]>", re.IGNORECASE)


def read_fragment(html: str) -> Manuscript:
    """Read HTML of which every word is meant; what nobody sees is left out."""
    if len(html) > LARGEST:
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    root = parsed(html)
    reader = Reader(root, Sheet("\n".join(STYLES.findall(html)[:20])))
    blocks = reader.blocks(root)
    notes = reader.read_notes()
    remarks = [Remark(notice, 0, str(count)) for notice, count in reader.left_out.items() if count]
    return Manuscript(reader.title, tuple(blocks), notes=notes, remarks=tuple(remarks))


def parsed(html: str, *, whole: bool = False) -> Any:
    """Return an HTML text as elements, however broken it is: its body, or all of it."""
    html = REVEALED.sub("", XML_ISLAND.sub("", html)).replace("\x00", "")
    html = LONG_TAG.sub(_without_most_attributes, html)
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    html = html if whole else f"<div>{html}</div>"
    root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ManuscriptError(Fault.TOO_NESTED, line=1)
    if root is None:
        raise ManuscriptError(Fault.NO_WORDS, line=1)
    return root


def _without_most_attributes(tag: re.Match[str]) -> str:
    """Leave out the attributes of a tag that has hundreds: each is compared with all the others."""
    return tag[1] + ">" if tag[2].count("=") > MOST_ATTRIBUTES and "data:" not in tag[2][:2000] else tag[0]
