"""What the links of a published version say of how it is found: marks, and quotations in it."""

from collections.abc import Iterable
from typing import Any

from publishing.models import TaggedBase
from publishing.search.parts import mark


def marks_of(links: Iterable[Any]) -> tuple[str, ...]:
    """Return the marks of the tags a published version carries, and of everybody it links or quotes."""
    marks: dict[str, None] = {}
    for link in links:
        if isinstance(link, TaggedBase):
            marks[mark("tag", link.tag_id)] = None
        elif getattr(link, "person_id", None):
            marks[mark("person", link.person_id)] = None
    return tuple(marks)
