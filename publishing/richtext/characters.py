"""Which characters a text may hold, and what counts as words."""

import html
import re
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
# What cannot be seen and has no place in one line: soft hyphens, blanks without width, what turns the
# direction of everything behind it, and tags. Joiners and variation selectors are part of letters.
_NOT_IN_A_LINE = dict.fromkeys(
    [
        *(0xAD, 0x200B, 0x2028, 0x2029, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        *range(0x1BCA0, 0x1BCA4),
        *range(0x1D173, 0x1D17B),
        *range(0xE0000, 0xE0080),
    ]
)
_DIRECTION_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F])
# What has a raised or lowered form of its own: plain text would otherwise say another number.
_PLAIN_SIGNS = "0123456789+-−=()"
_RAISED_FORMS = {
    "sup": str.maketrans(f"{_PLAIN_SIGNS}ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans(_PLAIN_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
_SPACES = re.compile(" {2,}")


def clean(text: str) -> str:
    """Drop what is no character and turn every line break and tab into a space."""
    return text.translate(_CLEANING)


def compose(text: str) -> str:
    """Give each letter its one composed form, so that equal words are equal strings."""
    return unicodedata.normalize("NFC", text)


def raised(text: str, script: str) -> str:
    """Return raised or lowered words as plain text shows them: in such letters, if there are some for all."""
    forms = _RAISED_FORMS.get(script)
    if forms is None or not all(ord(char) in forms for char in text):
        return text
    return text.translate(forms)


def one_line(text: str, limit: int | None = None) -> str:
    """Return what was typed as one line: clean, composed, without what cannot be seen there."""
    seen = clean(text).translate(_NOT_IN_A_LINE)
    if not _runs_right_to_left(seen):
        # Beside letters of such scripts alone they decide where a sign stands.
        seen = seen.translate(_DIRECTION_MARKS)
    return _SPACES.sub(" ", compose(seen).strip())[:limit].strip()


def plain_lines(text: str) -> str:
    """Return what was typed as plain text of several lines, each clean."""
    return "\n".join(map(one_line, text.splitlines())).strip()


def _runs_right_to_left(text: str) -> bool:
    return not text.isascii() and any(
        unicodedata.bidirectional(char) in ("R", "AL") and ord(char) not in _DIRECTION_MARKS for char in text
    )


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
