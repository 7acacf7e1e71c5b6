"""The working copy of an article: what editors change and readers never see."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from articles.models import content
from articles.models.batch import ArticleBatch
from articles.models.editions import ArticleEdition
from articles.models.freezing import freeze
from articles.models.label import Label
from images.models import Image
from profiles.models import Person
from publishing import richtext
from publishing.bases import DraftLinkBase, Frozen, Payload, WorkingCopy
from publishing.embargoes import Embargoed
from publishing.models import Tag
from publishing.names.index import NamesIndex
from publishing.search.parts import SearchParts
from publishing.tagging import DraftTags
from references.models import Reference

LONGEST_STORY = 200
LONGEST_ADDRESS = 500


class DraftTag(DraftLinkBase, ItemBase):
    """A tag chosen in the draft; the first is the article's section."""

    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="draft_tags"
    )
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.PROTECT, related_name="draft_tags")

    objects = models.Manager()

    class Meta(DraftLinkBase.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="draft_tag_once")]

    def __str__(self) -> str:
        return str(self.tag)


class Article(Embargoed, WorkingCopy):
    """What editors change."""

    label = models.CharField(_("label"), max_length=12, choices=Label, default=Label.NEWS)
    headline = models.CharField(_("headline"), max_length=200)
    short_headline = models.CharField(
        _("short headline"), max_length=80, blank=True, help_text=_("For lists and small screens.")
    )
    standfirst = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("One or two sentences under the headline.")
    )
    main_image = models.ForeignKey(
        Image,
        verbose_name=_("main picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    main_image_alt = models.CharField(
        _("description of the picture"),
        max_length=300,
        blank=True,
        help_text=_("For readers who cannot see it. Left empty, the picture's own is used."),
    )
    main_image_caption = models.CharField(_("caption"), max_length=500, blank=True)
    main_image_decorative = models.BooleanField(
        _("decoration only"),
        default=False,
        help_text=_("The picture says nothing that the text does not. Screen readers pass over it."),
    )
    imported_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    # The last saved version that is of a file alone; whatever is behind it is a colleague's.
    imported_version = models.PositiveIntegerField(null=True, editable=False)
    # By which a later version of the piece is told: the slug of a wire, where it stands elsewhere.
    imported_story = models.CharField(max_length=LONGEST_STORY, blank=True, default="", editable=False)
    imported_address = models.CharField(max_length=LONGEST_ADDRESS, blank=True, default="", editable=False)

    tags = DraftTags(verbose_name=_("tags"), through=DraftTag, blank=True, ordering=["draft_tags__position"])

    payload_rows = {"credits": {"person": None, "name": "", "role": "", "is_agency": False}}
    payload_once = {"credits": content.who_of}
    payload_together = (("main_image", "main_image_alt", "main_image_caption", "main_image_decorative"),)

    class Meta(WorkingCopy.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-changed_at"]
        permissions = [
            ("publish_article", "Can publish articles"),
            ("withdraw_article", "Can take down, correct and retract articles"),
        ]
        indexes = [
            models.Index(fields=["-changed_at"], name="article_changed"),
            NamesIndex(fields=["find_text"], name="article_names"),
            *WorkingCopy.Meta.indexes,
        ]
        constraints = [
            *Embargoed.Meta.constraints,
            models.UniqueConstraint(
                fields=["imported_digest"],
                condition=~models.Q(imported_digest=""),
                name="article_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("Untitled"))

    def payload(self) -> Payload:
        return content.payload_of(self)

    def apply(self, payload: Payload) -> None:
        content.apply_to(self, payload)

    def missing(self, payload: Payload) -> list[str]:
        return content.missing_from(self, payload)

    search_kinds = ("article",)

    def found_by(self) -> list[str]:
        return content.names_of(self)

    def search_parts(self) -> list[SearchParts]:
        text = [self.standfirst, richtext.extract(self.body).text, self.short_headline]
        return [
            SearchParts(
                kind="article",
                headline=self.headline,
                text="\n".join(filter(None, text)),
                language=self.language,
            )
        ]

    @classmethod
    def batch(cls) -> ArticleBatch:
        return ArticleBatch(cls)

    def freeze_into(self, payload: Payload, *, at: datetime) -> Frozen[ArticleEdition]:
        frozen = freeze(payload, article=self.pk, at=at)
        frozen.edition.working_copy = self
        return frozen


class DraftCredit(DraftLinkBase):
    """One name of the byline: a person with a profile, or plain text."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="draft_credits")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(
        _("or a name"), max_length=200, blank=True, help_text=_("For example Reuters, or Staff.")
    )
    is_agency = models.BooleanField(
        _("an agency"), default=False, help_text=_("The name is an agency or a desk, not a person.")
    )
    role = models.CharField(_("role"), max_length=60, blank=True, help_text=_("Empty for the writer."))

    class Meta(DraftLinkBase.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, name="")
                | (models.Q(person=None) & ~models.Q(name="")),
                name="draft_credit_person_or_name",
                violation_error_message=_("Choose a person or write a name, one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_agency=False) | models.Q(person=None),
                name="draft_credit_person_is_no_agency",
                violation_error_message=_("Somebody with a profile is no agency. Take the mark away."),
            ),
            models.UniqueConstraint(fields=["article", "person"], name="draft_credit_person_once"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.name)


class DraftSource(DraftLinkBase):
    """A source the article rests on as a whole."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="draft_sources")
    reference = models.ForeignKey(Reference, verbose_name=_("source"), on_delete=models.PROTECT)

    class Meta(DraftLinkBase.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [models.UniqueConstraint(fields=["article", "reference"], name="draft_source_once")]

    def __str__(self) -> str:
        return str(self.reference)
