"""From a pasted address to what is edited there: pages of this site, of its admin, and of sources."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote as unquote_id
from django.http import HttpRequest
from django.urls import ResolverMatch

from desk.finding.kinds import KINDS, Kind
from publishing.identifiers import is_key
from publishing.own_pages import page_at
from references.models import Reference


@dataclass(frozen=True)
class Place:
    """What an address leads to in the admin: a row's form, or the list of its kind where it names none."""

    kind: Kind
    row: Any = None

    @property
    def url(self) -> str:
        return self.kind.admin.url("change", self.row) if self.row is not None else self.kind.list_url


def places_of(request: HttpRequest, pasted: str) -> list[Place]:
    """Return everything a pasted address, DOI or key belongs to that the colleague may view."""
    found = [*at_address(request, pasted), *_with_original(request, pasted), *_with_key(request, pasted)]
    return list({(place.kind.model, place.row): place for place in found}.values())


def at_address(request: HttpRequest, pasted: str) -> list[Place]:
    """Return what belongs to a page of this site, whichever way its address is written."""
    match = page_at(pasted)
    kinds = [kind for kind in kinds_at(match) if kind.may_view(request)]
    return [place for kind in kinds for place in _of_kind(request, kind, match)]


def kinds_at(match: ResolverMatch | None) -> list[Kind]:
    """Return which kinds of thing a page is about, be it for readers or for colleagues."""
    if match is None:
        return []
    page = getattr(match.func, "model_admin", None)
    return [kind for kind in KINDS if page is kind.admin or match.view_name in (*kind.pages, *kind.lists)]


def _of_kind(request: HttpRequest, kind: Kind, match: Any) -> list[Place]:
    part = kind.pages.get(match.view_name)
    if part:
        return [Place(kind, row) for row in kind.with_page(request, part, match.kwargs[part])]
    if "object_id" not in match.kwargs:
        return [Place(kind)]
    row = kind.admin.get_object(request, unquote_id(str(match.kwargs["object_id"])))
    return [Place(kind, row)] if row is not None else []


def _with_original(request: HttpRequest, pasted: str) -> list[Place]:
    """Return the sources that were read at an address, or have this DOI."""
    kind = next(kind for kind in KINDS if kind.model is Reference)
    if not kind.may_view(request):
        return []
    rows: Any = kind.rows(request)
    return [Place(kind, row) for row in rows.at_original(pasted)]


def _with_key(request: HttpRequest, pasted: str) -> list[Place]:
    key = pasted.strip()
    if not is_key(key):
        return []
    return [
        Place(kind, row)
        for kind in KINDS
        if kind.may_view(request)
        for row in kind.rows(request).filter(key=key)
    ]
