"""Where the pages of the site the newsroom had before are now."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleEdition
from images.models import Image
from pages.models import Page, PageEdition
from profiles.models import Person, PersonEdition
from publishing.bases import Record
from publishing.models import Tag

from .paths import LONGEST, as_kept

TARGETS = ("article", "page", "person", "tag")
"""Columns and, at once, the names of their pages' addresses."""
_EDITIONS: dict[str, Any] = {"article": ArticleEdition, "page": PageEdition, "person": PersonEdition}


def _target(model: type[models.Model]) -> Any:
    return models.ForeignKey(
        model,
        verbose_name=model._meta.verbose_name,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="old_addresses",
    )


def _arrived(model: type[models.Model]) -> Any:
    # What was removed here for good is remembered, so that it does not come in again.
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.SET_NULL, related_name="arrivals", editable=False
    )


def _one_of_all() -> models.Q:
    """Return the condition that a row leads to one place."""
    one = models.Q()
    for name in (*TARGETS, "place"):
        others = [other for other in TARGETS if other != name]
        said = models.Q(**{f"{other}__isnull": True for other in others})
        said &= (
            ~models.Q(place="") if name == "place" else models.Q(**{f"{name}__isnull": False, "place": ""})
        )
        one |= said
    return one


class OldAddressQuerySet(models.QuerySet["OldAddress"]):
    def led_on(self, at: datetime) -> Self:
        """Ask in the same query for the address each leads to: of what is not public there is none."""
        slugs: dict[str, Any] = {
            f"{name}_slug": Subquery(
                editions.objects.live(at).filter(working_copy=OuterRef(name)).values("slug")[:1]
            )
            for name, editions in _EDITIONS.items()
        }
        tag = Tag.objects.live(at).filter(pk=OuterRef("tag")).order_by().values("slug")[:1]
        return self.annotate(**slugs | {"tag_slug": Subquery(tag)})


class OldAddress(Record):
    """An address of the site before, with its query if it has one, and what is there now."""

    path = models.CharField(
        _("old address"),
        max_length=LONGEST,
        unique=True,
        help_text=_("Without the host, such as /2019/05/harbour/ or /?p=123"),
    )
    article = _target(Article)
    page = _target(Page)
    person = _target(Person)
    tag = _target(Tag)
    place = models.CharField(_("another place of this site"), max_length=LONGEST, blank=True)

    # Readers are led on, where they would have met a page or none.
    answers_by_itself = True

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]
        indexes = [models.Index(fields=["find_text", "changed_at"], name="old_address_find")]
        constraints = [
            models.CheckConstraint(
                condition=_one_of_all(),
                name="old_address_leads_to_one",
                violation_error_message=_("Say which page of this site it leads to, and only one."),
            )
        ]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = as_kept(self.path)
        super().save(*args, **kwargs)

    def target(self) -> Any:
        """Return the row it leads to, or None where it leads to a place without one."""
        return next((getattr(self, name) for name in TARGETS if getattr(self, f"{name}_id")), None)

    def leads_to(self) -> str:
        """Return where readers are led, or "" where they see nothing of it; ask with `led_on(at)`."""
        if self.place:
            return self.place
        found = ((name, getattr(self, f"{name}_slug")) for name in TARGETS)
        return next((reverse(name, args=[slug]) for name, slug in found if slug), "")


class Arrival(models.Model):
    """Something of another site and what it became here: it comes in once, and later only what changed."""

    # It remembers what there was, and keeps nothing from being removed.
    is_use = False

    class Kind(models.TextChoices):
        POST = "post"
        AUTHOR = "author"
        TERM = "term"
        PICTURE = "picture"

    site = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind)
    external = models.CharField(max_length=200)
    # Of what it said there, the draft's version it was written as here, and the last entry of its history
    # then: whoever works on it, publishes it or takes it down moves on.
    digest = models.CharField(max_length=64, blank=True)
    saved_as = models.PositiveIntegerField(default=0)
    last_event = models.PositiveBigIntegerField(default=0)
    lacks_pictures = models.BooleanField(default=False)
    article = _arrived(Article)
    page = _arrived(Page)
    person = _arrived(Person)
    tag = _arrived(Tag)
    image = _arrived(Image)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "external"], name="arrival_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external} ({self.site})"

    @property
    def became(self) -> Any:
        """Return the row it is here."""
        names = (*TARGETS, "image")
        return next((getattr(self, name) for name in names if getattr(self, f"{name}_id")), None)
