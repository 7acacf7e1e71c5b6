"""How much of a headline search engines show."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from publishing.checks.draft import Draft, Place
from publishing.checks.findings import Finding
from publishing.checks.kinds import Kind
from publishing.richtext import one_line

SEARCH_CUTS_AT = 60
"""Of the title of a page, search engines show about this many letters."""

_WIDE = 2
_FIRST_WIDE = "\u1100"


def too_long(draft: Draft, name: str) -> Iterator[Finding]:
    """Find that the field on top is longer than what search engines show of it."""
    words = one_line(draft.content[name])
    over = width(words) - SEARCH_CUTS_AT
    if over > 0:
        sentence = ngettext(
            "Headline %(count)d character too long for search",
            "Headline %(count)d characters too long for search",
            over,
        )
        yield Finding(Kind.LONG_HEADLINE, sentence % {"count": over}, (Place(name, words),))


def width(words: str) -> int:
    """Return how many Latin letters' room some words take; Chinese, Japanese and Korean ones take two."""
    return sum(_WIDE if char >= _FIRST_WIDE and char.isalpha() else 1 for char in words)
