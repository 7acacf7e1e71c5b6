"""Validators: each takes an attribute as written and returns the value to keep, or nothing."""

from collections.abc import Callable
from urllib.parse import urlsplit

from publishing.richtext import embeds
from publishing.richtext.characters import clean, one_line

Validator = Callable[[str], str | None]

SIZES = ("normal", "wide", "full")
ALT_LENGTH = 300
LOCATOR_LENGTH = 100
SPEAKER_LENGTH = 200
URL_LENGTH = 2000
KEY_LENGTH = 40
_KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\t\n\r"))
_URL_ESCAPES = {ord(char): f"%{ord(char):02X}" for char in ' "<>\\^`{|}'}


def key(value: str) -> str | None:
    """Accept a public key or the short id of a quotation."""
    return value if 0 < len(value) <= KEY_LENGTH and _KEY_CHARACTERS.issuperset(value) else None


def text_up_to(limit: int) -> Validator:
    """Accept any words, cut to a length."""

    def words(value: str) -> str | None:
        return one_line(value, limit) or None

    return words


def number_up_to(limit: int) -> Validator:
    """Accept a whole number from 2 (1 is what stands there anyway) to the limit."""

    def number(value: str) -> str | None:
        plain = value.strip()
        if not (plain.isascii() and plain.isdigit() and len(plain) < 6):
            return None
        return str(int(plain)) if 2 <= int(plain) <= limit else None

    return number


def gap(value: str) -> str | None:
    """Accept the number of a picture that is missing."""
    plain = value.strip()
    is_number = plain.isascii() and plain.isdigit() and len(plain) < 4
    return str(int(plain)) if is_number and int(plain) else None


def size(value: str) -> str | None:
    """Accept a picture size other than the normal one."""
    return value if value in SIZES[1:] else None


def present(value: str) -> str | None:
    """Accept a marker that says something by being there."""
    return ""


def link(value: str) -> str | None:
    """Accept an address for the web or for e-mail, escaped where it has to be."""
    # Browsers drop tabs and line breaks inside an address, so "java\nscript:" must be read without them.
    address = clean(value.translate(_INVISIBLE)).strip().translate(_URL_ESCAPES)
    if len(address) > URL_LENGTH:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return address if "@" in parts.path else None
    return address if parts.scheme in ("http", "https") and host else None


def embed(value: str) -> str | None:
    """Accept the address of something at an allowed service."""
    address = link(value)
    return address if address and embeds.provider(address) else None
