"""What colleagues note on words of a draft, for each other alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.bases import NoteBase


class ArticleNote(NoteBase):
    """One private note on an article."""

    working_copy = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notes")

    class Meta(NoteBase.Meta):
        verbose_name = _("private note on an article")
