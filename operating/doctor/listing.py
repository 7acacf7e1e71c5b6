"""How a sentence names some of many."""

from collections.abc import Sequence

from django.utils.translation import ngettext

MOST_NAMED = 8


def few(names: Sequence[str]) -> str:
    """Return the first of these names, and how many more there are."""
    more = len(names) - MOST_NAMED
    named = ", ".join(names[:MOST_NAMED])
    if more <= 0:
        return named
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": named,
        "count": more,
    }
