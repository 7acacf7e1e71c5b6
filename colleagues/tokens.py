"""What makes a one-time link work; it is never kept, neither in the database nor in a log."""

import hashlib
import re
import secrets

# Whoever can read the log must not be able to join, or to log in as somebody else.
IN_ADDRESS = re.compile(r"(/admin/(?:join|password)/)[^/\s]+")


def new_token() -> str:
    """Return what makes a link impossible to guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def without_tokens(text: str) -> str:
    """Return a text without the tokens of one-time links in it."""
    return IN_ADDRESS.sub(r"\1…", text)
