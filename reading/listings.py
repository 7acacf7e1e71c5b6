"""Lists of articles, newest first: one index range, and a key to go on from instead of page numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.safestring import SafeString

from articles.models import ArticleEdition
from images.pictures import PICTURE_COLUMNS, Picture
from pages.models import PageEdition
from profiles.models import PersonEdition
from publishing.bases import EditionBase
from publishing.caching import rests_on, row, shows
from publishing.pieces import same
from publishing.prepared import Prepared, prepared
from publishing.querysets import LinkQuerySet, ListingCursor

SIZE = 20
MOST_ROWS = 100
"""Several rows of one article stand together, so a listing of quotes may read more rows than it has items."""


LINE_COLUMNS = ("key", "working_copy", "slug", "language", "corrections", "published_at", "live_until")
TEASER_COLUMNS = ("headline", "short_headline", "summary", "label", "byline", "main_image_alt")


@dataclass(frozen=True)
class Item:
    """One page in a listing, and the rows that led to it."""

    edition: Any
    rows: list[Any] = field(default_factory=list)
    picture: Picture | None = None

    @property
    def line(self) -> tuple[Any, ...]:
        """Return all that a line on the page itself is made of, as it is now."""
        shown = self.edition
        named = (type(shown), shown.pk, shown.slug, str(shown), shown.language)
        return (*named, shown.published_at, same(shown.corrections))

    @property
    def teaser(self) -> tuple[Any, ...]:
        """Return all that a teaser is made of beside its picture."""
        shown = self.edition
        words = (shown.short_headline, shown.summary, shown.label, same(shown.byline))
        return (*self.line, *words)

    @property
    def lead_picture(self) -> SafeString:
        """Return the picture as the first story of a page has it."""
        if self.picture is None:
            return SafeString()
        return replace(self.picture, main=True).picture(alt=self.edition.main_image_alt, size="lead")

    @property
    def small_picture(self) -> SafeString:
        """Return the picture beside a headline, where it says nothing that the headline does not."""
        return self.picture.picture(alt="", size="teaser") if self.picture else SafeString()


@dataclass(frozen=True)
class Listing:
    """Part of a listing; `older` is the key to go on from, empty at the end."""

    items: Sequence[Item] = ()
    older: str = ""

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def lead(self) -> Item | None:
        """Return what a front page begins with: the newest that still holds, so nothing retracted."""
        return next((item for item in self.items if not item.edition.is_retracted), None)

    @property
    def after_lead(self) -> list[Item]:
        """Return all others, each in its place in time."""
        return [item for item in self.items if item is not self.lead]

    @property
    def ends(self) -> list[datetime]:
        """Return when what is shown stops being so, as far as it is known."""
        return [item.edition.live_until for item in self.items]


def with_pictures(listing: Listing) -> Listing:
    """Return a listing of articles with their main pictures, which were asked for with them."""
    return replace(listing, items=[replace(item, picture=_picture(item.edition)) for item in listing.items])


def _picture(edition: Any) -> Picture | None:
    image = edition.main_image
    if image is None:
        return None
    shows(row(image))
    return Picture.of(image)


def cursor_at(key: str, model: type[EditionBase], *, at: datetime) -> ListingCursor | None:
    """Return the place in a listing behind the page with this key; no key is the beginning."""
    if not key:
        return None
    if not (key.isascii() and key.isalnum()):
        raise Http404
    found = PLACES[model].first(key, at=at)
    if found is None:
        raise Http404
    rests_on(row(model, found[2]))
    return ListingCursor(published_at=found[0], edition_id=found[1])


def _places(model: Any) -> Prepared[..., Any]:
    @prepared
    def place(key: str, at: datetime) -> QuerySet[Any, Any]:
        seen = model.objects.seen(at).filter(key=key).order_by()
        return seen.values_list("published_at", "pk", "working_copy")[:1]

    return place


PLACES: Mapping[type[EditionBase], Prepared[..., Any]] = {
    model: _places(model) for model in (ArticleEdition, PageEdition, PersonEdition)
}


@prepared
def _newest(at: datetime) -> QuerySet[ArticleEdition]:
    return _listed(ArticleEdition.objects.live(at).newest())


@prepared
def _older(at: datetime, published_at: datetime, edition_id: int) -> QuerySet[ArticleEdition]:
    before = ListingCursor(published_at=published_at, edition_id=edition_id)
    return _listed(ArticleEdition.objects.live(at).newest(before=before))


def _listed(editions: QuerySet[ArticleEdition]) -> QuerySet[ArticleEdition]:
    return editions.select_related("main_image").only(*teaser_columns())[: SIZE + 1]


def of_editions(*, before: ListingCursor | None, at: datetime) -> Listing:
    """Return the newest articles."""
    if before is None:
        rows = _newest(at)
    else:
        rows = _older(at, published_at=before.published_at, edition_id=before.edition_id)
    return _cut([Item(edition) for edition in rows])


@dataclass(frozen=True)
class Lists:
    """Links of a kind that lead to one thing, as they are asked for: from the beginning, and from a place.

    `several` says that one page may have several links of this kind.
    """

    newest: Prepared[..., Any]
    older: Prepared[..., Any]
    several: bool

    def part(self, target: int | str, *, before: ListingCursor | None, at: datetime) -> Listing:
        """Return the newest pages these links come from, one item for each, with all its links."""
        if before is None:
            rows = self.newest(target, at)
        else:
            rows = self.older(target, at, before.published_at, before.edition_id)
        items: dict[int, Item] = {}
        for link in rows:
            items.setdefault(link.edition_id, Item(link.edition)).rows.append(link)
        found = list(items.values())
        for item in found:
            # A database may give those of one page in any order, and another one with another plan.
            item.rows.sort(key=attrgetter("pk"), reverse=True)
        if self.several and len(rows) == MOST_ROWS and len(found) > 1:
            return _cut(found[:-1], more=True)  # the last item's rows may be cut off
        return _cut(found)


def lists(
    links: Callable[[Any, datetime], LinkQuerySet[Any]],
    *,
    columns: Sequence[str],
    several: bool = False,
    of: type[int | str] = int,
) -> Lists:
    """Return how these links are asked for; `columns` are what is shown of them and of what they lead to."""
    most = MOST_ROWS if several else SIZE + 1

    def newest(target: Any, at: datetime) -> QuerySet[Any]:
        return links(target, at).newest().only(*columns)[:most]

    def older(target: Any, at: datetime, published_at: datetime, edition_id: int) -> QuerySet[Any]:
        before = ListingCursor(published_at=published_at, edition_id=edition_id)
        return links(target, at).newest(before=before).only(*columns)[:most]

    newest.__annotations__["target"] = older.__annotations__["target"] = of
    return Lists(prepared(newest), prepared(older), several)


def teaser_columns(path: str = "") -> list[str]:
    """Return what is asked of an article for its teaser; `path` leads to it."""
    pictured = (f"main_image__{name}" for name in PICTURE_COLUMNS)
    return [f"{path}{name}" for name in (*LINE_COLUMNS, *TEASER_COLUMNS, *pictured)]


def line_columns(*names: str) -> list[str]:
    """Return what is asked of a page for its line in a section; `names` are what it is called."""
    return [f"edition__{name}" for name in (*LINE_COLUMNS, *names)]


def _cut(items: list[Item], *, more: bool = False) -> Listing:
    shown = items[:SIZE]
    shows(*(row(item.edition) for item in shown))
    more = more or len(items) > SIZE
    return Listing(items=shown, older=shown[-1].edition.key if more and shown else "")
