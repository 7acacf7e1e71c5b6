"""Which characters a text may hold, and what counts as words."""

import html
import sys
import unicodedata

NO_BREAK_SPACE = "\u00a0"
_DIGITS = frozenset("0123456789")
_LONGEST_REFERENCE = 8
# Letters and a sign whose glyph is empty.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")

# Line breaks of every kind are spaces here; controls, halves of surrogate pairs and code points that
# are no characters are dropped, because neither XML feeds nor PostgreSQL can hold all of them.
_CLEANING: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFEFF], None),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), None),
    **dict.fromkeys(
        [plane + last for plane in range(0, sys.maxunicode, 0x10000) for last in (0xFFFE, 0xFFFF)]
    ),
    **dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " "),
}


def clean(text: str) -> str:
    """Drop what is no character and turn every line break and tab into a space."""
    return text.translate(_CLEANING)


def compose(text: str) -> str:
    """Give each letter its one composed form, so that equal words are equal strings."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str, limit: int) -> str:
    """Return a short plain value: clean, composed, single spaces, no longer than the limit."""
    return compose(" ".join(clean(text).split()))[:limit].strip()


def has_words(text: str) -> bool:
    """Tell whether anything in the text can be seen."""
    return any(
        not char.isspace() and char not in _BLANK and unicodedata.category(char) not in ("Cf", "Mn", "Me")
        for char in text
    )


def unescape(text: str) -> str:
    """Decode character references, absurdly long numbers included (the library refuses those)."""
    if "&#" not in text:
        return html.unescape(text)
    first, *pieces = text.split("&#")
    return html.unescape("".join([first, *("&#" + _shorten(piece) for piece in pieces)]))


def unescape_attribute(text: str) -> str:
    """Decode an attribute; `?a=1&copy=2` is an address and no copyright sign."""
    first, *pieces = text.split("&")
    return first + "".join(_reference(piece) for piece in pieces)


def _reference(piece: str) -> str:
    """Decode what follows an ampersand where it is a reference with its semicolon, or a number."""
    name, semicolon, _ = piece[:40].partition(";")
    named = bool(semicolon) and name.isalnum()
    return unescape("&" + piece) if named or piece.startswith("#") else "&" + piece


def _shorten(piece: str) -> str:
    """Cut the leading zeros of a decimal reference, and make one that is far too large invalid."""
    end = 0
    while end < len(piece) and piece[end] in _DIGITS:
        end += 1
    if end <= _LONGEST_REFERENCE:
        return piece
    number = piece[:end].lstrip("0")
    return (number if 0 < len(number) <= _LONGEST_REFERENCE else "0") + piece[end:]


def escape(text: str) -> str:
    """Escape text for a place between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Escape text for a double-quoted attribute."""
    return escape(text).replace('"', "&quot;")
