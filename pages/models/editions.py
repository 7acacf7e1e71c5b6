"""What readers see of a page, each state kept for good."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.bases import AddressBase, EditionBase, LinkBase, RevisionBase
from publishing.paths import path_to
from publishing.richtext import plain_text
from publishing.search.linked import marks_of
from publishing.search.parts import SearchParts


class PageRevision(RevisionBase):
    """One saved state of a page."""

    working_copy = models.ForeignKey("pages.Page", on_delete=models.PROTECT, related_name="revisions")

    class Meta(RevisionBase.Meta):
        verbose_name = _("saved version of a page")


class PageEdition(EditionBase):
    """One published state of a page."""

    working_copy = models.ForeignKey("pages.Page", on_delete=models.PROTECT, related_name="editions")
    revision = models.ForeignKey(PageRevision, on_delete=models.PROTECT, related_name="editions")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(blank=True)

    search_kinds = ("page",)

    class Meta(EditionBase.Meta):
        verbose_name = _("published version of a page")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("page", self.slug)

    def search_parts(self, links: Sequence[LinkBase]) -> list[SearchParts]:
        return [
            SearchParts(
                kind="page",
                headline=self.title,
                text=plain_text(self.body_html),
                names=(self.title,),
                marks=marks_of(links),
                language=self.language,
            )
        ]


class PageAddress(AddressBase):
    """An address right behind the site's own, claimed for good."""

    working_copy = models.ForeignKey("pages.Page", on_delete=models.PROTECT, related_name="addresses")
