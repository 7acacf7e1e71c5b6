"""Search by name for the text editor's dialogs."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern

from publishing.admin.fields import can_be_pk

MOST = 12
MOST_KEYS = 200


class LookupMixin:
    """Adds one page that answers searches as JSON to whoever may view this kind of row."""

    editor_dialog: ClassVar[str]
    """What the text editor calls its dialog for choosing this kind of row."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("lookup/", self.lookup_view, "lookup"), *super().pages()]  # type: ignore[misc]

    def lookup_view(self: Any, request: HttpRequest) -> JsonResponse:
        """Answer with rows whose name fits, or with the rows of the keys given."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request)
        if "keys" in request.GET:
            keys = [key for key in request.GET["keys"].split(",")[:MOST_KEYS] if key.isalnum()]
            found = list(rows.filter(key__in=keys))
        elif "ids" in request.GET:
            ids = [id for id in request.GET["ids"].split(",")[:MOST_KEYS] if can_be_pk(id)]
            found = list(rows.filter(pk__in=ids))
        else:
            words = request.GET.get("q", "").replace("\x00", "")[:200]
            matching, _duplicates = self.get_search_results(request, rows, words)
            found = list(dict.fromkeys(matching[: MOST * 2]))[:MOST]
        return JsonResponse({"results": [self._result(row) for row in found]})

    def _result(self: Any, row: Any) -> dict[str, Any]:
        """Return what a dialog shows of one row, and where the row itself is found."""
        found: dict[str, Any] = self.lookup_result(row)
        return {"id": row.pk, "address": self.url("change", row), **found}

    def lookup_result(self: Any, row: Any) -> dict[str, Any]:
        """Return what a dialog shows of one row."""
        return {"key": row.key, "label": str(row), "detail": self.detail(row)}
