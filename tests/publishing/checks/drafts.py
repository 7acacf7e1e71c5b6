"""Drafts for checks that need no database."""

from typing import Any

from django.utils import timezone

from articles.models import Article
from publishing.checks import Draft


def draft(body: str = "", **payload: Any) -> Draft:
    """Return an article on the screen that nobody has saved."""
    article = Article()
    fields = {"headline": "A headline", "standfirst": "A summary.", "language": "en"}
    return Draft(article, article.payload() | fields | {"body": body} | payload, timezone.now())


def p(*paragraphs: str) -> str:
    """Return paragraphs of markup."""
    return "".join(f"<p>{inside}</p>" for inside in paragraphs)


def words(findings: Any) -> list[str]:
    """Return the words of every place found."""
    return [place.words for finding in findings for place in finding.places]


CITE = '<a data-reference="abc"></a>'
