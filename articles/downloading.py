"""One version of an article as a file to take along: Markdown, a page, a Word document."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

import manuscripts
from articles.as_manuscript import handed_over
from articles.models import ArticleEdition
from publishing import payloads
from publishing.bases import Payload


class FileKind(NamedTuple):
    """A kind of file: its ending, what it is called, and how it is written."""

    ending: str
    name: Any
    content_type: str
    write: Callable[..., bytes]


KINDS = (
    FileKind(
        "docx",
        _("Word"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda *given: manuscripts.write_docx(*given),
    ),
    FileKind(
        "md", _("Markdown"), "text/markdown; charset=utf-8", lambda *given: manuscripts.write_markdown(*given)
    ),
    FileKind(
        "html", _("Web page"), "text/html; charset=utf-8", lambda *given: manuscripts.write_page(*given)
    ),
)


class DownloadMixin:
    """Hands over the draft, any saved version or any published one to whoever may see it."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("<int:object_id>/download/", self.download_view, "download"),
            *super().pages(),  # type: ignore[misc]
        ]

    def downloads(self: Any, obj: Any, **which: int) -> list[dict[str, Any]]:
        """Return the files there are of a version; of the draft, if none is named."""
        address = self.url("download", obj)
        asked = [(kind.name, urlencode({"as": kind.ending} | which)) for kind in KINDS]
        return [{"name": name, "url": f"{address}?{query}"} for name, query in asked]

    def writing_context(self: Any, request: Any, obj: Any) -> dict[str, Any]:
        """Offer the draft beside its history, and what readers see."""
        context: dict[str, Any] = super().writing_context(request, obj)  # type: ignore[misc]
        if obj is None:
            return context
        offered = [(_("The draft, as it was saved last"), self.downloads(obj))]
        if live := obj.editions.live(request.moment).first():
            offered.append((_("What readers see"), self.downloads(obj, edition=live.number)))
        return context | {"downloads": offered}

    def download_view(self: Any, request: Any, object_id: int) -> HttpResponse:
        """Answer with a file."""
        obj = self.object_or_404(request, object_id)
        kind = next((kind for kind in KINDS if kind.ending == request.GET.get("as", KINDS[0].ending)), None)
        if kind is None:
            raise Http404
        payload, edition = _asked(obj, request)
        given = handed_over(
            payload,
            edition=edition,
            embargo=obj.embargo,
            with_unpublished=request.user.has_perm("images.view_image"),
            at=request.moment,
        )
        response = HttpResponse(
            kind.write(given.manuscript, given.words, given.lead), content_type=kind.content_type
        )
        name = f"{payload['slug'] or obj.key}.{kind.ending}"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response


def _asked(obj: Any, request: HttpRequest) -> tuple[Payload, ArticleEdition | None]:
    """Return what a version says, and as what it was published if that is what was asked for."""
    editions = obj.editions.select_related("revision")
    if "edition" in request.GET:
        edition = _numbered(editions, request.GET["edition"])
        return payloads.read(edition.revision), edition
    number = request.GET.get("version", str(obj.version))
    revision = _numbered(obj.revisions, number)
    return payloads.read(revision), None


def _numbered(rows: Any, number: str) -> Any:
    plain = number.isascii() and number.isdigit() and len(number) < 10
    found = rows.filter(number=int(number)).first() if plain else None
    if found is None:
        raise Http404
    return found
