"""What was read from a note that waits in a draft, as it is stored beside the words of the note."""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from manuscripts import Author, SourceLine
from publishing.richtext.characters import one_line

MOST_SOURCES = 20
MOST_AUTHORS = 100
VALUE_LENGTH = 2_000
LONGEST = 20_000
"""Letters of a note, and of what was read from it."""

_TEXTS = frozenset(field.name for field in fields(SourceLine) if field.default == "")


def written(sources: Iterable[SourceLine]) -> str:
    """Return what was read from a note, to be stored; what is not known is left out."""
    told = [_told(source) for source in sources][:MOST_SOURCES]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True) if told else ""


def _told(source: SourceLine) -> dict[str, Any]:
    said = {name: value for name, value in asdict(source).items() if value}
    if source.authors:
        said["authors"] = [{k: v for k, v in asdict(author).items() if v} for author in source.authors]
    return said


def sources_in(stored: str) -> tuple[SourceLine, ...]:
    """Return what was read from a note; what is not of that form was not read."""
    try:
        told = json.loads(stored) if 0 < len(stored) <= LONGEST else []
    except (ValueError, RecursionError):
        return ()
    if not isinstance(told, list):
        return ()
    found = (_source(said) for said in told[:MOST_SOURCES] if isinstance(said, dict))
    return tuple(source for source in found if source != SourceLine())


def _source(said: dict[str, Any]) -> SourceLine:
    authors = said.get("authors")
    named = [_author(one) for one in authors[:MOST_AUTHORS]] if isinstance(authors, list) else []
    return SourceLine(
        **_texts(said, _TEXTS),
        authors=tuple(author for author in named if author != Author()),
        is_incomplete=said.get("is_incomplete") is True,
    )


def _author(said: Any) -> Author:
    names = frozenset(("family", "given", "literal"))
    return Author(**_texts(said, names)) if isinstance(said, dict) else Author()


def _texts(said: dict[str, Any], names: frozenset[str]) -> dict[str, str]:
    lines = {name: one_line(said[name], VALUE_LENGTH) for name in names if isinstance(said.get(name), str)}
    return {name: line for name, line in lines.items() if line}


def as_read(value: str) -> str | None:
    """Accept what was read from a note, written in its one form."""
    stored = written(sources_in(value))
    return stored if 0 < len(stored) <= LONGEST else None
