"""Where an edition of a page leads: people, sources, pictures."""

from django.db import models

from images.models import UseBase
from profiles.models import MentionBase
from references.models import CitationBase, CitationPlaceBase


class PageMention(MentionBase):
    """Somebody a page links."""

    edition = models.ForeignKey("pages.PageEdition", on_delete=models.PROTECT, related_name="mentions")


class PageCitation(CitationBase):
    """A source a page rests on."""

    edition = models.ForeignKey("pages.PageEdition", on_delete=models.PROTECT, related_name="citations")


class PageCitationPlace(CitationPlaceBase):
    """One note in a page's text."""

    citation = models.ForeignKey(PageCitation, on_delete=models.PROTECT, related_name="places")


class PageImageUse(UseBase):
    """A picture in a page's text."""

    edition = models.ForeignKey("pages.PageEdition", on_delete=models.PROTECT, related_name="image_uses")
