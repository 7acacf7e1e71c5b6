"""Places left open in rendered text, to be filled from what is current.

A token is a comment. Sanitised text holds no comments, so one split on `<!--` finds every token.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

PERSON, PERSON_END = "person", "/person"
NOTE = "note"
SAID = "said"
IMAGE, IMAGE_END = "image", "/image"
EMBED = "embed"
PULL = "pull"
_FIELD = "="


def token(name: str, *fields: str) -> str:
    """Write a token; fields may hold anything."""
    return f"<!--{' '.join([name, *(_FIELD + quote(field, safe='') for field in fields)])}-->"


def split(neutral: str) -> tuple[str, Iterator[tuple[str, list[str], str]]]:
    """Return the text before the first token, then each token's name, fields and the text behind it."""
    first, *rest = neutral.split("<!--")
    return first, map(_read, rest)


def _read(piece: str) -> tuple[str, list[str], str]:
    inside, _, behind = piece.partition("-->")
    name, *fields = inside.split(" ")
    return name, [unquote(field.removeprefix(_FIELD)) for field in fields], behind
