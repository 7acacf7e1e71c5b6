"""The path of a page that has one word in its address: worked out once for each kind of page."""

import re
from functools import cache

from django.urls import reverse

_STAND_IN = "stand-in"
_plain = re.compile(r"[-a-zA-Z0-9_]+").fullmatch


def path_to(name: str, word: str) -> str:
    """Return what `reverse(name, args=[word])` returns."""
    if not _plain(word):
        return reverse(name, args=[word])
    before, after = _around(name)
    return f"{before}{word}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_STAND_IN]).partition(_STAND_IN)
    return before, after
