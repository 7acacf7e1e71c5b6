"""Sources found by who published them: each word stands in what the source is called, or the publisher."""

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.text import unescape_string_literal

from publishing.finding import readings
from publishing.names import few
from references.matching import address_words
from references.models import Publisher, Reference

NOTHING = Q(pk__in=[])
_WWW = re.compile(r"\Awww\.", re.IGNORECASE)


def with_publishers(words: Sequence[str], columns: Iterable[str]) -> Q:
    """Return the filter for sources with each of these words in one of these columns."""
    plain = [unescape_string_literal(word) if _is_quoted(word) else word for word in words]
    near = _near(plain)
    if near == NOTHING:
        return near
    names = tuple(columns)
    each = (reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names)) for word in plain)
    return near & reduce(and_, each)


def _near(words: Iterable[str]) -> Q:
    """Return a filter that the rarest word makes short, since it must be there too."""
    for word in filter(readings, words):
        # An address is kept without what changes nothing about where it leads.
        kept = address_words(word) if "://" in word else _WWW.sub("", word)
        sources, publishers = few(Reference, kept or word), few(Publisher, kept or word)
        if sources == publishers == []:
            return NOTHING
        if sources is not None and publishers is not None:
            return Q(pk__in=sources) | Q(publisher__in=publishers)
    return Q()


def _is_quoted(word: str) -> bool:
    return word[:1] in ("'", '"') and len(word) > 1 and word[0] == word[-1]
