"""Equations in HTML as text: those of pages, whose parts have a place, and those Word hides in comments."""

import re
from typing import NamedTuple

from lxml import etree

from manuscripts.formats.docx.math import equation

OPENS, CLOSES = "<!--[if gte msEquation", "<![endif]-->"
PICTURE, PICTURE_ENDS = "<![if !msEquation]>", "<![endif]>"
WORDS = re.compile(r"<(?:\w+:)?oMath(?:Para)?\b.*", re.DOTALL)
NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/math"
STYLED = re.compile(r"\{\\(?:displaystyle|textstyle)\s*(.*)\}", re.DOTALL)
MOST = 2_000


class Shape(NamedTuple):
    """What stands around and between the parts of an equation, and which of them are raised or lowered."""

    scripts: tuple[str, ...] = ()
    before: str = ""
    between: str = ""
    behind: str = ""


SHAPES = {
    "msup": Shape(("", "sup")),
    "msub": Shape(("", "sub")),
    "msubsup": Shape(("", "sub", "sup")),
    "munderover": Shape(("", "sub", "sup")),
    "mfrac": Shape(between="/"),
    "msqrt": Shape(before="√(", behind=")"),
}


def words_of(alt: str) -> str:
    """Return what is said of the picture of an equation, without what only sets it."""
    found = STYLED.fullmatch(alt)
    return found[1].strip() if found else alt


def with_equations(html: str) -> str:
    """Return HTML of Word's with its equations as words; it hides them, and shows pictures of them."""
    pieces: list[str] = []
    at = 0
    while (start := html.find(OPENS, at)) >= 0 and len(pieces) < MOST:
        end = html.find(CLOSES, start)
        if end < 0:
            break
        words = _as_html(html[start:end])
        pieces += [html[at:start], words]
        at = end + len(CLOSES)
        if words and html.startswith(PICTURE, at) and (behind := html.find(PICTURE_ENDS, at + 1)) >= 0:
            at = behind + len(PICTURE_ENDS)
    return "".join([*pieces, html[at:]]) if pieces else html


def _as_html(hidden: str) -> str:
    found = WORDS.search(hidden)
    if found is None:
        return ""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(f'<m:x xmlns:m="{NAMESPACE}">{found.group()}</m:x>'.encode(), parser)
    if root is None:
        return ""
    made = etree.Element("span")
    for text, script in equation(root):
        part = etree.SubElement(made, script or "span")
        part.text = " ".join(text.split("\n"))
    return str(etree.tostring(made, encoding="unicode", method="html")) if len(made) else ""
