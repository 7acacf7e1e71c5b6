"""Lists of articles, newest first: one index range, and a key to go on from instead of page numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.safestring import SafeString

from images.models import Image
from images.pictures import Picture
from publishing.caching import rests_on, row, shows
from publishing.querysets import EditionQuerySet, LinkQuerySet, ListingCursor

SIZE = 20
MOST_ROWS = 100
"""Several rows of one article stand together, so a listing of quotes may read more rows than it has items."""


@dataclass(frozen=True)
class Item:
    """One page in a listing, and the rows that led to it."""

    edition: Any
    rows: list[Any] = field(default_factory=list)
    picture: Picture | None = None

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
    """Return a listing of articles with their main pictures: one query, none where there are no pictures."""
    wanted = {item.edition.main_image_id for item in listing.items} - {None}
    images = Image.objects.in_bulk(wanted) if wanted else {}
    shows(*(row(image) for image in images.values()))
    pictures = {pk: Picture.of(image) for pk, image in images.items()}
    items = [replace(item, picture=pictures.get(item.edition.main_image_id)) for item in listing.items]
    return replace(listing, items=items)


def cursor_at(key: str, editions: EditionQuerySet[Any], *, at: datetime) -> ListingCursor | None:
    """Return the place in a listing behind the page with this key; no key is the beginning."""
    if not key:
        return None
    if not (key.isascii() and key.isalnum()):
        raise Http404
    found = editions.seen(at).filter(key=key).values_list("published_at", "pk", "working_copy").first()
    if found is None:
        raise Http404
    rests_on(row(editions.model, found[2]))
    return ListingCursor(published_at=found[0], edition_id=found[1])


def of_editions(editions: EditionQuerySet[Any], *, before: ListingCursor | None) -> Listing:
    """Return the newest of these pages."""
    rows = editions.newest(before=before).defer("body_html")[: SIZE + 1]
    return _cut([Item(edition) for edition in rows])


def of_links(
    links: LinkQuerySet[Any],
    *,
    before: ListingCursor | None,
    with_: Sequence[str] = (),
    several: bool = False,
) -> Listing:
    """Return the newest pages these links come from, one item for each, with all its links.

    `several` says that one page may have several links of this kind.
    """
    most = MOST_ROWS if several else SIZE + 1
    rows = list(links.newest(before=before).with_edition(*with_)[:most])
    items: dict[int, Item] = {}
    for link in rows:
        items.setdefault(link.edition_id, Item(link.edition)).rows.append(link)
    found = list(items.values())
    if several and len(rows) == most and len(found) > 1:
        return _cut(found[:-1], more=True)  # the last item's rows may be cut off
    return _cut(found)


def _cut(items: list[Item], *, more: bool = False) -> Listing:
    shown = items[:SIZE]
    shows(*(row(item.edition) for item in shown))
    more = more or len(items) > SIZE
    return Listing(items=shown, older=shown[-1].edition.key if more and shown else "")
