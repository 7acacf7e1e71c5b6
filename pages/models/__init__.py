"""Pages about the newsroom itself: the working copy, its editions, and where each edition leads."""

from pages.models.editions import PageAddress, PageEdition, PageRevision
from pages.models.links import PageCitation, PageCitationPlace, PageImageUse, PageMention
from pages.models.notes import PageNote
from pages.models.page import Page

__all__ = [
    "Page",
    "PageAddress",
    "PageCitation",
    "PageCitationPlace",
    "PageEdition",
    "PageImageUse",
    "PageMention",
    "PageNote",
    "PageRevision",
]
