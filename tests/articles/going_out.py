"""What an article is when it goes out as a file, and when that file comes in again."""

from typing import Any

from django.utils import timezone

from articles.as_manuscript import handed_over
from articles.downloading import KINDS
from articles.models import Article
from manuscripts import Embed, Heading, Manuscript, Paragraph, every_block

ENDINGS = [kind.ending for kind in KINDS]


def written(article: Article, ending: str) -> tuple[Manuscript, bytes]:
    """Return what is handed over of an article's draft, and the file made of it."""
    kind = next(kind for kind in KINDS if kind.ending == ending)
    given = handed_over(article.payload(), embargo=article.embargo, with_unpublished=True, at=timezone.now())
    return given.manuscript, kind.write(given.manuscript, given.words, given.lead)


def said(manuscript: Manuscript) -> dict[str, Any]:
    """Return what two manuscripts of one article have in common: words, what is said of them, sources."""
    keys = {source.id: (source.title, source.doi, source.url) for source in manuscript.references}
    lines: list[Any] = []
    for block in every_block(manuscript.blocks):
        if isinstance(block, Paragraph | Heading):
            marks = {(mark.kind, block.text[mark.start : mark.end], mark.value) for mark in block.marks}
            cites = [(cite.at, keys.get(cite.note)) for cite in block.cites]
            kind = block.level if isinstance(block, Heading) else "p"
            is_address = block.text.startswith("https://www.youtube.com/")
            lines.append("p" if is_address else (kind, block.text, marks, cites))
        else:
            # A player is written as its address.
            lines.append("p" if isinstance(block, Embed) else type(block).__name__)
    return {
        "headline": manuscript.headline,
        "summary": manuscript.summary,
        "byline": manuscript.byline,
        "language": manuscript.language,
        "lines": lines,
        "sources": set(keys.values()),
    }
