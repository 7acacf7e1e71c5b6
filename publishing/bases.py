"""The abstract rows every lifecycle is made of: working copy, revision, edition, link, address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from publishing.constraints import NoOverlap
from publishing.embargoes import Embargo
from publishing.finding import FindTextField
from publishing.identifiers import random_key
from publishing.languages import direction_of, site_language
from publishing.querysets import (
    IN_BIN_FOR,
    AppendOnlyError,
    AppendOnlyQuerySet,
    EditionQuerySet,
    LinkQuerySet,
    WorkingCopyQuerySet,
)
from publishing.richtext import EDITOR_EXTENSIONS
from publishing.timeline import NOT_YET, OPEN_END, Change

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from publishing.search.parts import SearchParts

Payload = dict[str, Any]
Step = Callable[[Payload], Payload]


class Stage(models.TextChoices):
    """Whose turn it is."""

    WRITING = "writing", _("Being written")
    SUBMITTED = "submitted", _("With the editors")


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} rows are never changed.")
        # Whatever its key says: a row that is there already is an error, never an update.
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnlyError(f"{type(self).__name__} rows are never deleted.")


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


class RevisionKind(models.TextChoices):
    """Why a saved version exists."""

    SAVE = "save", _("Saved")
    KEPT = "kept", _("Kept: somebody else had saved first")
    MERGED = "merged", _("Merged with what somebody else had saved")
    RESTORE = "restore", _("Earlier version brought back")
    DISCARD = "discard", _("Back to what readers see")
    FIX = "fix", _("Fix of what readers see")
    CARRIED = "carried", _("Fix carried into the draft")
    WAITING = "waiting", _("What readers see now, carried into what is scheduled")


class RevisionBase(AppendOnly):
    """One saved state of a working copy, whole."""

    # The foreign key that each kind has to its own working copies.
    working_copy: "WorkingCopy"

    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=RevisionKind, default=RevisionKind.SAVE)
    based_on = models.PositiveIntegerField(_("based on version"))
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    note = models.TextField(_("note"), blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    was_there = False
    """Set on what a save returns that found all its words in the draft already, whoever had saved them."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["working_copy", "number"], name="%(class)s_number"),
        ]

    def __str__(self) -> str:
        return str(_("saved version %(number)d") % {"number": self.number})


class Timed(models.Model):
    """The derived time columns that editions and their link rows share."""

    live_from = models.DateTimeField(_("public from"))
    live_until = models.DateTimeField(_("public until"), default=OPEN_END)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        abstract = True

    @property
    def is_empty(self) -> bool:
        return self.live_from == self.live_until


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


class Record(models.Model):
    """A row without a draft: a change is public at once, so every write names the version it saw."""

    key = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last saved"), default=timezone.now, editable=False)
    find_text = FindTextField()

    class Meta:
        abstract = True

    search_kinds: ClassVar[Sequence[str]] = ()
    """What readers find rows of this kind as, where they do."""
    answers_by_itself: ClassVar[bool] = False
    """Whether what a row says decides what readers are answered, although no page shows it."""

    def found_by(self) -> list[str]:
        """Return every name colleagues may look for this by, the most important first."""
        return [str(self)]

    def search_parts(self) -> "list[SearchParts]":
        """Return what readers find this by, nothing of what they never see."""
        return []

    def worked_out(self) -> Payload:
        """Return the columns of this row that are worked out of its others."""
        return {}

    @property
    def search_date(self) -> datetime:
        """Return by which date this stands among what is found."""
        return self.created_at

    @property
    def may_be_shown(self) -> bool:
        """Tell whether readers may see this row where it is used."""
        return True

    def forget_files(self) -> None:
        """Delete what is kept of this row outside the database, once its removal is certain."""


class StandingUse(models.Model):
    """A row that shows readers what it leads to for as long as it does, such as a logo; not an edition."""

    class Meta:
        abstract = True


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


E_co = TypeVar("E_co", bound=EditionBase, covariant=True)


Choices = Mapping[str, list[Payload]]
"""What hangs on a draft, by the names of its relations, each entry as the columns it will have."""


@dataclass
class Frozen(Generic[E_co]):
    """What publishing would write: an unsaved edition and its unsaved link rows.

    `parts` hang on a link row (the places of a citation) and share its life through it.
    """

    edition: E_co
    links: list[Any] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)

    def of(self, model: type[models.Model]) -> Sequence[Any]:
        """Return the link rows of one kind, in order."""
        return [link for link in self.links if isinstance(link, model)]


class Batch(Protocol):
    """What a kind of page does for many of its own with queries for all of them."""

    def slugs(self, payloads: Sequence[Payload]) -> list[str]:
        """Return a free web address for each payload."""

    def hold(self, row: Any, payload: Payload) -> Choices:
        """Set what a payload says and return what hangs on the draft then; write nothing."""

    def payload(self, row: Any, choices: Choices) -> Payload:
        """Return everything an editor can change of a row with these choices."""

    def missing(self, row: Any, payload: Payload) -> list[str]:
        """Say in sentences what keeps a payload from being published."""

    def freeze(self, row: Any, payload: Payload, *, at: datetime) -> Frozen[Any]:
        """Return what publishing a payload would write."""

    def written(self, row: Any, frozen: Frozen[Any]) -> None:
        """Hear of an edition which those after it may be related to."""
