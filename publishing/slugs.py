"""Words as they stand in an address: small Latin letters, digits and hyphens, whatever the script."""

import re
import unicodedata
from collections.abc import Iterator

from anyascii import anyascii

SLUG_LENGTH = 80

_SPOKEN = {"+": "plus", "&": "and", "@": "at", "%": "percent"}
_SHARP = "sharp"  # behind a letter, as in C#; elsewhere the sign marks a tag or a number
_LETTER = r"[^\W\d_]"
_HEBREW = "[\u05d0-\u05ea]"
_APOSTROPHE = "['’‘‛´`′＇]"
# Signs that keep nothing apart: the points of U.S., apostrophes, Catalan l·l and Hebrew abbreviations.
_WITHIN_A_WORD = re.compile(
    rf"(?<!{_LETTER})({_LETTER})[.．](?={_LETTER}(?![^\W_]))"
    rf"|(?<=[.．]{_LETTER})[.．]{_APOSTROPHE}(?={_LETTER})"
    rf"|(?<=[^\W_]){_APOSTROPHE}(?={_LETTER})"
    r"|(?<=[lL])·(?=[lL])"
    rf"|(?<={_HEBREW})[\"״׳](?={_HEBREW})"
)
_BETWEEN_THOUSANDS = r"[,，٬'’]"
_THOUSANDS = re.compile(
    rf"(?<!\d)(?<!\d{_BETWEEN_THOUSANDS})\d{{1,3}}(?:{_BETWEEN_THOUSANDS}\d{{2,3}})*"
    rf"{_BETWEEN_THOUSANDS}\d{{3}}(?!\d|{_BETWEEN_THOUSANDS}\d)"
)


def make_slug(text: str, *, longest: int = SLUG_LENGTH) -> str:
    """Return a readable web address part for any script; '' only where nothing can be read out."""
    whole = _WITHIN_A_WORD.sub(r"\1", unicodedata.normalize("NFC", text))
    whole = _THOUSANDS.sub(lambda number: re.sub(_BETWEEN_THOUSANDS, "", number[0]), whole)
    slug = re.sub("-+", "-", "".join(_spelled(whole))).strip("-_")
    if len(slug) <= longest:
        return slug
    head, _, _ = slug[: longest + 1].rpartition("-")
    return (head or slug[:longest]).strip("-_")


def _spelled(text: str) -> Iterator[str]:
    """Yield each letter and digit in Latin ones, and a hyphen for whatever keeps two of them apart."""
    before = ""
    for char in text:
        category = unicodedata.category(char)
        if category[0] == "C" and not char.isspace():
            continue
        if category[0] in "LM":
            # The sign by which a letter is spelled is part of it: ь is no apostrophe.
            yield "".join(part for part in _latin(char) if part != "-" or " " in anyascii(char))
        elif category[0] == "N":
            # 1½ is not 11/2, and 10² not 102.
            is_another = before[:1] == "N" and "No" in (category, before)
            yield "-" * is_another + _latin(char)
        elif char == "_":
            yield char
        else:
            spoken = _SHARP if char in "#＃♯" and before[:1] == "L" else _SPOKEN.get(anyascii(char))
            yield f"-{spoken or _latin(char)}-"
        before = category


def _latin(char: str) -> str:
    return "".join(part if part.isalnum() else "-" for part in anyascii(char).lower())
