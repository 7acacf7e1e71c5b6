"""Addresses of headings inside a page."""

from collections.abc import Iterator

from publishing.richtext.document import Block, Paragraph, text_of
from publishing.slugs import make_slug

_LENGTH = 60
# The ids of the page around the text, and of its notes, stay free for them.
_PAGE = "content corrections footer header main nav notes related search sources top"
_TAKEN = frozenset(_PAGE.split())
_NOTE = "note-"


def headings(blocks: list[Block]) -> Iterator[tuple[str, Paragraph]]:
    """Yield every heading with an id that is unique on the page and stays while the words do."""
    used = set(_TAKEN)
    counts: dict[str, int] = {}
    found = [block for block in blocks if isinstance(block, Paragraph) and block.tag != "p"]
    for number, heading in enumerate(found, start=1):
        base = _slug(text_of(heading.line)) or f"section-{number}"
        name = base
        while name in used:
            counts[base] = counts.get(base, 1) + 1
            name = f"{base}-{counts[base]}"
        used.add(name)
        yield name, heading


def _slug(text: str) -> str:
    """Spell a heading in Latin letters, cut between words."""
    slug = make_slug(text[: 2 * _LENGTH], longest=_LENGTH)
    return f"section-{slug}" if slug.startswith(_NOTE) else slug
