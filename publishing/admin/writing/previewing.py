"""The words on the screen as readers would see them, for colleagues only."""

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from publishing.admin.writing.keeping import tab_of
from publishing.bases import Payload
from publishing.errors import WorkflowError

# Nothing in it runs, and only the desk may frame it, which puts it into a sandbox.
POLICY = {"script-src": [NONE], "frame-ancestors": [SELF]}


class PreviewMixin:
    """Adds the readers' page made of a draft: beside the text while it is written, or by itself."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("preview/", self.preview_view, "preview-new"),
            self.page("<int:object_id>/preview/", self.preview_view, "preview"),
            *super().pages(),  # type: ignore[misc]
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the desk frame the preview, which may be framed by nobody else."""
        response: HttpResponse = super().changeform_view(*args, **kwargs)  # type: ignore[misc]
        return response

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        data["addresses"]["preview"] = self.url("preview", obj) if obj else self.url("preview-new")
        data["words"] |= {
            "preview": _("Preview"),
            "previewOf": _("As readers will see it"),
            "previewPhone": _("Phone"),
            "previewDesktop": _("Desktop"),
            "previewTab": _("In a tab"),
            "previewClose": _("Close"),
        }
        return data

    @method_decorator([require_safe, csp_replace(POLICY), xframe_options_sameorigin])
    def preview_view(self: Any, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Render the readers' page from the words on the screen; nothing of it may be kept or found."""
        obj = self.object_or_404(request, object_id) if object_id is not None else None
        if obj is None and not self.has_add_permission(request):
            raise PermissionDenied
        payload = self.payload_on_screen(request, obj)
        # A web address is made when it is first saved, and the page does not show it.
        payload["slug"] = payload["slug"] or "preview"
        row = obj if obj is not None else self.model()
        problems = self.missing_for_preview(row, payload)
        is_beside = bool(tab_of(request))
        if problems and not is_beside:
            messages.warning(request, " ".join(problems))
            return redirect(self.url("change", obj) if obj else self.url("add"))
        try:
            response = _waiting(request, problems) if problems else self.preview(request, row, payload)
        except WorkflowError as refusal:
            response = _waiting(request, [str(refusal)])
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def missing_for_preview(self, obj: Any, payload: Payload) -> list[str]:
        """Say in sentences what keeps a text from being looked at; mostly what keeps it from readers."""
        missing: list[str] = obj.missing(payload)
        return missing

    def preview(self, request: HttpRequest, obj: Any, payload: Payload) -> HttpResponse:
        """Render the readers' page from a payload of the draft."""
        raise NotImplementedError


def _waiting(request: HttpRequest, problems: list[str]) -> HttpResponse:
    """Say in the preview's place what is still missing for it."""
    return render(request, "admin/writing/preview_waits.html", {"problems": problems})
