"""The words of a published text alone, a line for each of its lines."""

from collections.abc import Iterator

import lxml.html
from lxml import etree

from publishing.richtext import tokens

_IN_LINE = {"a", "em", "q", "span", "strong", "sub", "sup"}


def plain_text(neutral: str) -> str:
    """Return what readers read of neutral HTML; a pull quote only repeats words that stand elsewhere."""
    if not neutral.strip():
        return ""
    lines = "".join(_pieces(neutral)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(neutral: str) -> Iterator[str]:
    root = lxml.html.fromstring(f"<div>{neutral}</div>")
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            yield _said(element.text or "")
        elif element.tag not in _IN_LINE:
            yield "\n"
        text = (element.text if event == "start" else element.tail) or ""
        yield text.replace("\n", " ")


def _said(token: str) -> str:
    """Return by whom a quotation is signed; a signature is a line of its own."""
    _, found = tokens.split(f"<!--{token}-->")
    name, fields, _behind = next(found)
    return f"\n{fields[1]}\n" if name == tokens.SAID and len(fields) > 1 else ""
