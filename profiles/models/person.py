"""The working copy of a profile: what editors change and readers never see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from images.models import Image
from profiles.models import content
from profiles.models.editions import PersonEdition
from profiles.models.freezing import freeze
from publishing import richtext
from publishing.bases import DraftLinkBase, Frozen, Payload, WorkingCopy
from publishing.folding import SortKeyField, sort_key
from publishing.names.index import NamesIndex
from publishing.naming import LONGEST_KEY, NameBase, first_word, name_key
from publishing.querysets import WorkingCopyQuerySet
from publishing.richtext import EDITOR_EXTENSIONS
from publishing.search.parts import SearchParts
from references.models import Reference


class PersonQuerySet(WorkingCopyQuerySet["Person"]):
    def out_of_bin(self) -> Self:
        return super().out_of_bin().filter(erased_at=None)

    def named(self, name: str) -> Self:
        """Keep people who go by this name."""
        return self.filter(names__key=name_key(name))

    def named_from(self, words: Iterable[str]) -> Self:
        """Keep people with a name that begins with one of these words, as names are compared."""
        return self.filter(pk__in=PersonName.objects.filter(first_word__in=words).values("person"))

    def of_colleague(self, user: Any) -> "Person | None":
        """Return who a colleague is among the people, if anybody."""
        return self.filter(colleague=user).first()

    def without_page(self, at: datetime) -> Self:
        """Keep people who may have a page and have none that readers see, or will on schedule."""
        public = PersonEdition.objects.coming(at).values("working_copy")
        return self.out_of_bin().exclude(page=Person.Page.NEVER).exclude(pk__in=public)


class Person(WorkingCopy):
    """Anyone with a profile, subject or author: what editors change."""

    class Page(models.TextChoices):
        """Whether readers may ever see a page about this person."""

        WHEN_PUBLISHED = "when_published", _("When published")
        NEVER = "never", _("Never: known to colleagues only")

    name = models.CharField(_("name"), max_length=200)
    sort_key = SortKeyField()
    aliases = models.JSONField(
        _("also known as"), default=list, blank=True, help_text=_("Other names and spellings, one a line.")
    )
    page = models.CharField(_("page for readers"), max_length=16, choices=Page, default=Page.WHEN_PUBLISHED)
    occupation = models.CharField(
        _("who they are"),
        max_length=200,
        blank=True,
        help_text=_("A few words shown under the name, such as Founder of DeepSeek."),
    )
    body = ProseEditorField(_("profile"), blank=True, extensions=EDITOR_EXTENSIONS, sanitize=False)
    links = models.JSONField(
        _("elsewhere"), default=list, blank=True, help_text=_("Addresses of their own pages, one a line.")
    )
    portrait = models.ForeignKey(
        Image, verbose_name=_("portrait"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    portrait_alt = models.CharField(_("description of the portrait"), max_length=300, blank=True)

    colleague = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("colleague"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="person",
    )

    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    """When everything about this person was erased: nothing can be done to the row any more."""

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    named_in_texts = True

    payload_together = (("portrait", "portrait_alt"),)

    class Meta(WorkingCopy.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "id"]
        permissions = [
            ("publish_person", "Can publish profiles"),
            ("withdraw_person", "Can take down, correct and retract profiles"),
        ]
        indexes = [
            *WorkingCopy.Meta.indexes,
            NamesIndex(fields=["find_text"], name="person_names"),
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            # For the picker, which offers what was changed last.
            models.Index(fields=["-changed_at", "-id"], name="person_changed"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def is_gone(self, at: datetime) -> bool:
        return self.erased_at is not None or super().is_gone(at)

    def worked_out(self) -> Payload:
        return {"sort_key": sort_key(self.name)}

    def goes_by(self) -> list[str]:
        """Return every name of this person, the first one first."""
        return [self.name, *self.aliases]

    def found_by(self) -> list[str]:
        return content.names_of(self)

    def is_or_will_be_public(self, at: datetime) -> bool:
        """Tell whether readers see a page about this person then or later."""
        return self.pk is not None and self.editions.coming(at).exists()

    def payload(self) -> Payload:
        return content.payload_of(self)

    def apply(self, payload: Payload) -> None:
        content.apply_to(self, payload)

    search_kinds = ("person",)

    def search_parts(self) -> list[SearchParts]:
        text = [self.occupation, richtext.extract(self.body).text]
        return [
            SearchParts(
                kind="person",
                headline=self.name,
                text="\n".join(filter(None, text)),
                names=(self.name, *self.aliases),
                language=self.language,
            )
        ]

    def missing(self, payload: Payload) -> list[str]:
        return content.missing_from(self, payload)

    def freeze_into(self, payload: Payload, *, at: datetime) -> Frozen[PersonEdition]:
        frozen = freeze(payload, person=self.key, everybody=Person.objects.all(), at=at)
        frozen.edition.working_copy = self
        return frozen


class PersonName(NameBase):
    """One name somebody goes by; others may share it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    first_word = models.CharField(max_length=LONGEST_KEY, default="", editable=False)

    class Meta(NameBase.Meta):
        indexes = [models.Index(fields=["first_word", "person"], name="person_name_first_word")]
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="person_name_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.first_word = first_word(self.key)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.key


class DraftPersonSource(DraftLinkBase):
    """A source a profile rests on as a whole."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="draft_sources")
    reference = models.ForeignKey(Reference, verbose_name=_("source"), on_delete=models.PROTECT)

    class Meta(DraftLinkBase.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["person", "reference"], name="draft_person_source_once")
        ]

    def __str__(self) -> str:
        return str(self.reference)
