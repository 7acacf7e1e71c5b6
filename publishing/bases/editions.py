"""The published states of a working copy, where they lead and the addresses they are found at."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.bases.payloads import Payload
from publishing.bases.writing_once import AppendOnly, Timed
from publishing.constraints import NoOverlap
from publishing.identifiers import random_key
from publishing.languages import direction_of
from publishing.querysets import AppendOnlyQuerySet, EditionQuerySet, LinkQuerySet
from publishing.timeline import OPEN_END, Change

if TYPE_CHECKING:
    from publishing.bases.revisions import RevisionBase
    from publishing.bases.working_copies import WorkingCopy
    from publishing.search.parts import SearchParts


class EditionBase(AppendOnly, Timed):
    """One published state; its text never changes, only when it is live.

    `body_html` is its text as the `renderer` of that number wrote it.
    """

    key = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    number = models.PositiveIntegerField(_("published version"))
    slug = models.CharField(_("web address"), max_length=120)
    change = models.CharField(_("what changed"), max_length=16, choices=Change, default=Change.FIRST)
    public_note = models.TextField(_("public note"), blank=True)
    corrections = models.JSONField(_("corrections"), default=list)
    starts_at = models.DateTimeField(_("starts"))
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken down"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    backdated_to = models.DateTimeField(_("first published elsewhere"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"))
    language = models.CharField(_("language"), max_length=12)
    body_html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = EditionQuerySet.as_manager()

    search_kinds: ClassVar[Sequence[str]] = ()
    """What readers find of it: the page itself, and what stands in it as things of their own."""

    # Foreign keys that each kind has to its own models.
    working_copy: "WorkingCopy"
    working_copy_id: int
    revision: "RevisionBase"
    revision_id: int

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["published_at", "id", "live_until", "live_from"], name="%(class)s_listing"),
            models.Index(fields=["slug"], name="%(class)s_slug"),
            # What begins or ends next; most have no end.
            models.Index(fields=["live_from"], name="%(class)s_starts"),
            models.Index(fields=["live_until"], name="%(class)s_ends", condition=Q(live_until__lt=OPEN_END)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["working_copy", "number"], name="%(class)s_number"),
            models.CheckConstraint(
                condition=Q(live_from__lte=F("live_until")), name="%(class)s_not_backwards"
            ),
            models.CheckConstraint(
                condition=Q(published_at__lte=F("live_from")), name="%(class)s_published_first"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(live_from=F("live_until")),
                name="%(class)s_cancelled_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(live_until__lte=F("withdrawn_at"))
                | Q(live_from=F("live_until")),
                name="%(class)s_withdrawn_is_over",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(live_until__lte=F("expires_at"))
                | Q(live_from=F("live_until")),
                name="%(class)s_expired_is_over",
            ),
            models.CheckConstraint(
                condition=~Q(change__in=["update", "clarification", "correction", "retraction"])
                | ~Q(public_note=""),
                name="%(class)s_says_what_changed",
            ),
            NoOverlap(field="working_copy", name="%(class)s_no_overlap"),
        ]

    def __str__(self) -> str:
        return str(_("published version %(number)d") % {"number": self.number})

    def search_parts(self, links: "Sequence[LinkBase]") -> "list[SearchParts]":
        """Return what readers find this by, of what is frozen alone; `links` are all its own."""
        return []

    def worked_out(self, links: "Sequence[LinkBase]") -> Payload:
        """Return the columns beside its times that are worked out of others, and of all its own links."""
        return {}

    @property
    def direction(self) -> str:
        """Return the direction the text is read in, as HTML names it."""
        return direction_of(self.language)

    @property
    def was_updated(self) -> bool:
        """Tell whether readers should be shown an "Updated" date."""
        return self.updated_at > self.published_at

    @property
    def is_retracted(self) -> bool:
        return any(note["kind"] == Change.RETRACTION for note in self.corrections)


class LinkBase(AppendOnly, Timed):
    """A row that leads from an edition to something else and is live exactly as long as it.

    `is_use` is false for links that nobody chose: they go with their target instead of keeping it.
    """

    is_use = True

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class AddressBase(AppendOnly):
    """A public path claimed for good when an edition with it is first frozen."""

    slug = models.CharField(_("web address"), max_length=120, unique=True)
    claimed_at = models.DateTimeField(_("claimed"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.slug
