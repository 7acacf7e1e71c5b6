"""A clipboard that is a whole article: its form is read as by a paste, its parts as those of a file."""

import json

from manuscripts.manuscript import Manuscript

from .clipboard import read_clipboard
from .readers import read_any, understood


def read_pasted(html: str, plain: str = "", *, language: str = "") -> Manuscript:
    """Read what was pasted as an article."""
    if not html.strip():
        return read_any(plain.encode(), language=language)
    return understood(read_clipboard(html, plain), language=language)


def read_bytes(data: bytes, *, language: str) -> Manuscript:
    """Read what the child was handed: JSON of the HTML and the plain text."""
    return read_pasted(**json.loads(data), language=language)
