"""The form of a page."""

from pages.models import Page
from pages.models.content import COLUMNS
from pages.models.reserved import check_not_reserved
from publishing.admin.forms import WorkingCopyForm


class PageForm(WorkingCopyForm):
    class Meta:
        model = Page
        fields = COLUMNS

    def clean_slug(self) -> str:
        slug = super().clean_slug()
        check_not_reserved(slug)
        return slug
