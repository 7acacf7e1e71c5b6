"""From a question to hits: the one place that speaks to the kernel's search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from publishing.search import Cursor, Hit, Search
from reading.search.asking import Asked

PAGE = 20
SAMPLE = 200
"""How many hits are looked at for what the answer can be narrowed to; more than these are not counted."""
MOST = 1_000
MOST_OF_A_KIND = 100
FEW = 3
"""With fewer results than these a reader may have mistyped."""
IN_SEARCH = {
    "articles": "article",
    "people": "person",
    "sources": "source",
    "pages": "page",
    "quotes": "quotation",
}
"""What the kernel calls each kind that readers can ask for."""
BY_THEMSELVES = ("articles", "people", "sources", "pages")
"""What is found unasked; quotations repeat their article's words."""


@dataclass(frozen=True)
class Answer:
    """Part of an answer: the hits to show, those looked at besides, and how many there are at least.

    `is_whole` says that all hits were looked at, `is_partial` that only part of the archive was.
    """

    hits: Sequence[Hit]
    sample: Sequence[Hit]
    number: int = 0
    is_over: bool = False
    is_whole: bool = False
    is_partial: bool = False
    older: Cursor | None = None


def search_for(asked: Asked, *, at: datetime, kind: str = "") -> Search:
    """Return the search for a question, or for one kind of what it asks for."""
    kind = kind or asked.kind
    names = [kind] if kind else BY_THEMSELVES
    search = Search(asked.words, at=at, language=asked.language).kinds(*(IN_SEARCH[name] for name in names))
    if asked.tag:
        search = search.tagged(asked.tag)
    if asked.person:
        search = search.mentioning(asked.person.working_copy)
    if asked.publisher:
        search = search.published_by(asked.publisher)
    return search.between(*asked.years) if asked.year else search


def look(asked: Asked, search: Search) -> Answer:
    """Return what a question finds from its place on, names and headlines first, newest first in each."""
    if asked.after:
        found = search.page(after=asked.after, size=PAGE)
        return Answer(found.hits, found.hits, is_partial=found.is_partial, older=found.after)
    found = search.page(size=SAMPLE)
    hits = found.hits[:PAGE]
    is_whole = found.after is None
    number = len(found.hits) if is_whole else search.at_least(MOST + 1)
    return Answer(
        hits=hits,
        sample=found.hits,
        number=min(number, MOST),
        is_over=number > MOST,
        is_whole=is_whole,
        is_partial=found.is_partial,
        older=Cursor(hits[-1].step, hits[-1].place) if len(found.hits) > PAGE else found.after,
    )
