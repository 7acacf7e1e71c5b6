"""The admin of sources and who published them."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing.admin.fields import LinesField
from publishing.admin.forms import VersionedForm
from publishing.admin.guard import actor_of
from publishing.admin.lookups import LookupMixin
from publishing.admin.records import RecordAdmin
from publishing.admin.writing.making import AlreadyThere, MakingMixin, sent
from publishing.errors import WorkflowError
from publishing.records import save_record
from publishing.richtext import one_line
from publishing.richtext.settling import Waiting
from references.csl import house_line
from references.making import Looked, author_of, known_source, look_at, make_source
from references.matching import canonical_doi, match_key
from references.models import Publisher, Reference
from references.noted import Settled, settle
from references.page_facts import LONGEST_PAGE, PageFacts
from references.publishers import with_publishers
from references.shown import MOST_COUNTED, articles_citing


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
class ReferenceAdmin(MakingMixin, LookupMixin, RecordAdmin):
    editor_dialog = "citation"
    public_page = ("reference", "address")
    form = ReferenceForm
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "type",
                    "url",
                    "publisher",
                    "container_title",
                    ("volume", "issue", "pages"),
                    "authors",
                    "issued",
                )
            },
        ),
        (
            gettext_lazy("Where it is kept"),
            {"fields": ("doi", "isbn", "accessed", "archive_url", "archived_at", "language", "variant")},
        ),
        (
            gettext_lazy("For colleagues"),
            {"fields": ("is_incomplete", "confidential", "reliability", "note")},
        ),
    )
    autocomplete_fields = ("publisher",)
    list_display = ("title", "publisher", "type", "issued", "confidential", "changed_at")
    list_filter = ("is_incomplete", "type", "reliability", "confidential")
    actions = ("looked_at",)
    list_select_related = ("publisher",)
    search_fields = ("title", "url", "doi", "publisher__name", "publisher__domain")
    ordering = ("-id",)

    def beside_names(self, words: list[str]) -> models.Q:
        return with_publishers(words, self.search_fields)

    def pages(self) -> list[URLPattern]:
        return [self.page("read/", self.read_view, "read"), *super().pages()]

    def at_pasted(self, rows: Any, pasted: str) -> Any:
        return rows.at_original(pasted) or super().at_pasted(rows, pasted)

    def with_page(self, rows: Any, part: str) -> Any:
        return rows.at_address(part)

    def read_view(self, request: HttpRequest) -> HttpResponse:
        """Say what a pasted address, DOI or page is: a source there is, else what is known for a new one."""
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        html, address = request.POST.get("html", "")[:LONGEST_PAGE], sent(request, "address")
        # The address of its page here is one of a source too.
        own = list(super().at_pasted(self.lookup_rows(request), address))
        looked = (
            Looked(own, PageFacts()) if own else look_at(address, html=html, may_fetch=settings.FETCH_PAGES)
        )
        return JsonResponse(
            {
                "known": self.lookup_results(request, looked.known),
                "facts": asdict(looked.facts) | {"authors": "; ".join(looked.facts.authors)},
                "said": looked.why_not or (_read_words(html) if looked.is_read else _("Not known yet.")),
            }
        )

    def make(self, request: HttpRequest) -> Reference:
        facts = facts_sent(request)
        variant = sent(request, "variant")
        if known := known_source(facts, variant=variant):
            raise AlreadyThere(_("This source is already there. Use that one."), known)
        return make_source(facts=facts, variant=variant, actor=actor_of(request))

    def settle_notes(self, request: HttpRequest, notes: list[Waiting], *, may_make: bool) -> Settled:
        """Find the sources of notes, as far as this colleague sees them; make those there are none of."""
        if not self.has_view_permission(request):
            return Settled(left=notes)
        rows = self.get_queryset(request)
        return settle(notes, rows=rows, actor=actor_of(request), may_make=may_make)

    @admin.action(description=gettext_lazy("Looked at: no longer incomplete"), permissions=["change"])
    def looked_at(self, request: HttpRequest, rows: Any) -> None:
        done = 0
        for row in rows.filter(is_incomplete=True):
            try:
                save_record(
                    record=row,
                    changes={"is_incomplete": False},
                    version=row.version,
                    actor=actor_of(request),
                )
            except WorkflowError as refusal:
                messages.warning(request, f"{row}: {refusal}")
            else:
                done += 1
        said = ngettext(
            "%(count)d source is no longer incomplete.", "%(count)d sources are no longer incomplete.", done
        )
        messages.success(request, said % {"count": done})

    def detail(self, obj: Any) -> str:
        parts = [str(obj.publisher or ""), _place_of(obj), obj.issued, obj.variant]
        if obj.confidential:
            parts.append(_("confidential"))
        if obj.is_incomplete:
            parts.append(_("incomplete"))
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def lookup_result(self, row: Any) -> dict[str, Any]:
        return super().lookup_result(row) | {
            "cited": _cited_words(row),
            # As readers see it; of a confidential one they see nothing.
            "line": str(house_line(row)),
            "confidential": row.confidential,
        }

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("publisher")

    def lookup_rows(self, request: HttpRequest) -> Any:
        return super().lookup_rows(request).annotate(cited_in=articles_citing("pk", at=request.moment))


def facts_sent(request: HttpRequest) -> PageFacts:
    """Return what the picker sends of a new source."""
    names = ("title", "issued", "publisher", "container_title", "language", "doi", "type", "address")
    said = {name: one_line(sent(request, name)) for name in names}
    authors = (one_line(author) for author in sent(request, "authors").split(";"))
    return PageFacts(**said, authors=tuple(author for author in authors if author))


def _read_words(html: str) -> str:
    return _("Not known yet. Read from the page you pasted:") if html else _("Not known yet. Read there:")


def _cited_words(source: Any) -> str:
    """Say in how many articles readers find a source cited."""
    count = getattr(source, "cited_in", 0)
    if not count:
        return ""
    if count > MOST_COUNTED:
        return _("cited in a great many articles")
    return ngettext("cited in %(count)d article", "cited in %(count)d articles", count) % {"count": count}


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
