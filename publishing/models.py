"""What every lifecycle shares as real tables: tags and the history of who did what."""

from datetime import datetime
from itertools import count
from secrets import randbits
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from publishing.bases import AppendOnly, LinkBase, Record
from publishing.changes import change_in_words
from publishing.checks.reasons import left_in_words
from publishing.folding import SortKeyField, sort_key
from publishing.identifiers import random_key
from publishing.links import links_to
from publishing.naming import NameBase, hold_names, name_key
from publishing.paths import path_to
from publishing.querysets import AppendOnlyQuerySet
from publishing.row_by_row import there_is
from publishing.search.models import (  # noqa: F401 (Django looks for an app's tables here)
    DraftRow,
    DraftText,
    DraftWord,
    SearchRebuild,
    SearchRow,
    SearchText,
    SearchWord,
)
from publishing.slugs import make_slug


class TagQuerySet(models.QuerySet["Tag"]):
    def live(self, at: datetime) -> Self:
        """Keep the tags that something public carries at that moment."""
        used: Any = models.Q(pk__in=[])
        for link in links_to(Tag, TaggedBase):
            used |= there_is(link.model.objects.live(at).filter(tag=OuterRef("pk")))
        return self.filter(used)

    def named(self, name: str) -> "Tag | None":
        """Return the tag that goes by this name."""
        return self.filter(names__key=name_key(name)).first()


class Tag(Record, TagBase):
    """A subject readers can browse by; an article's first tag is its section."""

    description = models.TextField(_("description"), blank=True)
    synonyms = models.JSONField(
        _("also called"), default=list, blank=True, help_text=_("Other words for the same subject.")
    )
    sort_key = SortKeyField()

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["find_text", "changed_at"], name="tag_find"),
            models.Index(fields=["sort_key", "id"], name="tag_by_name"),
            # For the picker, which offers what was changed last.
            models.Index(fields=["-changed_at", "-id"], name="tag_changed"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)
        hold_names(self.names, self.goes_by())

    def worked_out(self) -> dict[str, Any]:
        return {"sort_key": sort_key(self.name)}

    def clean_fields(self, exclude: Any = None) -> None:
        if not self.slug:
            self.slug: str = self._free_slug()
        super().clean_fields(exclude)

    def validate_unique(self, exclude: Any = None) -> None:
        """Refuse a name that another tag goes by: there would be two tags of one subject."""
        if namesake := self.namesake():
            raise ValidationError(
                gettext("“%(name)s” is a name of the tag “%(tag)s” already. Use that one.")
                % {"name": namesake[0], "tag": namesake[1]}
            )
        super().validate_unique(exclude)

    def goes_by(self) -> list[str]:
        """Return every name of the subject, the tag's own first."""
        return [self.name, *self.synonyms]

    def namesake(self) -> tuple[str, "Tag"] | None:
        """Return the first of this tag's names that is another tag's as well, and that tag."""
        keys = {name_key(name): name for name in reversed(self.goes_by()) if name}
        others = TagName.objects.exclude(tag=self.pk).filter(key__in=keys).select_related("tag")
        taken = {other.key: other.tag for other in others}
        return next(((keys[key], taken[key]) for key in reversed(keys) if key in taken), None)

    def _free_slug(self) -> str:
        wanted = make_slug(self.name) or self.key
        others = Tag.objects.exclude(pk=self.pk)
        numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
        return next(slug for slug in numbered if not others.filter(slug=slug).exists())

    def get_absolute_url(self) -> str:
        return path_to("tag", self.slug)

    def found_by(self) -> list[str]:
        return [self.name, *self.synonyms, self.slug.replace("-", " ")]


class TagName(NameBase):
    """One name of a tag; no two tags share one."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="names")

    class Meta(NameBase.Meta):
        constraints = [models.UniqueConstraint(fields=["key"], name="tag_name_once")]

    def __str__(self) -> str:
        return self.key


class TaggedBase(LinkBase):
    """A tag as an edition carries it; position 0 is the section."""

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["tag", "published_at", "edition", "live_until", "live_from"],
                name="%(class)s_listing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "tag"], name="%(class)s_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="%(class)s_order"),
        ]


class Verb(models.TextChoices):
    """What somebody did, in the words the history shows."""

    CREATE = "create", _("started")
    SAVE = "save", _("saved")
    KEEP = "keep", _("saved second; the text was kept aside")
    MERGE = "merge", _("saved second; both texts were merged")
    SETTLE = "settle", _("settled where two texts collided")
    SUBMIT = "submit", _("handed to the editors")
    SEND_BACK = "send_back", _("sent back")
    PUBLISH = "publish", _("published")
    SCHEDULE = "schedule", _("scheduled")
    CANCEL = "cancel", _("cancelled the schedule")
    WITHDRAW = "withdraw", _("took down")
    REPUBLISH = "republish", _("published again")
    RESTORE = "restore", _("brought back an earlier version")
    DISCARD = "discard", _("went back to what readers see")
    FIX = "fix", _("fixed what readers see")
    CARRY = "carry", _("carried it into what is scheduled")
    CORRECT = "correct", _("published a correction")
    RETRACT = "retract", _("retracted")
    BIN = "bin", _("put in the bin")
    PUT_BACK = "put_back", _("put back from the bin")
    REMOVE = "remove", _("removed for good")
    TAKE_OVER = "take_over", _("took over")
    INVITE = "invite", _("invited")
    RENEW = "renew", _("made a new invitation link")
    REVOKE = "revoke", _("took back the invitation")
    JOIN = "join", _("joined")
    PASSWORD_LINK = "link", _("made a password link")
    PASSWORD = "password", _("chose a new password")
    DEACTIVATE = "deactivate", _("deactivated")
    REACTIVATE = "reactivate", _("reactivated")
    LEAVE = "leave", _("left as it is")
    LOOK_AGAIN = "look_again", _("will look at again")
    UNLOCK = "unlock", _("lifted a locked login")
    EMBARGO = "embargo", _("put under embargo")
    LIFT_EMBARGO = "lift_embargo", _("lifted or changed the embargo")
    EXPORT = "export", _("exported the history")
    ERASE = "erase", _("erased personal data")
    SET_UP_FACTOR = "factor", _("set up the second factor")
    NEW_CODES = "new_codes", _("made new recovery codes")
    REMOVE_FACTOR = "no_factor", _("removed the second factor")
    RESET_FACTOR = "reset_factor", _("reset the second factor")
    RECOVER = "recover", _("used a recovery code")
    END_LOGINS = "end_logins", _("ended logins")
    RESET_ACCESS = "reset_access", _("gave access again")
    MEND = "mend", _("put right what is worked out by the program")


class Event(AppendOnly):
    """One row per verb, written in the transaction of what it tells of.

    It names its object by kind and key instead of a foreign key, because it must outlive it.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verb = models.CharField(_("did"), max_length=12, choices=Verb)
    kind = models.CharField(_("kind"), max_length=40)
    object_key = models.CharField(_("key"), max_length=40)
    label = models.CharField(_("what"), max_length=300)
    revision_number = models.PositiveIntegerField(_("version"), null=True)
    edition_number = models.PositiveIntegerField(_("published version"), null=True)
    note = models.TextField(_("note"), blank=True)
    data = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        permissions = [
            ("change_public", "Can change at once what readers see"),
            ("write_notes", "Can leave private notes on drafts"),
        ]
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "object_key", "id"], name="event_of_object"),
            # For the page of everything that was done, whatever it is narrowed to.
            models.Index(fields=["at", "id"], name="event_at"),
            models.Index(fields=["actor", "at", "id"], name="event_of_actor"),
            models.Index(fields=["verb", "at", "id"], name="event_of_verb"),
            models.Index(fields=["kind", "at", "id"], name="event_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.actor or _('The system')} {self.get_verb_display()}: {self.label}"

    @property
    def what_changed(self) -> str:
        """Say which kind of change was chosen, and what changed."""
        return change_in_words(self.data)

    @property
    def what_stays(self) -> str:
        """Say which findings of the checks stayed when it went public, and why."""
        return left_in_words(self.data)


class Purpose(models.TextChoices):
    """What somebody is typing into: the draft, or what readers see."""

    DRAFT = "draft", _("draft")
    FIX = "fix", _("what readers see")


class Buffer(models.Model):
    """What one person is typing in one tab, as the form would send it; nobody else ever reads it.

    It names its page by kind and key, because a page that is only being written has no row yet, and
    because words outlive the page they were meant for.
    """

    key = models.CharField(max_length=12, unique=True, default=random_key)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_key = models.CharField(max_length=40)
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.DRAFT)
    tab = models.CharField(max_length=40)
    based_on = models.PositiveIntegerField(null=True)
    """The saved version on the screen; None where nothing was saved yet."""
    label = models.CharField(max_length=300, blank=True)
    fields = models.JSONField(default=list)
    """Pairs of name and value, as the form sends them."""
    order = models.BigIntegerField(default=0)
    """Grows with what is typed in a tab, so that what arrives late replaces nothing newer."""
    kept_at = models.DateTimeField(default=timezone.now)
    let_go_at = models.DateTimeField(null=True)
    taken_into = models.CharField(max_length=40, blank=True)
    """The tab that goes on with these words: they go when its own do."""

    class Meta:
        default_permissions = ()
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "object_key", "purpose", "tab"], name="buffer_of_tab"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "object_key", "kept_at"], name="buffer_of_object"),
            models.Index(fields=["kept_at"], name="buffer_kept"),
        ]

    def __str__(self) -> str:
        return self.label or gettext("Without a name")


class Visit(models.Model):
    """That one person has a draft open, or had: when last, and which version they have seen; no words.

    It names its page by kind and key, as what is kept of typing does.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    object_key = models.CharField(max_length=40)
    seen_version = models.PositiveIntegerField()
    """Up to which saved version they know what others have done."""
    open_at = models.DateTimeField(default=timezone.now)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "object_key"], name="visit_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "object_key", "open_at"], name="visit_of_object"),
            models.Index(fields=["open_at"], name="visit_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"


def random_mark() -> int:
    """Return a number that no other change has, here or in a copy of the database that was put back."""
    return randbits(63)


class PublicChange(models.Model):
    """That what readers see has changed: the keys of `publishing.caching`, kept for an hour.

    `hard` says that something has ceased to be public.
    """

    at = models.DateTimeField(db_default=Now())
    """By the clock of the database, which all machines share."""
    mark = models.BigIntegerField(default=random_mark)
    keys = models.JSONField(default=list)
    hard = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        indexes = [models.Index(fields=["at", "mark"], name="public_change_at")]

    def __str__(self) -> str:
        return ", ".join(self.keys)
