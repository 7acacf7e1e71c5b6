"""The words of entries in lists of sources, in every language known, and what rules are made of."""

import re
import tomllib
from functools import cache
from pathlib import Path

COMMA = ",，、،"
STOP = ".．。"
COLON = ":："
SEMICOLON = ";；؛"
DASH = r"\-–—‐‑−"
LOOSE = f" \t\n\xa0{COMMA}{SEMICOLON}{COLON}{DASH}|/<>"

UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
LOWER = "".join(chr(code) for code in range(0x61, 0x530) if chr(code).islower())

_DATA = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
LANGUAGES = {name: words for name, words in _DATA.items() if name != "names"}
GIVEN_NAMES = frozenset(_DATA["names"]["given"].split())
PLACES = frozenset(" ".join(place.split()) for place in _DATA["names"]["places"].split(","))


def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in all languages, the longest first."""
    found = {word for language in LANGUAGES.values() for word in language.get(kind, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def either(kind: str) -> str:
    """Return a pattern that matches any word of a kind."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words(kind))


@cache
def months() -> dict[str, int]:
    """Return the number of each month by its name, whatever the language."""
    return {
        name: number
        for language in LANGUAGES.values()
        for number, names in enumerate(language.get("months", ()), start=1)
        for name in _names_of_month(names)
    }


def _names_of_month(names: str) -> tuple[str, ...]:
    return (*names.split(), names) if names.isascii() or " " not in names else (names, *names.split())


def has_word(text: str, kind: str) -> bool:
    """Tell whether a text holds a word of a kind; scripts without spaces hold it anywhere."""
    return _finder(kind).search(text) is not None


@cache
def _finder(kind: str) -> re.Pattern[str]:
    spaced = [word for word in words(kind) if not _is_unspaced(word)]
    unspaced = [word for word in words(kind) if _is_unspaced(word)]
    parts = [rf"(?<!\w)(?:{'|'.join(map(re.escape, spaced))})(?!\w)"] if spaced else []
    # A script without spaces names what something is at its end: 临江日报, 教育委員会.
    parts += [rf"(?:{'|'.join(map(re.escape, unspaced))})(?=$|[\s\W])"] if unspaced else []
    return re.compile("|".join(parts), re.IGNORECASE)


def _is_unspaced(word: str) -> bool:
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in word)


def is_ideographic(text: str) -> bool:
    """Tell whether a text is written in a script without spaces, mostly."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(map(_is_unspaced, letters)) * 2 >= len(letters)
