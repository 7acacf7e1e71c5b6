"""What is in a long article: its headings, for a list beside the text."""

from dataclasses import dataclass, field

from articles.models import ArticleEdition
from publishing import richtext

MANY_HEADINGS = 4
FEW_HEADINGS, MANY_WORDS = 3, 1_200
"""From so many headings on, or from fewer in a text of more words than that, readers get the list."""


@dataclass(frozen=True)
class Chapter:
    """One heading, where it stands, and those under it."""

    title: str
    anchor: str
    parts: "list[Chapter]" = field(default_factory=list)


def chapters(edition: ArticleEdition) -> list[Chapter]:
    """Return the headings of a long article with the smaller ones under theirs; of a short one nothing."""
    headings = list(richtext.contents(edition.body_html))
    enough = FEW_HEADINGS if edition.words > MANY_WORDS else MANY_HEADINGS
    if len(headings) < enough:
        return []
    found: list[Chapter] = []
    for heading in headings:
        chapter = Chapter(heading.text, heading.id)
        (found[-1].parts if found and heading.level > 2 else found).append(chapter)
    return found
