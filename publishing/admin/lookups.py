"""Search for the picker: by every name, by address or key, what was used last first."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern

from publishing.admin.fields import can_be_pk
from publishing.admin.guard import actor_of
from publishing.alike import alike
from publishing.finding import how_well
from publishing.history import last_touched
from publishing.identifiers import is_key
from publishing.names import best_of_many
from publishing.own_pages import page_at

MOST = 12
MOST_KEYS = 200
MOST_ALIKE = 3
LONGEST = 2_000


class LookupMixin:
    """Adds one page that answers searches as JSON to whoever may view this kind of row."""

    editor_dialog: ClassVar[str]
    """What the text editor calls its dialog for choosing this kind of row."""
    public_page: ClassVar[tuple[str, str]] = ("", "")
    """What its pages are called in urls.py, and which part of their address says whose they are."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("lookup/", self.lookup_view, "lookup"), *super().pages()]  # type: ignore[misc]

    def lookup_view(self: Any, request: HttpRequest) -> JsonResponse:
        """Answer with rows that fit ?q=, those of ?keys= or ?ids=, or those nearly called ?alike=."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.lookup_rows(request)
        if "keys" in request.GET:
            found = list(rows.filter(key__in=_keys(request.GET["keys"])))
        elif "ids" in request.GET:
            ids = [id for id in request.GET["ids"].split(",")[:MOST_KEYS] if can_be_pk(id)]
            found = list(rows.filter(pk__in=ids))
        elif "alike" in request.GET:
            found = self.alike_to(rows, _words(request.GET["alike"]))
        else:
            found = self.fitting(request, rows, _words(request.GET.get("q", "")))
        return JsonResponse({"results": [self.lookup_result(row) for row in found]})

    def lookup_rows(self: Any, request: HttpRequest) -> Any:
        """Return the rows that may be chosen, with what the picker shows of them."""
        return self.get_queryset(request)

    def fitting(self: Any, request: HttpRequest, rows: Any, words: str) -> list[Any]:
        """Return the rows that fit best; without any words, those used last."""
        if not words:
            return self.used_last(request, rows)
        if at_address := self.at_pasted(rows, words):
            return list(at_address)[:MOST]
        near = best_of_many(rows, words, most=MOST)
        found = self.best_named(near, words) if near is not None else self.best_found(request, rows, words)
        if len(found) == MOST:
            return found
        named = [row.pk for row in found]
        return [*found, *self.with_words(rows.exclude(pk__in=named), words, most=MOST - len(found))]

    def best_found(self: Any, request: HttpRequest, rows: Any, words: str) -> list[Any]:
        """Return the rows that fit best of all a list would find."""
        matching, _duplicates = self.get_search_results(request, rows, words)
        return self.best_named(matching, words)

    def best_named(self: Any, rows: Any, words: str) -> list[Any]:
        """Return the rows whose names fit best, what was saved last first."""
        best = rows.order_by().annotate(fit=how_well(words)).order_by("fit", "-changed_at", "-pk")
        return list(best[:MOST])

    def used_last(self: Any, request: HttpRequest, rows: Any) -> list[Any]:
        """Return what stands in this text, then what this colleague has worked on, then the newest."""
        keys = [*_keys(request.GET.get("here", "")), *last_touched(self.model, actor_of(request), most=MOST)]
        places = {key: place for place, key in reversed(list(enumerate(dict.fromkeys(keys))))}
        known = sorted(rows.filter(key__in=places), key=lambda row: places[row.key])[:MOST]
        others = rows.exclude(pk__in=[row.pk for row in known]).order_by("-changed_at", "-pk")
        return [*known, *others[: MOST - len(known)]]

    def at_pasted(self: Any, rows: Any, pasted: str) -> Iterable[Any]:
        """Return the rows that a pasted address or key is of: of their page, of their form."""
        if is_key(pasted):
            return rows.filter(key=pasted)
        match = page_at(pasted) if "/" in pasted else None
        if match is None:
            return []
        name, part = self.public_page
        if name and match.view_name == name:
            return self.with_page(rows, match.kwargs[part])
        is_own = getattr(match.func, "model_admin", None) is self
        asked = match.kwargs.get("object_id", "")
        return rows.filter(pk=asked) if is_own and can_be_pk(asked) else []

    def with_page(self: Any, rows: Any, part: str) -> Iterable[Any]:
        """Return the rows whose public page has this in its address."""
        return rows.filter(slug=part)

    def alike_to(self: Any, rows: Any, name: str) -> list[Any]:
        """Return the rows that may be what somebody is about to make under a name."""
        return alike(rows, name, most=MOST_ALIKE)

    def lookup_result(self: Any, row: Any) -> dict[str, Any]:
        """Return what the picker shows of one row; `id` is what the form's own fields send."""
        return {
            "key": row.key,
            "id": row.pk,
            "label": str(row),
            "detail": self.detail(row),
            "address": self.url("change", row),
        }


def _words(asked: str) -> str:
    return asked.replace("\x00", "").strip()[:LONGEST]


def _keys(asked: str) -> list[str]:
    return [key for key in asked.split(",")[:MOST_KEYS] if key.isalnum()]
