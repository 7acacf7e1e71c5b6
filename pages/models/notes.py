"""What colleagues note on words of a draft, for each other alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.bases import NoteBase


class PageNote(NoteBase):
    """One private note on a page."""

    working_copy = models.ForeignKey("pages.Page", on_delete=models.CASCADE, related_name="notes")

    class Meta(NoteBase.Meta):
        verbose_name = _("private note on a page")
