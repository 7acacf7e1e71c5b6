"""What makes a one-time link work; it is never kept, neither in the database nor in a log."""

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac


def _as_typed(word: str) -> str:
    """Return a pattern for a word of an address, each of its letters as it is or percent-encoded."""
    return "".join(
        f"(?:{re.escape(letter)}|%{ord(letter):02x}|%{ord(letter.upper()):02x})" for letter in word
    )


# Whoever can read the log must not be able to join, or to log in as somebody else: not by an address that
# was mistyped either, because its token is a good one.
_SLASHES = r"(?:/|%2f)+"
_ROOMS = "|".join(_as_typed(room) for room in ("join", "password", "not-me"))
IN_ADDRESS = re.compile(
    rf"({_SLASHES}{_as_typed('admin')}{_SLASHES}(?:{_ROOMS}){_SLASHES})(?:(?!%2f)[^/\s])+", re.IGNORECASE
)


def new_token() -> str:
    """Return what makes a link impossible to guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_again(seed: str, user: int) -> str:
    """Return the token that a job makes for somebody, the same each time it is tried.

    The seed is of the same size and kept as long as the job waits; it is worth nothing without the
    secret key, which stands in no database.
    """
    made = salted_hmac("colleagues.tokens", f"{seed}:{user}", algorithm="sha256").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def without_tokens(text: str) -> str:
    """Return a text without the tokens of one-time links in it."""
    return IN_ADDRESS.sub(r"\1…", text)
