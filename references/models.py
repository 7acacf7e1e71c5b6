"""Sources: what an article rests on, who published it, and where it is cited."""

from datetime import UTC, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from publishing.bases import AppendOnly, LinkBase, Record
from publishing.finding import is_named
from publishing.folding import SortKeyField, sort_key
from publishing.links import links_to
from publishing.names.index import NamesIndex
from publishing.naming import LONGEST_KEY, name_key
from publishing.paths import path_to
from publishing.pieces import Pieces
from publishing.querysets import AppendOnlyQuerySet
from publishing.richtext import one_line
from publishing.row_by_row import there_is
from publishing.search.parts import SearchParts, mark_of
from publishing.slugs import make_slug
from references.matching import address_words, canonical_doi, canonical_url, match_key, registrable_domain

partial_date = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
    _("Write a year, a month or a day: 2025, 2025-01 or 2025-01-27."),
)
web_address = URLValidator(schemes=["http", "https"])


class PublisherQuerySet(models.QuerySet["Publisher"]):
    def live(self, at: datetime) -> Self:
        """Keep the publishers of what a live edition cites at that moment."""
        return self.filter(there_is(Reference.objects.live(at).filter(publisher=OuterRef("pk"))))

    def named(self, name: str) -> "Publisher | None":
        """Return the publisher without a domain of this name; of two, the one spelled just so."""
        rows = list(self.filter(domain="", name_key=name_key(name)).order_by("pk"))
        return next((row for row in rows if row.name == one_line(name)), rows[0] if rows else None)


class Publisher(Record):
    """Who published a source, told apart by registrable domain where there is one."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("domain"), max_length=253, blank=True, help_text=_("For example cgtn.com"))
    sort_key = SortKeyField()
    name_key = models.CharField(max_length=LONGEST_KEY, default="", editable=False)

    objects = PublisherQuerySet.as_manager()

    class Meta:
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ["sort_key", "id"]
        indexes = [
            models.Index(fields=["find_text", "changed_at"], name="publisher_find"),
            NamesIndex(fields=["find_text"], name="publisher_names"),
            models.Index(fields=["name_key"], name="publisher_name"),
            models.Index(fields=["sort_key", "id"], name="publisher_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], condition=~models.Q(domain=""), name="publisher_domain_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.domain:
            self.domain = registrable_domain(self.domain) or self.domain.casefold()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key, self.name_key = sort_key(self.name), name_key(self.name)
        super().save(*args, **kwargs)

    def worked_out(self) -> dict[str, Any]:
        return {"sort_key": sort_key(self.name), "name_key": name_key(self.name)}

    def found_by(self) -> list[str]:
        return [self.name, self.domain]


class SourceType(models.TextChoices):
    """CSL-JSON item types, in the words of an editor (docs.citationstyles.org)."""

    WEBPAGE = "webpage", _("Web page")
    NEWS = "article-newspaper", _("News article")
    JOURNAL = "article-journal", _("Journal article")
    BOOK = "book", _("Book")
    CHAPTER = "chapter", _("Chapter")
    REPORT = "report", _("Report")
    LEGISLATION = "legislation", _("Law")
    SPEECH = "speech", _("Speech")
    INTERVIEW = "interview", _("Interview")
    BROADCAST = "broadcast", _("Broadcast")
    DATASET = "dataset", _("Data set")
    DOCUMENT = "document", _("Other document")


class Reliability(models.TextChoices):
    """What the newsroom thinks of a source; for editors only."""

    UNRATED = "", _("Not rated")
    RELIABLE = "reliable", _("Reliable")
    MIXED = "mixed", _("Check what it says elsewhere")
    UNRELIABLE = "unreliable", _("Not to be relied on")
    WITHDRAWN = "withdrawn", _("Withdrawn or retracted by its publisher")


class Health(models.TextChoices):
    """How the link was when last looked at."""

    UNKNOWN = "", _("Not checked")
    FINE = "fine", _("Works")
    MOVED = "moved", _("Moved")
    GONE = "gone", _("Gone")
    BLOCKED = "blocked", _("Cannot be checked")


_SLUGS: Pieces[str] = Pieces(2_000)


def key_in(address: str) -> str:
    """Return the key of the source that an address leads to; the title behind it may be an old one."""
    return address.partition("-")[0]


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def shown(self) -> Self:
        """Leave out what readers never see."""
        return self.filter(confidential=False)

    def with_publisher(self) -> Self:
        return self.select_related("publisher")

    def live(self, at: datetime) -> Self:
        """Keep the sources a live edition cites at that moment."""
        cited: Any = models.Q(pk__in=[])
        # Asked row by row, so that one source never costs a look at all of them.
        for link in links_to(Reference, CitationBase):
            cited |= there_is(link.model.objects.live(at).filter(reference=OuterRef("pk")))
        return self.shown().filter(cited)

    def at_address(self, address: str) -> Self:
        """Keep the source with this page; its key finds it, whatever its title was."""
        return self.filter(key=key_in(address))

    def at_original(self, pasted: str) -> list["Reference"]:
        """Return the sources that a pasted DOI or original address is of, however it is spelled.

        A source with a DOI is told apart by that, and has its address besides.
        """
        key, address = match_key(url=pasted), canonical_url(pasted)
        found = self.filter(models.Q(match_key=key) | is_named(address_words(address))) if key else ()
        return [row for row in found if row.match_key == key or canonical_url(row.url) == address]


def _name_of(author: dict[str, Any]) -> str:
    """Return what an author is found by, in an order that does not depend on how a database keeps it."""
    return " ".join(str(author[name]) for name in sorted(author, key=lambda name: (len(name), name)))


class Reference(Record):
    """One source. It has no draft: a correction here shows at once wherever it is cited."""

    match_key = models.CharField(max_length=255, editable=False)
    variant = models.CharField(
        _("another item at this address"),
        max_length=60,
        blank=True,
        help_text=_("Only when one address or title holds several sources: say which this is."),
    )
    type = models.CharField(_("kind"), max_length=20, choices=SourceType, default=SourceType.WEBPAGE)
    title = models.CharField(_("title"), max_length=500)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    container_title = models.CharField(_("site, paper or journal"), max_length=300, blank=True)
    publisher = models.ForeignKey(
        Publisher,
        verbose_name=_("publisher"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="references",
    )
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(
        _("pages"), max_length=60, blank=True, help_text=_("Where it stands there: 201–219, or A3.")
    )
    issued = models.CharField(_("date"), max_length=10, blank=True, validators=[partial_date])
    accessed = models.CharField(_("read on"), max_length=10, blank=True, validators=[partial_date])
    url = models.CharField(_("address"), max_length=2000, blank=True, validators=[web_address])
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    archive_url = models.CharField(_("archive copy"), max_length=2000, blank=True, validators=[web_address])
    archived_at = models.DateField(_("archived on"), null=True, blank=True)
    health = models.CharField(
        _("link"), max_length=10, choices=Health, default=Health.UNKNOWN, blank=True, editable=False
    )
    reliability = models.CharField(
        _("reliability"), max_length=12, choices=Reliability, default=Reliability.UNRATED, blank=True
    )
    confidential = models.BooleanField(
        _("confidential"), default=False, help_text=_("Readers never see this source, nor that there is one.")
    )
    note = models.TextField(_("note for colleagues"), blank=True)
    is_incomplete = models.BooleanField(
        _("incomplete"),
        default=False,
        help_text=_("Made while writing. Untick it once title, authors, date and publisher are right."),
    )

    made_in_passing = models.BooleanField(default=False, editable=False)
    """Made of a pasted note: it goes again where no saved version ever uses it and nobody touches it."""

    # In how many articles it is cited, where that was counted and says anything new (references.shown).
    articles = 0

    objects = ReferenceQuerySet.as_manager()

    named_in_texts = True

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["find_text", "changed_at"], name="reference_find"),
            NamesIndex(fields=["find_text"], name="reference_names"),
            # For the picker, which offers what was changed last.
            models.Index(fields=["-changed_at", "-id"], name="reference_changed"),
            # Each for a filter of the desk's list, which shows the newest first.
            models.Index(fields=["type", "id"], name="reference_of_type"),
            models.Index(fields=["reliability", "id"], name="reference_reliability"),
            models.Index(fields=["id"], condition=models.Q(is_incomplete=True), name="reference_incomplete"),
            models.Index(fields=["id"], condition=models.Q(confidential=True), name="reference_confidential"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["match_key", "variant"],
                name="reference_once",
                violation_error_message=_("This source is already there."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        slug = _SLUGS.get(self.title, lambda: make_slug(self.title))
        return path_to("reference", f"{self.key}-{slug}" if slug else self.key)

    @property
    def may_be_shown(self) -> bool:
        return not self.confidential

    @property
    def domain(self) -> str:
        """Return the registrable domain to show beside the publisher."""
        if self.url:
            return registrable_domain(self.url)
        return self.publisher.domain if self.publisher else ""

    def clean(self) -> None:
        if self.doi:
            self.doi = canonical_doi(self.doi)
            if not self.doi:
                raise ValidationError(
                    {"doi": _("A DOI starts with 10. and has a slash: 10.1038/nature12345.")}
                )
        self._set_match_key()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._set_match_key()
        super().save(*args, **kwargs)

    def found_by(self) -> list[str]:
        names = map(_name_of, self.authors)
        return [self.title, *names, self.container_title, self.domain, address_words(self.url), self.doi]

    search_kinds = ("source",)

    def search_parts(self) -> list[SearchParts]:
        if self.confidential:
            return []
        authors = list(map(_name_of, self.authors))
        publisher = [self.publisher.name] if self.publisher else []
        said = [*authors, self.container_title, *publisher, address_words(self.url), self.doi, self.isbn]
        return [
            SearchParts(
                kind="source",
                headline=self.title,
                text="\n".join(filter(None, said)),
                marks=(mark_of(self.publisher),) if self.publisher else (),
                language=self.language,
            )
        ]

    @property
    def search_date(self) -> datetime:
        year, month, day = [*map(int, self.issued.split("-")), 1, 1][:3] if self.issued else (0, 1, 1)
        try:
            return min(datetime(year, month, day, tzinfo=UTC), self.created_at)
        except ValueError:
            return self.created_at

    def worked_out(self) -> dict[str, Any]:
        return {
            "match_key": match_key(doi=self.doi, url=self.url, title=self.title, domain=self.domain),
        }

    def _set_match_key(self) -> None:
        self.match_key = self.worked_out()["match_key"]


class CitationBase(LinkBase):
    """An edition rests on a source; position is the order in which readers meet it."""

    reference = models.ForeignKey(Reference, verbose_name=_("source"), on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    is_from_article = False

    class Meta:
        abstract = True
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["reference", "published_at", "edition", "live_until", "live_from"],
                name="%(class)s_listing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "reference"], name="%(class)s_once"),
        ]


class CitationPlaceBase(AppendOnly):
    """One mark in the text: the claim's own sentence, and the page or place in the source."""

    ordinal = models.PositiveSmallIntegerField()
    locator = models.CharField(max_length=100, blank=True)
    sentence = models.TextField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["citation", "ordinal"], name="%(class)s_once"),
        ]
