"""The words of a language, from languages/TAG.toml: lists are data, and a language is a file."""

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = frozenset(path.stem for path in FOLDER.glob("*.toml"))


@cache
def words_of_language(tag: str) -> dict[str, frozenset[str]]:
    """Return the word lists of a language by name; a list is its words with blanks between them."""
    given = tomllib.loads((FOLDER / f"{tag}.toml").read_text(encoding="utf-8"))
    lists = {key: _words(value) for key, value in given.items() if isinstance(value, str | list)}
    return defaultdict(frozenset, lists)


def _words(value: str | list[str]) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)
