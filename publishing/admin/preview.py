"""The draft as readers would see it, for colleagues only."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern


class PreviewMixin:
    """Adds the preview page to an admin of working copies."""

    has_preview = True

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("<int:object_id>/preview/", self.preview_view, "preview"),
            *super().pages(),  # type: ignore[misc]
        ]

    def preview_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Render the readers' page from the draft; nothing of it may be kept or found."""
        obj = self.object_or_404(request, object_id)
        problems = self.missing_for_preview(obj)
        if problems:
            messages.warning(request, " ".join(problems))
            return redirect(self.url("change", obj))
        response: HttpResponse = self.preview(request, obj)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def missing_for_preview(self, obj: Any) -> list[str]:
        """Say in sentences what keeps the draft from being looked at; mostly what keeps it from readers."""
        missing: list[str] = obj.missing(obj.payload())
        return missing

    def preview(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Render the readers' page from the draft."""
        raise NotImplementedError
