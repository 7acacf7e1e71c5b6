"""What readers see of an article, each state kept for good."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.byline import plain_byline
from articles.models.label import Label
from articles.models.links import leads_to
from articles.models.searched import quotations_in
from images.models import Image
from publishing.bases import AddressBase, EditionBase, LinkBase, Payload, RevisionBase
from publishing.paths import path_to
from publishing.richtext import plain_text
from publishing.search.linked import marks_of
from publishing.search.parts import QUOTATION, SearchParts


class ArticleRevision(RevisionBase):
    working_copy = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="revisions")

    class Meta(RevisionBase.Meta):
        verbose_name = _("saved version of an article")


class ArticleEdition(EditionBase):
    """One published state of an article."""

    working_copy = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="editions")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.PROTECT, related_name="editions")
    label = models.CharField(_("label"), max_length=12, choices=Label)
    headline = models.CharField(_("headline"), max_length=200)
    short_headline = models.CharField(_("short headline"), max_length=80, blank=True)
    standfirst = models.TextField(_("summary"), blank=True)
    summary = models.TextField(blank=True)
    words = models.PositiveIntegerField(_("words"))
    byline = models.JSONField(_("byline"), default=list)
    main_image = models.ForeignKey(Image, null=True, on_delete=models.PROTECT, related_name="+")
    main_image_alt = models.CharField(max_length=300, blank=True)
    main_image_caption = models.CharField(max_length=500, blank=True)
    leads_to = models.JSONField(null=True, editable=False)
    """The numbers of what its links lead to, by kind and in order, so that what two share is seen at once.

    Written with the links, which never change. Whether readers may know of any of it is asked anew each time.
    """

    search_kinds = ("article", QUOTATION)

    class Meta(EditionBase.Meta):
        verbose_name = _("published version of an article")

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return path_to("article", self.slug)

    def worked_out(self, links: Sequence[LinkBase]) -> Payload:
        return {"leads_to": leads_to(links)}

    def search_parts(self, links: Sequence[LinkBase]) -> list[SearchParts]:
        return [self._searched_as(links), *quotations_in(links, self.language)]

    def _searched_as(self, links: Sequence[LinkBase]) -> SearchParts:
        names = [line["name"] for line in self.byline]
        return SearchParts(
            kind="article",
            headline=self.headline,
            text="\n".join(
                filter(None, [self.standfirst, plain_text(self.body_html), self.short_headline, *names])
            ),
            marks=marks_of(links),
            language=self.language,
        )

    @property
    def writers(self) -> str:
        """Return the writers' names as a list of articles shows them."""
        return plain_byline(self.byline)

    @property
    def listing_headline(self) -> str:
        return self.short_headline or self.headline


class ArticleAddress(AddressBase):
    working_copy = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="addresses")
