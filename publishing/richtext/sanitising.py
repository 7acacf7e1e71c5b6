"""From any HTML to the one stored form."""

from publishing.richtext import limits
from publishing.richtext.kept import Kept
from publishing.richtext.parse import parse, parsed
from publishing.richtext.writing import write

_done: Kept[str] = Kept(str)
"""Texts that are in the stored form already, because they were just brought into it."""


def sanitise(html: str) -> str:
    """Return the stored form of a text; sanitising it again changes nothing."""
    if html in _done:
        return html
    blocks = parse(html)
    stored = write(blocks)
    # Escaping can make a text longer, and what is stored has to be readable again.
    if len(stored) > limits.MAX_LENGTH:
        raise limits.too_long(len(stored))
    if stored.count("<") - stored.count("</") > limits.MAX_NODES:
        raise limits.too_many_nodes()
    # Reading what was just written would give the same blocks.
    parsed.keep(stored, blocks)
    return _done.keep(stored, stored)
