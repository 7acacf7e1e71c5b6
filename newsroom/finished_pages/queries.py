"""Which pages are kept, and what of their query counts: the rest makes no other page of them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import QueryDict

Reads = Mapping[str, Sequence[str]]

KEPT: Mapping[str, Reads] = {
    "home": {"before": ()},
    "article": {},
    "people": {"after": ("letter",), "letter": ()},
    "person": {"before": ("in",)},
    "person-feed": {},
    "reference": {"before": ("in",)},
    "tags": {"after": ("letter",), "letter": ()},
    "tag": {"before": ()},
    "tag-feed": {},
    "feed": {},
    "sitemap": {},
    "news-sitemap": {},
    "sitemap-kind": {},
    "sitemap-letter": {},
    "page": {},
    "style": {},
    "manifest": {},
    "robots": {},
    "reservation": {},
}
"""By the name of its address, what a view reads of the query, each with what else counts beside it alone.

Any other name in a query is as good as none. A view that is not here is asked every time.
"""

NOT_KEPT: Mapping[str, str] = {
    "icon": "leads to a picture",
    "image": "is a file, or for colleagues alone",
    "security": "says until when it holds",
    "security-before": "leads on",
    "change-password": "leads on",
    "opensearch": "is asked for once by a browser",
    "health": "says how things are at this moment",
    "health-live": "says how things are at this moment",
    "edit": "leads colleagues to a form",
    "search": "has no end of addresses, and keeps its answers apart",
    "search-starting": "has no end of addresses, and keeps its answers apart",
}

LONGEST_VALUE = 100
"""Characters; the keys that pages name have a dozen. Whatever is longer is asked of the view itself."""


def what_counts(reads: Reads, query: QueryDict) -> str | None:
    """Return the part of a query that says something, always written the same; None if it is too long."""
    found: dict[str, str] = {}
    for name, beside in reads.items():
        # Of a name that comes twice, views read the last.
        if query.get(name):
            found |= {each: query.get(each, "") for each in (name, *beside)}
    if any(len(value) > LONGEST_VALUE for value in found.values()):
        return None
    return urlencode(found)
