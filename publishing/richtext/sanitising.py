"""From any HTML to the one stored form."""

from publishing.richtext import limits
from publishing.richtext.parse import parse
from publishing.richtext.writing import write


def sanitise(html: str) -> str:
    """Return the stored form of a text; sanitising it again changes nothing."""
    stored = write(parse(html))
    # Escaping can make a text longer, and what is stored has to be readable again.
    if len(stored) > limits.MAX_LENGTH:
        raise limits.too_long(len(stored))
    if stored.count("<") - stored.count("</") > limits.MAX_NODES:
        raise limits.too_many_nodes()
    return stored
