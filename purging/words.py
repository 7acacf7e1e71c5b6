"""The opaque words by which caches in front know what a page shows; nobody can tell from one what it is."""

from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.utils.crypto import salted_hmac

PURPOSE = "newsroom.purging.words"
ALL = "all"
"""On every page that may be kept."""
ANY_CHANGE = "any change"
"""On pages that cannot tell what they show, such as feeds."""
PROBE = "probe"
"""On none: dropping it tries whether a cache listens."""

LENGTH = 13
"""Bytes a word takes in a header, with what stands between two."""
GROUPS = 64


def word(key: str) -> str:
    """Return the word for a key: a keyed hash, another one on every site."""
    digest = blake2b(key.encode(), key=_secret(settings.SECRET_KEY), digest_size=9).digest()
    return urlsafe_b64encode(digest).decode()


def words_of(shown: Collection[str], *, everything: bool) -> list[str]:
    """Return the words one answer carries; what shows very much carries those of groups of keys."""
    most = settings.PURGE_LABEL_BYTES // LENGTH - 2
    names = set(shown) if len(shown) <= most else {_group(key) for key in shown}
    return [word(ALL), *([word(ANY_CHANGE)] if everything else []), *sorted(map(word, names))]


def words_to_drop(keys: Iterable[str]) -> set[str]:
    """Return the words of all pages that show one of these."""
    different = set(keys)
    if not different:
        return set()
    return {word(name) for name in (*different, *map(_group, different), ANY_CHANGE)}


def _group(key: str) -> str:
    return f"group {int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) % GROUPS}"


@cache
def _secret(secret_key: str) -> bytes:
    return salted_hmac(PURPOSE, "", secret=secret_key, algorithm="sha256").digest()
