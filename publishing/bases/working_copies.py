"""What editors change, and what hangs on it: never public."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from publishing.bases.payloads import Payload, Step
from publishing.embargoes import Embargo
from publishing.finding import FindTextField
from publishing.identifiers import random_key
from publishing.languages import site_language
from publishing.querysets import IN_BIN_FOR, WorkingCopyQuerySet
from publishing.richtext import EDITOR_EXTENSIONS
from publishing.timeline import NOT_YET

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from publishing.bases.editions import AddressBase, EditionBase
    from publishing.bases.freezing import Batch, Frozen
    from publishing.bases.revisions import RevisionBase
    from publishing.search.parts import SearchParts


class Stage(models.TextChoices):
    """Whose turn it is."""

    WRITING = "writing", _("Being written")
    SUBMITTED = "submitted", _("With the editors")


class WorkingCopy(models.Model):
    """What editors change; never public. `version` is the number of the revision it holds."""

    key = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.WRITING, editable=False)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who has it"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    handover_note = models.TextField(_("note"), blank=True, editable=False)
    slug = models.CharField(
        _("web address"),
        max_length=120,
        blank=True,
        help_text=_("The last part of the page's address. Left empty, it is made from what stands on top."),
    )
    body = ProseEditorField(_("text"), blank=True, extensions=EDITOR_EXTENSIONS, sanitize=False)
    language = models.CharField(_("language"), max_length=12, default=site_language)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)
    find_text = FindTextField()
    left_checks = models.JSONField(default=list, editable=False)
    binned_at = models.DateTimeField(_("put in the bin"), null=True, blank=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put in the bin by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # Derived from the editions by publishing.workflow.settling, so that no list has to look through them.
    seen_until = models.DateTimeField(default=NOT_YET, editable=False)
    """Until when readers see any version of this, or will."""
    settled_until = models.DateTimeField(default=NOT_YET, editable=False)
    """Until when readers see it as the draft is, or will, and it was handed to nobody: no work till then."""

    objects: ClassVar[Any] = WorkingCopyQuerySet.as_manager()

    named_in_texts: ClassVar[bool] = False
    """Whether a text can name a row of this kind by its key."""

    payload_steps: ClassVar[Sequence[Step]] = ()
    """What brings a stored payload from each shape to the next, oldest first; none is ever taken out."""

    payload_rows: ClassVar[Mapping[str, Payload]] = {}
    """What one entry holds, with its defaults, of each field that is a list of entries."""

    payload_once: ClassVar[Mapping[str, Callable[[Payload], Any]]] = {}
    """What no two entries may share, of each field that is such a list."""

    payload_together: ClassVar[Sequence[tuple[str, ...]]] = ()
    """Fields that say something of another one, which stands first: they fit that picture and no other."""

    search_kinds: ClassVar[Sequence[str]] = ()
    """What colleagues find drafts of this kind as."""

    # The rows that lead here: each kind has models of its own for them, under these names.
    revisions: "RelatedManager[RevisionBase]"
    editions: "RelatedManager[EditionBase]"
    addresses: "RelatedManager[AddressBase]"
    notes: "RelatedManager[NoteBase]"

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["find_text", "changed_at", "binned_at"], name="%(class)s_find"),
            models.Index(fields=["binned_at"], condition=Q(binned_at__isnull=False), name="%(class)s_bin"),
            models.Index(fields=["slug"], name="%(class)s_slug"),
            # For the desk's first page and the filters of its lists, among very many that are settled.
            models.Index(fields=["settled_until", "holder"], name="%(class)s_open"),
            models.Index(fields=["holder", "settled_until"], name="%(class)s_mine"),
            models.Index(fields=["holder", "changed_at"], name="%(class)s_held"),
            models.Index(fields=["stage", "changed_at"], name="%(class)s_stage"),
        ]

    def payload(self) -> Payload:
        """Return everything an editor can change, as one JSON document."""
        raise NotImplementedError

    def apply(self, payload: Payload) -> None:
        """Write a payload into this row and the rows that hang on it."""
        raise NotImplementedError

    def missing(self, payload: Payload) -> list[str]:
        """Say in sentences what keeps this payload from being published (`publishing.checks.Missing`)."""
        raise NotImplementedError

    def freeze_into(self, payload: Payload, *, at: datetime) -> "Frozen[EditionBase]":
        """Return the unsaved edition and link rows that publishing this payload would write."""
        raise NotImplementedError

    def search_parts(self) -> "list[SearchParts]":
        """Return what colleagues find this draft by, as it is now; no private note."""
        return []

    def found_by(self) -> list[str]:
        """Return every name colleagues may look for this by, the most important first."""
        return [str(self)]

    def worked_out(self) -> Payload:
        """Return the columns of this row that are worked out of its others."""
        return {}

    @classmethod
    def batch(cls) -> "Batch":
        """Return what brings many pages of this kind in at once, where that is done."""
        raise NotImplementedError

    @property
    def embargo(self) -> Embargo | None:
        """Return until when this may not go public; kinds that can be under embargo say so."""
        return None

    @property
    def who_has_it(self) -> str:
        """Say in words whose turn it is."""
        if self.stage == Stage.SUBMITTED and self.holder is None:
            return str(_("The editors"))
        return str(self.holder) if self.holder else str(_("Nobody yet"))

    @property
    def gone_at(self) -> datetime | None:
        """Return when a draft in the bin is gone for good."""
        return self.binned_at + IN_BIN_FOR if self.binned_at else None

    def is_gone(self, at: datetime) -> bool:
        """Tell whether its time in the bin is over; the clock decides, not whoever empties the bin."""
        return self.gone_at is not None and self.gone_at <= at


class DraftLinkBase(models.Model):
    """A choice made in a working copy, in order; rewritten by every save."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class NoteBase(models.Model):
    """What a colleague noted on words of a draft, whose place the text marks; readers never see it.

    Whoever may not change the text leaves no mark in it: then `about` has the words it is about.
    """

    key = models.CharField(max_length=40)
    text = models.TextField(_("note"))
    about = models.CharField(_("words it is about"), max_length=300, blank=True, db_default="")
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["working_copy", "key"], name="%(class)s_key"),
        ]

    def __str__(self) -> str:
        return self.text
