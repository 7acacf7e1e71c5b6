"""Guiding sentences in square brackets, which the newsroom replaces by its own words."""

import re

from publishing import richtext
from publishing.bases import Payload

_BRACKETED = re.compile(r"\[[^\[\]]{20,}[.!?…。！？]\]")
"""A whole sentence in brackets. What editors put into a quotation, such as “[sic]”, is none."""


def placeholders(payload: Payload) -> list[str]:
    """Return the guiding sentences still in a page, each once."""
    texts = (payload["title"], payload["summary"], richtext.extract(payload["body"]).text)
    return list(dict.fromkeys(found for text in texts for found in _BRACKETED.findall(text)))
