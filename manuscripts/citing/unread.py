"""What an entry says that none of its fields holds, so that nothing of it is lost in silence."""

import re
from functools import cache

from manuscripts.manuscript import SourceLine

from .words import LANGUAGES

_DOI_ADDRESS = re.compile(r"\b(?:https?://)?(?:(?:dx|www)\.)?doi\.org/", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")


def unread_words(source: SourceLine) -> tuple[str, ...]:
    """Return the words of an entry as it was written that stand in no field, and are no "Available at"."""
    authors = (f"{author.family} {author.given} {author.literal}" for author in source.authors)
    fields = (
        source.title, source.publisher, source.container, source.url, source.domain, source.doi,
        source.note, source.volume, source.issue, source.pages, *authors,
    )  # fmt: skip
    said = set(_words(" ".join(fields)))
    raw = _DOI_ADDRESS.sub(" ", source.raw)
    return tuple(word for word in _words(raw) if word not in said and word not in _vocabulary())


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


@cache
def _vocabulary() -> frozenset[str]:
    """Return the words that only say what the words beside them are."""
    kinds = ("months", "accessed", "available", "pages", "leaves", "volume", "issue", "in", "and", "et_al")
    texts = (text for words in LANGUAGES.values() for kind in kinds for text in words.get(kind, ()))
    return frozenset(word for text in texts for word in _words(text)) | {
        "https",
        "http",
        "www",
        "doi",
        "isbn",
    }
