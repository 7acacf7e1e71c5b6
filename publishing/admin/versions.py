"""Saved and published versions of a page, and any two of them side by side."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import payloads
from publishing.admin.differences import Line, body_lines, differences, text_lines
from publishing.admin.guard import may
from publishing.admin.situation import said
from publishing.bases import Payload

VERSIONS_A_PAGE = 50


class VersionsMixin:
    """Adds the pages about versions to an admin of working copies."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("<int:object_id>/versions/", self.versions_view, "versions"),
            self.page("<int:object_id>/published/", self.published_view, "published"),
            self.page("<int:object_id>/compare/", self.compare_view, "compare"),
            *super().pages(),  # type: ignore[misc]
        ]

    def downloads(self, obj: Any, **which: int) -> list[dict[str, Any]]:
        """Return the files that a version can be had as; of the draft, if none is named."""
        return []

    def versions_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """List what was saved."""
        obj = self.object_or_404(request, object_id)
        revisions = obj.revisions.select_related("saved_by").defer("payload").order_by("-number")
        page = Paginator(revisions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
        for revision in page:
            revision.downloads = self.downloads(obj, version=revision.number)
        return self.render_page(
            request,
            "admin/versions.html",
            obj=obj,
            title=_("Saved versions: %(name)s") % {"name": obj},
            page=page,
            has_downloads=bool(self.downloads(obj)),
            compare_url=self.url("compare", obj),
            bring_back_url=self.url("bring-back", obj),
            can_change=self.has_change_permission(request, obj),
        )

    def published_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """List what was public, or is to be."""
        obj = self.object_or_404(request, object_id)
        editions = (
            obj.editions.select_related("created_by", "revision").defer("body_html").order_by("-number")
        )
        page = Paginator(editions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
        for edition in page:
            edition.downloads = self.downloads(obj, edition=edition.number)
        return self.render_page(
            request,
            "admin/published.html",
            obj=obj,
            title=_("Published versions: %(name)s") % {"name": obj},
            page=page,
            has_downloads=bool(self.downloads(obj)),
            compare_url=self.url("compare", obj),
            again_url=self.url("publish-again", obj),
            can_publish=obj.binned_at is None and may(request, "publish", self.model),
            now=timezone.now(),
        )

    def compare_url(self: Any, obj: Any, *, old: int, new: int | None = None) -> str:
        """Return the address of two saved versions side by side; the draft if only one is named."""
        return f"{self.url('compare', obj)}?{urlencode({'old': old, 'new': new or obj.version})}"

    def compare_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show two saved versions side by side."""
        obj = self.object_or_404(request, object_id)
        old = _revision(obj, request.GET.get("old", ""))
        new = _revision(obj, request.GET.get("new", "") or str(obj.version))
        return self.render_page(
            request,
            "admin/compare.html",
            obj=obj,
            title=_("Saved versions %(old)d and %(new)d: %(name)s")
            % {"old": old.number, "new": new.number, "name": obj},
            old=old,
            new=new,
            old_title=_title(obj, old),
            new_title=_title(obj, new),
            found=differences(self.shown(payloads.read(old)), self.shown(payloads.read(new))),
            bring_back_url=self.url("bring-back", obj),
            can_change=self.has_change_permission(request, obj),
        )

    def shown(self: Any, payload: Payload) -> list[tuple[str, list[Line]]]:
        """Return a version as people read it: labelled lists of lines."""
        chosen = self.names_of(payload)
        lines = []
        for name, value in payload.items():
            if name in chosen:
                label, names = chosen[name]
                lines.append((str(label), [Line(text, text) for text in names]))
            elif name == "body":
                lines.append((self.label_of(name), body_lines(value)))
            elif isinstance(value, bool):
                lines.append((self.label_of(name), text_lines(_("yes") if value else "")))
            elif isinstance(value, list):
                lines.append((self.label_of(name), [Line(str(item), str(item)) for item in value]))
            else:
                lines.append((self.label_of(name), text_lines(value or "")))
        return lines

    def names_of(self, payload: Payload) -> dict[str, tuple[Any, list[str]]]:
        """Return the label and the readable names of what a version holds by key."""
        return {}

    def label_of(self: Any, name: str) -> str:
        label = str(self.model._meta.get_field(name).verbose_name)
        return label[:1].upper() + label[1:]


def named(model: Any, keys: Iterable[str]) -> list[str]:
    """Return the names of rows given by key, in order; a key nobody has keeps its place."""
    wanted = list(keys)
    found = model._default_manager.in_bulk(wanted, field_name="key")
    return [str(found.get(key, key)) for key in wanted]


def _title(obj: Any, revision: Any) -> str:
    """Say which saved version this is, and whether it is the draft."""
    words = (
        _("The draft: saved version %(number)d, %(who)s, %(when)s")
        if revision.number == obj.version
        else _("Saved version %(number)d, %(who)s, %(when)s")
    )
    who = revision.saved_by or _("The system")
    return words % {"number": revision.number, "who": who, "when": said(revision.saved_at, zone=True)}


def _revision(obj: Any, number: str) -> Any:
    plain = number.isascii() and number.isdigit() and len(number) < 10
    revision = obj.revisions.select_related("saved_by").filter(number=int(number)).first() if plain else None
    if revision is None:
        raise Http404
    return revision
