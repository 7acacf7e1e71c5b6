"""The picture library: one row per picture, public only where readers are shown it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from images import renditions
from images.storages import Place, StorageAway, place
from jobs.queue import enqueue
from publishing.bases import LinkBase, Record, StandingUse
from publishing.identifiers import random_key
from publishing.links import links_to
from publishing.row_by_row import there_is
from publishing.timeline import OPEN_END


def originals() -> Place:
    """Return where originals are kept; nothing there has an address."""
    return place("originals")


FORGET = "images.forget_files"


def delete_files(*, original: str, key: str) -> None:
    """Delete the original of a picture and everything made of it."""
    originals().delete(original)
    renditions.kept().delete_under(key)


def original_path(image: Any, filename: str) -> str:
    """Return a random name, so that nothing of the sender's file name is kept."""
    return f"{random_key()}{random_key()}{Path(filename).suffix.casefold()[:5]}"


def _live_uses(at: datetime) -> Iterator[models.QuerySet[Any]]:
    """Yield, for each kind of edition, the uses of one picture that are live at that moment."""
    for link in links_to(Image, UseBase):
        yield link.model.objects.live(at).filter(image=OuterRef("pk"))


def _standing_uses() -> Iterator[models.QuerySet[Any]]:
    """Yield, for each way to show a picture without an edition, the rows that show one picture so."""
    for link in links_to(Image, StandingUse):
        yield link.model._default_manager.filter(**{link.name: OuterRef("pk")})


class ImageQuerySet(models.QuerySet["Image"]):
    def live(self, at: datetime) -> Self:
        """Keep the pictures that a live edition uses at that moment, or that are shown without one."""
        used: Any = models.Q(pk__in=[])
        # Asked row by row, so that one picture never costs a look at all of them.
        for uses in (*_live_uses(at), *_standing_uses()):
            used |= there_is(uses)
        return self.filter(used)

    def with_end(self, at: datetime) -> Self:
        """Add `used_until`, when the last of the uses that are live at that moment ends."""
        moment = Value(at, output_field=models.DateTimeField())
        ends = [
            Coalesce(Subquery(uses.order_by("-live_until").values("live_until")[:1]), moment)
            for uses in _live_uses(at)
        ]
        endless = Value(OPEN_END, output_field=models.DateTimeField())
        ends += [
            Coalesce(Subquery(uses.annotate(end=endless).values("end")[:1]), moment)
            for uses in _standing_uses()
        ]
        return self.annotate(used_until=Greatest(moment, moment, *ends))


class Image(Record):
    """One picture and its rights. Credit is current everywhere; alt and caption are per use."""

    original = models.FileField(_("file"), storage=originals, upload_to=original_path, max_length=200)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    title = models.CharField(_("name"), max_length=200)
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in one sentence. Offered wherever it is used."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    creator = models.CharField(_("creator"), max_length=200, blank=True)
    copyright_notice = models.CharField(_("copyright"), max_length=300, blank=True)
    rights_url = models.URLField(_("rights statement"), blank=True)
    digital_source_type = models.CharField(_("how it was made"), max_length=100, blank=True)
    focus_x = models.PositiveSmallIntegerField(
        _("what matters most, from the left"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent of the width. Wherever the picture is cropped, this stays in it."),
    )
    focus_y = models.PositiveSmallIntegerField(
        _("what matters most, from the top"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent of the height."),
    )
    offered = models.JSONField(default=dict, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ImageQuerySet.as_manager()

    named_in_texts = True

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-id"]
        indexes = [models.Index(fields=["find_text", "changed_at"], name="image_find")]

    def __str__(self) -> str:
        return self.title

    def forget_files(self) -> None:
        files = {"original": str(self.original.name), "key": self.key}
        try:
            delete_files(**files)
        except StorageAway:
            # Its row is gone: nobody else would remember what is still to go.
            enqueue(FORGET, files, key=f"{FORGET}-{self.key}")

    @property
    def offers(self) -> dict[str, str]:
        """Return what the file says for fields that are empty; nobody has accepted it yet."""
        return {name: text for name, text in self.offered.items() if not getattr(self, name)}

    @property
    def focus(self) -> tuple[int, int]:
        """Return the point that crops keep, in percent from the left and from the top."""
        return self.focus_x, self.focus_y

    @property
    def uploaded_at(self) -> datetime:
        return self.created_at

    def found_by(self) -> list[str]:
        return [self.title, self.alt, self.caption, self.credit, self.creator]


class UseBase(LinkBase):
    """A picture as an edition uses it, with the alt and caption of that use."""

    image = models.ForeignKey(Image, verbose_name=_("image"), on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    caption = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["image", "published_at", "edition", "live_until", "live_from"],
                name="%(class)s_listing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="%(class)s_order"),
        ]
