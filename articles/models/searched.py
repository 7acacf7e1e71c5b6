"""What is found of an article beside itself: the quotations in it."""

from collections.abc import Iterator, Sequence

from articles.models.links import ArticleTag, Mention, Quotation
from publishing.bases import LinkBase
from publishing.search.linked import marks_of
from publishing.search.parts import QUOTATION, SearchParts


def quotations_in(links: Sequence[LinkBase], language: str) -> Iterator[SearchParts]:
    """Yield each quotation: its words, and who says them by the name that stands in the text."""
    named = {link.person_id: link.words for link in links if isinstance(link, Mention)}
    tags = [link for link in links if isinstance(link, ArticleTag)]
    for link in links:
        if isinstance(link, Quotation):
            speaker = link.speaker or named.get(link.person_id or 0, "")
            yield SearchParts(
                kind=QUOTATION,
                text="\n".join(filter(None, [link.words, speaker])),
                marks=marks_of([link, *tags]),
                language=language,
                part=link.position,
            )
