"""When two names are one: what `folding` finds by is far too generous to decide that."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import normalize

from django.db import models

from publishing.folding import without_accents
from publishing.richtext import one_line

LONGEST_KEY = 255
_HASH_LENGTH = 32
_WORD = re.compile(r"\w+")
# Scripts that put no spaces between words, or write particles right behind a name.
_UNSPACED_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_PAIR = 2

# Joiners, variation selectors and direction marks: two names that look alike are alike.
_UNSEEN = dict.fromkeys(
    [
        *(0x034F, 0x061C, 0x200E, 0x200F, 0x200C, 0x200D),
        *range(0x180B, 0x1810),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    ]
)
_EVENED = {
    **dict.fromkeys(map(ord, "‘’‚‛‹›ʼʻʹ′´`＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″〝〞〟＂"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-"),
    # The small letter of I where it has no dot: IŞIK and Işık are one.
    ord("ı"): "i",
}


def name_key(name: str) -> str:
    """Return what two spellings of one name share; every sign counts, and so do vowels of any script."""
    # What folds to nothing is itself and no other.
    return _fitting(_evened(name) or name)


def words_in(text: str) -> list[str]:
    """Return the words of a text in the form that names are compared in.

    Where nothing stands between words, every two letters side by side are one.
    """
    evened = _evened(text)
    pairs = (pair for run in _UNSPACED_RUN.findall(evened) for pair in _pairs_of(run))
    return [*_WORD.findall(evened), *pairs]


def _pairs_of(run: str) -> Iterator[str]:
    for at in range(max(1, len(run) - 1)):
        yield run[at : at + _PAIR]


def is_unspaced(text: str) -> bool:
    """Tell whether a text begins in a script whose words nothing keeps apart."""
    return _UNSPACED_RUN.match(text) is not None


def first_word(key: str) -> str:
    """Return the word by which a text is searched for a name, or its first two letters; "" if it has none."""
    found = _WORD.search(key)
    if found is None:
        return ""
    run = _UNSPACED_RUN.match(found.group())
    return run.group()[:_PAIR] if run else found.group()


def _evened(text: str) -> str:
    seen = one_line(text).translate(_UNSEEN | _EVENED)
    folded = normalize("NFKC", normalize("NFKC", seen).casefold()).translate(_EVENED)
    return " ".join(without_accents(folded).split())


def _fitting(key: str) -> str:
    """Keep a long key within its column: its beginning and a hash of the whole."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{key[: LONGEST_KEY - _HASH_LENGTH - 1]}~{digest}"


class NameBase(models.Model):
    """One name a row goes by, as names are compared; subclasses lead to the row as `names`."""

    key = models.CharField(max_length=LONGEST_KEY)

    class Meta:
        abstract = True
        default_permissions = ()


def hold_names(names: Any, spelled: Iterable[str]) -> None:
    """Make these the names a row goes by."""
    wanted = dict.fromkeys(name_key(name) for name in spelled if name)
    held = set(names.values_list("key", flat=True))
    if held - set(wanted):
        names.exclude(key__in=wanted).delete()
    for key in wanted:
        if key not in held:
            names.create(key=key)
