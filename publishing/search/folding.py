"""What is the same when words are looked for: case, accents, widths, spellings; no two sounds of a script.

It is decided here alone, for both databases. Whoever changes a rule adds one to `RULES`: rows that are
still folded by another one are then written anew by `manage.py rebuildsearch`.
"""

import re
import unicodedata

RULES = 1
FOLDED_AS = f"{RULES}/{unicodedata.unidata_version}"
"""By which rules a row's words were made; a later Unicode knows other letters."""

INSIDE = "'"
"""What stands for a mark inside a word, as in O’Brien, GPT-4 and U.S."""

_INSIDE = set("'’‘‛`.-‐‑·‧&_ʻʼʹ′־׳״")
_DROPPED = {"・", "ـ", "\u034f"}
_LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ŋ": "n",
    "ĸ": "k",
    "ɨ": "i",
    "ß": "ss",
    "ƒ": "f",
    "ȷ": "j",
    # As Lucene normalises Arabic and Persian.
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ی": "ي",
    "ک": "ك",
    "ۀ": "ه",
}
_POINTS = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\ufe00-\ufe0f]")
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Of Cyrillic letters only a stress is dropped, and the dots of ё: й, ї, ѓ and ќ are letters of their own.
_ON_NOTHING_OF_ITS_OWN = re.compile(
    f"(?<=[a-z\u00df-\u024f\u0250-\u02af\u0370-\u03ff\u1e00-\u1fff])[{_ACCENTS}]+"
    "|(?<=[\u0430-\u0432\u0434-\u0439\u043b-\u052f])[\u0300\u0301]+"
    "|(?<=е)\u0308+"
)
_MOST_ROUNDS = 4


class _Letters(dict[int, str | int]):
    """What becomes of each character; worked out when one is met first."""

    def __missing__(self, code: int) -> str | int:
        folded = _folded(chr(code))
        kept: str | int = code if folded == chr(code) else folded
        if code < 0x10000:
            self[code] = kept
        return kept


def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if char in _INSIDE:
        return INSIDE
    if char in _DROPPED or category in ("Cf", "Me"):
        return ""
    if category[0] in "LN":
        return _letter(char)
    if category[0] == "M":
        return "" if _POINTS.match(char) else char
    return " "


def _letter(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    base, *marks = list(unicodedata.normalize("NFD", char))
    if not marks:
        return char
    script = unicodedata.name(base, "").partition(" ")[0]
    if script in ("LATIN", "GREEK"):
        return _LETTERS.get(base, base)
    if script == "CYRILLIC":
        return unicodedata.normalize("NFC", _ON_NOTHING_OF_ITS_OWN.sub("", base + "".join(marks)))
    return char


_LETTER = _Letters()


def fold(text: str) -> str:
    """Return the words of a text folded, with spaces between and `INSIDE` for a mark in one."""
    if text.isascii():
        return text.lower().translate(_LETTER)
    for _round in range(_MOST_ROUNDS):
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        folded = plain.translate(_LETTER)
        if _ACCENT.search(folded):
            folded = unicodedata.normalize("NFC", _ON_NOTHING_OF_ITS_OWN.sub("", folded))
        if folded == text:
            break
        text = folded
    return text
