"""Footnotes as WordPress and its plugins write them, in the shape that the reader of HTML knows."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# The core's own: the mark in the text, its words in a field of the post.
_CORE = re.compile(r'<sup\b[^>]{0,300}\bdata-fn="([\w-]{1,100})"[^>]{0,300}>.{0,400}?</sup>', re.DOTALL)
# The plugin's default: double brackets. A smiley or a formula has no blank between words in them.
_DOUBLE = re.compile(r"\(\(((?:(?!\(\(|\)\)).){1,5000}?)\)\)(?!\))", re.DOTALL)
_NOT_A_NOTE = re.compile(r"\s*\S*\s*")


@dataclass
class Notes:
    """The notes of one post, in the order of their marks."""

    texts: list[str] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def mark(self, text: str, *, known_as: str = "") -> str:
        """Return the mark of a note; one that is cited again keeps its number."""
        name = known_as or text.strip()
        if not text.strip():
            return ""
        if name not in self._known:
            self.texts.append(text.strip())
            self._known[name] = len(self.texts)
        number = self._known[name]
        return f'<sup><a href="#footnote-{number}" role="doc-noteref">{number}</a></sup>'

    def listed(self) -> str:
        """Return the notes themselves, to stand behind the text."""
        items = (f'<li id="footnote-{at}"><p>{text}</p></li>' for at, text in enumerate(self.texts, start=1))
        return f"<ol>{''.join(items)}</ol>" if self.texts else ""


def with_core_notes(html: str, notes: Notes, texts: Mapping[str, str]) -> str:
    """Return a text whose marks of the core's notes are ours."""
    if not texts:
        return html
    return _CORE.sub(
        lambda found: notes.mark(texts[found[1]], known_as=found[1]) if found[1] in texts else found[0], html
    )


def core_notes(field_of_post: str) -> dict[str, str]:
    """Return the words of the core's notes by their ids; what is damaged has none."""
    try:
        listed: Any = json.loads(field_of_post) if field_of_post else []
    except (ValueError, RecursionError):
        return {}
    entries = listed if isinstance(listed, list) else []
    return {str(e["id"]): str(e.get("content", "")) for e in entries if isinstance(e, dict) and "id" in e}


def with_bracketed_notes(text: str, notes: Notes) -> str:
    """Return a text between tags whose double brackets are notes."""
    if "((" not in text:
        return text
    return _DOUBLE.sub(
        lambda found: found[0] if _NOT_A_NOTE.fullmatch(found[1]) else notes.mark(found[1]), text
    )
