"""The admin of sources and who published them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.fields import LinesField
from publishing.admin.forms import VersionedForm
from publishing.admin.lookups import LookupMixin
from publishing.admin.records import RecordAdmin
from references.csl import house_line
from references.matching import canonical_doi, match_key
from references.models import Publisher, Reference


class AuthorsField(LinesField):
    """Authors one a line: “Family, Given”, or a name as it is."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(author_line, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [author_of(line) for line in super().clean(value)]


def author_line(author: Any) -> str:
    """Write one author as a line."""
    if "literal" in author:
        return str(author["literal"])
    return ", ".join(part for part in (author.get("family", ""), author.get("given", "")) if part)


def author_of(line: str) -> dict[str, str]:
    """Read one author from a line."""
    family, comma, given = (part.strip() for part in line.partition(","))
    return {"family": family, "given": given} if comma and family and given else {"literal": line}


class ReferenceForm(VersionedForm):
    authors = AuthorsField(
        label=gettext_lazy("Authors"),
        required=False,
        help_text=gettext_lazy("One a line, as “Family, Given”, or the name of an organisation."),
    )

    class Meta:
        model = Reference
        fields = "__all__"

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._offer_match(cleaned)
        return cleaned

    def _offer_match(self, cleaned: dict[str, Any]) -> None:
        """Say so when this source is already there, and lead to it."""
        probe = Reference(url=cleaned["url"], publisher=cleaned["publisher"])
        key = match_key(
            doi=canonical_doi(cleaned["doi"]), url=probe.url, title=cleaned["title"], domain=probe.domain
        )
        same = Reference.objects.filter(match_key=key, variant=cleaned["variant"])
        other = same.exclude(pk=self.instance.pk).first()
        if other is None:
            return
        link = format_html(
            '<a href="{}">{}</a>', reverse("admin:references_reference_change", args=[other.pk]), other
        )
        sentence = _(
            "This source is already there: {source}. Use that one. If this is another item at the "
            "same address, say which under “another item at this address”."
        )
        raise ValidationError(format_html(sentence, source=link))


LONGEST_PLACE = 60


@admin.register(Reference)
class ReferenceAdmin(LookupMixin, RecordAdmin):
    editor_dialog = "citation"
    form = ReferenceForm
    fieldsets = (
        (None, {"fields": ("title", "type", "url", "publisher", "container_title", "authors", "issued")}),
        (
            gettext_lazy("Where it is kept"),
            {"fields": ("doi", "accessed", "archive_url", "archived_at", "language", "variant")},
        ),
        (gettext_lazy("For colleagues"), {"fields": ("confidential", "reliability", "note")}),
    )
    autocomplete_fields = ("publisher",)
    list_display = ("title", "publisher", "type", "issued", "confidential", "changed_at")
    list_filter = ("type", "reliability", "confidential")
    list_select_related = ("publisher",)
    search_fields = ("title", "url", "doi", "publisher__name", "publisher__domain")
    ordering = ("-id",)

    def detail(self, obj: Any) -> str:
        parts = [str(obj.publisher or ""), _place_of(obj), obj.issued, obj.variant]
        if obj.confidential:
            parts.append(_("confidential"))
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def lookup_result(self, row: Any) -> dict[str, Any]:
        # As readers see it; of a confidential one they see nothing.
        return super().lookup_result(row) | {"line": str(house_line(row)), "confidential": row.confidential}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("publisher")


def _place_of(source: Reference) -> str:
    """Return where a source is found, as short as tells it from others of its publisher."""
    place = source.url.partition("://")[2].removeprefix("www.").rstrip("/") or source.doi or source.domain
    if len(place) <= LONGEST_PLACE:
        return place
    half = LONGEST_PLACE // 2
    return f"{place[:half]}…{place[-half:]}"


class PublisherForm(VersionedForm):
    class Meta:
        model = Publisher
        fields = ("name", "domain")


@admin.register(Publisher)
class PublisherAdmin(RecordAdmin):
    form = PublisherForm
    fields = ("name", "domain")
    list_display = ("name", "domain", "changed_at")
    search_fields = ("name", "domain")
    ordering = ("sort_key", "id")

    def detail(self, obj: Any) -> str:
        return str(obj.domain)
