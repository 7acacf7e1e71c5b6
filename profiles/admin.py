"""The admin of people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.models import Image
from images.shown import pictures_to_become_public
from profiles.forms import PersonForm, SourceRow
from profiles.models import DraftPersonSource, Person
from profiles.models.content import unwritten_in
from profiles.shown import preview_of
from publishing import workflow
from publishing.addresses import having
from publishing.admin.forms import ChoiceRows
from publishing.admin.guard import GuardedInline, actor_of
from publishing.admin.lookups import LookupMixin
from publishing.admin.versions import named
from publishing.admin.working_copies import WorkingCopyAdmin
from publishing.admin.writing.making import MakingMixin, sent
from publishing.bases import Payload
from publishing.richtext import one_line
from publishing.slugs import make_slug
from references.models import Reference

MOST_NAMES = 3


class SourceRows(GuardedInline):
    model = DraftPersonSource
    form = SourceRow
    formset = ChoiceRows
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)
    tab = "sources"
    verbose_name = gettext_lazy("source")
    verbose_name_plural = gettext_lazy("Sources")


@admin.register(Person)
class PersonAdmin(MakingMixin, LookupMixin, WorkingCopyAdmin):
    editor_dialog = "mention"
    public_page = ("person", "slug")
    headline_field, summary_field = "name", "occupation"
    form = PersonForm
    fieldsets = (
        (None, {"fields": ("name", "occupation", "body")}),
        (gettext_lazy("Names and pages"), {"fields": ("aliases", "links", "page", "slug", "language")}),
        (gettext_lazy("Picture"), {"fields": ("portrait", "portrait_alt")}),
    )
    inlines = (SourceRows,)
    autocomplete_fields = ("portrait",)
    fixable = ("name", "occupation", "body", "portrait_alt")
    list_display = ("name", "occupation", "state", "who_has_it", "changed_at")
    list_select_related = ("holder",)
    search_fields = ("name",)
    ordering = ("sort_key", "id")

    def becomes_public(self, payload: Payload, *, at: datetime) -> list[tuple[str, str]]:
        return pictures_to_become_public(payload, "portrait", at=at)

    def payload_from(self, form: Any, formsets: Sequence[Any]) -> Payload:
        data = form.cleaned_data
        portrait = data["portrait"]
        return {name: data[name] for name in PersonForm.Meta.fields} | {
            "portrait": portrait.key if portrait else None,
            "sources": [row["reference"].key for rows in formsets for row in rows.chosen()],
        }

    def names_of(self, payload: Payload) -> dict[str, tuple[Any, list[str]]]:
        return {
            "portrait": (_("Portrait"), named(Image, filter(None, [payload["portrait"]]))),
            "sources": (_("Sources"), named(Reference, payload["sources"])),
        }

    def detail(self, obj: Any) -> str:
        # The second of a name has an address with a number.
        numbered = obj.slug if obj.slug != make_slug(obj.name) else ""
        return " · ".join(filter(None, [obj.occupation, numbered]))

    def lookup_result(self, row: Any) -> dict[str, Any]:
        also = ", ".join(f"“{name}”" for name in row.aliases[:MOST_NAMES])
        page = _("page is public") if row.is_live else ""
        detail = [_("also %(names)s") % {"names": also} if also else "", self.detail(row), page]
        return super().lookup_result(row) | {
            "detail": " · ".join(filter(None, detail)),
            "state": self.page_state(row),
        }

    def with_page(self, rows: Any, part: str) -> Any:
        return having(rows, part)

    def page_state(self, row: Any) -> str:
        """Say whether readers see a page about somebody."""
        if row.page == Person.Page.NEVER:
            return _("never has a page")
        return _("page is public") if row.is_live else _("no page for readers yet")

    def make(self, request: HttpRequest) -> Person:
        person = Person()
        payload = {
            "name": one_line(sent(request, "name")),
            "occupation": one_line(sent(request, "occupation")),
            "language": request.site.language,
        }
        workflow.create(working_copy=person, payload=payload, actor=actor_of(request))
        return person

    def missing_for_preview(self, obj: Any, payload: Payload) -> list[str]:
        """Let a profile be looked at while a picture still waits for its description."""
        return unwritten_in(obj, payload)

    def preview(self, request: HttpRequest, obj: Any, payload: Payload) -> HttpResponse:
        context = preview_of(obj, payload, at=request.moment) | {
            "sections": [],
            "is_first": True,
            "canonical": "",
            "json_ld": "",
        }
        return render(request, "person.html", context)
