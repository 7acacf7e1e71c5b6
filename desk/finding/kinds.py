"""What can be found, and which pages of the site belong to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from articles.models import Article
from images.models import Image
from pages.models import Page
from profiles.models import Person
from publishing.addresses import having
from publishing.bases import WorkingCopy
from publishing.links import editions_of_kind
from publishing.models import Tag
from references.models import Publisher, Reference


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of thing.

    `pages` are the names that the addresses of its pages have in urls.py, each with the part that says
    whose page it is; `lists` those of the pages that list this kind. `place` says which comes first of
    what fits equally well, and `has_other_names` whether each name of a row is as good as the first.
    """

    model: type[Any]
    pages: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    place: int = 0
    has_other_names: bool = False

    @property
    def admin(self) -> Any:
        return admin.site.get_model_admin(self.model)

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def plural(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def list_url(self) -> str:
        return str(self.admin.url("changelist"))

    def may_view(self, request: HttpRequest) -> bool:
        return bool(self.admin.has_view_or_change_permission(request))

    def rows(self, request: HttpRequest) -> QuerySet[Any]:
        """Return what the colleague's own list of this kind is made from."""
        rows: QuerySet[Any] = self.admin.get_queryset(request)
        return rows

    def with_page(self, request: HttpRequest, part: str, value: str) -> Iterable[Any]:
        """Return whatever has the page whose address says this, readers' first."""
        rows: Any = self.rows(request)
        if issubclass(self.model, WorkingCopy):
            return having(rows, value)
        return rows.at_address(value) if part == "address" else rows.filter(**{part: value})

    def seen_by_readers(self, keys: Iterable[int], *, at: datetime) -> set[int]:
        """Return the primary keys, of these, of what readers see at that moment."""
        model: Any = self.model
        if issubclass(self.model, WorkingCopy):
            editions = editions_of_kind(self.model)
            live = editions.live(at).filter(working_copy__in=keys)
            return set(live.values_list("working_copy", flat=True))
        return set(model.objects.live(at).filter(pk__in=keys).values_list("pk", flat=True))


KINDS = (
    Kind(Article, {"article": "slug"}, lists=("home", "feed"), place=1),
    Kind(Person, {"person": "slug", "person-feed": "slug"}, lists=("people",), has_other_names=True),
    Kind(Page, {"page": "slug"}, place=1),
    Kind(Reference, {"reference": "address"}, place=2),
    Kind(Publisher, place=2),
    Kind(Tag, {"tag": "slug", "tag-feed": "slug"}, lists=("tags",), has_other_names=True),
    Kind(Image, {"image": "key"}, place=3),
)


def kinds_with_page(name: str) -> list[tuple[Kind, str]]:
    """Return the kinds that have pages of this name, each with the part of the address that says whose."""
    return [(kind, kind.pages[name]) for kind in KINDS if name in kind.pages]
