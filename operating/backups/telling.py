"""Backups in words."""

from django.template.defaultfilters import filesizeformat


def size_in_words(size: int) -> str:
    """Return a number of bytes as people say it."""
    return str(filesizeformat(size)).replace("\xa0", " ")
