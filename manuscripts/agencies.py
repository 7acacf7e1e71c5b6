"""Whether a name in a byline is an agency's or a desk's, and no person's."""

from functools import cache

from .vocabulary import LANGUAGES, words_of_language

LONGEST_DESK = 3
BEFORE = frozenset(["the", "die", "der", "la", "le", "el"])


def is_agency(name: str) -> bool:
    """Tell whether a name is known as an agency's, or says itself that it is a desk's."""
    words = name.casefold().strip(" .()/").split()
    if words and words[0] in BEFORE:
        words = words[1:]
    if not words or "-".join(words) in _words("agencies"):
        return bool(words)
    return len(words) <= LONGEST_DESK and not _words("desks").isdisjoint((words[0], words[-1]))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset().union(*(words_of_language(tag)[name] for tag in LANGUAGES))
