"""Data for machines inside a page: a script element that holds JSON and runs nothing."""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing.richtext.trust import trusted

# A script element ends at the first "</script", whatever the JSON around it means.
_ESCAPES = {
    ord(">"): "\\u003E",
    ord("<"): "\\u003C",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def data_script(data: Any, *, kind: str = "application/ld+json") -> SafeString:
    """Return a script element of that kind with the data as JSON."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="{}">{}</script>', kind, trusted(text))
