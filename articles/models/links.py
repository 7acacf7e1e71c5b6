"""Where an edition of an article leads: tags, people, sources, quotations, pictures."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from images.models import UseBase
from profiles.models import MentionBase, Person
from publishing.bases import LinkBase
from publishing.models import TaggedBase
from references.models import CitationBase, CitationPlaceBase, Reference


class ArticleTag(TaggedBase):
    edition = models.ForeignKey("articles.ArticleEdition", on_delete=models.PROTECT, related_name="tag_links")

    class Meta(TaggedBase.Meta):
        ordering = ["position"]


class Credit(LinkBase):
    """A byline as published: the name is frozen, the person leads to the profile."""

    edition = models.ForeignKey("articles.ArticleEdition", on_delete=models.PROTECT, related_name="credits")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="credits")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="credit_listing",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="credit_order")]


class Mention(MentionBase):
    edition = models.ForeignKey("articles.ArticleEdition", on_delete=models.PROTECT, related_name="mentions")


class Citation(CitationBase):
    edition = models.ForeignKey("articles.ArticleEdition", on_delete=models.PROTECT, related_name="citations")

    is_from_article = True


class CitationPlace(CitationPlaceBase):
    citation = models.ForeignKey(Citation, on_delete=models.PROTECT, related_name="places")


class Quotation(LinkBase):
    """Words the text attributes to a person or to a described speaker, in one or more parts."""

    edition = models.ForeignKey(
        "articles.ArticleEdition", on_delete=models.PROTECT, related_name="quotation_links"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="quotations")
    speaker = models.CharField(max_length=200, blank=True)
    reference = models.ForeignKey(Reference, null=True, on_delete=models.PROTECT, related_name="quotations")
    parts = models.JSONField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="quotation_listing",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="quotation_order")]

    @property
    def words(self) -> str:
        """Return the quotation as one text, gaps shown."""
        return " … ".join(self.parts)


class ImageUse(UseBase):
    edition = models.ForeignKey(
        "articles.ArticleEdition", on_delete=models.PROTECT, related_name="image_uses"
    )


class Related(LinkBase):
    """Another article that shares sources, people or tags, found when this one was published."""

    is_use = False
    edition = models.ForeignKey(
        "articles.ArticleEdition", on_delete=models.PROTECT, related_name="related_links"
    )
    other = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="related_from")
    score = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-score", "id"]
        indexes = [
            models.Index(
                fields=["other", "published_at", "edition", "live_until", "live_from"],
                name="related_listing",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["edition", "other"], name="related_once")]


LEADS_TO = {Citation: "reference_id", Mention: "person_id", ArticleTag: "tag_id", Related: "other_id"}
"""What an edition keeps of where it leads, beside the links themselves: the numbers, in order."""


def leads_to(links: Iterable[Any]) -> dict[str, list[int]]:
    """Return the numbers of what links of an edition lead to, by kind and in their order."""
    found: dict[str, list[int]] = {}
    for link in links:
        column = LEADS_TO.get(type(link))
        if column:
            found.setdefault(column.removesuffix("_id"), []).append(getattr(link, column))
    return found
