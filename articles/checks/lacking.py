"""What readers and search engines expect beside the text of an article."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.models import Article
from publishing.checks import Draft, Finding, Kind, Place
from publishing.checks.lengths import too_long
from publishing.richtext import has_words


def tags(draft: Draft) -> Iterator[Finding]:
    """Find that no tag was chosen."""
    if _is_article(draft) and not draft.content["tags"]:
        hint = _("The first tag is the section.")
        yield Finding(Kind.TAGS, _("No tag"), (Place("tags"),), hint=hint)


def summary(draft: Draft) -> Iterator[Finding]:
    """Find that there is no summary."""
    if _is_article(draft) and not has_words(draft.content["standfirst"]):
        hint = _("Lists and search engines show the beginning of the text instead.")
        yield Finding(Kind.SUMMARY, _("No summary"), (Place("standfirst"),), hint=hint)


def byline(draft: Draft) -> Iterator[Finding]:
    """Find that nobody is named as the writer."""
    if _is_article(draft) and not any(not credit["role"] for credit in draft.content["credits"]):
        yield Finding(Kind.BYLINE, _("No byline"), (Place("credits"),))


def headline_length(draft: Draft) -> Iterator[Finding]:
    """Find a headline that search engines would cut."""
    if _is_article(draft):
        yield from too_long(draft, "headline")


def _is_article(draft: Draft) -> bool:
    return isinstance(draft.row, Article)
