"""Random public keys, so that no address, feed or attribute shows a counter."""

import secrets

KEY_LENGTH = 12
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def random_key() -> str:
    """Return a new key: 12 characters of 32, 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


def is_key(text: str) -> bool:
    """Tell whether a text could be a key."""
    return len(text) == KEY_LENGTH and set(text) <= set(ALPHABET)
