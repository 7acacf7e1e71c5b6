"""What readers and search engines expect beside the text of a page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pages.models import Page
from publishing.checks import Draft, Finding, Kind, Place
from publishing.checks.lengths import too_long
from publishing.richtext import has_words


def summary(draft: Draft) -> Iterator[Finding]:
    """Find that there is no summary."""
    if isinstance(draft.row, Page) and not has_words(draft.content["summary"]):
        hint = _("Search engines show the beginning of the text instead.")
        yield Finding(Kind.SUMMARY, _("No summary"), (Place("summary"),), hint=hint)


def title_length(draft: Draft) -> Iterator[Finding]:
    """Find a title that search engines would cut."""
    if isinstance(draft.row, Page):
        yield from too_long(draft, "title")
