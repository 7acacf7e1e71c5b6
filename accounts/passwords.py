"""Passwords in one form, so that the same keys on another keyboard are the same password."""

import unicodedata

from django.contrib.auth.hashers import make_password


def normalised(password: str) -> str:
    """Return a password as it is hashed: letters that look alike and are written otherwise are one (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Return what is stored of a password; slow on purpose."""
    return make_password(normalised(password))
