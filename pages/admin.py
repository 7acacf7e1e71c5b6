"""The admin of pages about the newsroom itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from images.shown import pictures_to_become_public
from pages.forms import PageForm
from pages.models import Page
from pages.models.content import COLUMNS, unwritten_in
from pages.models.placeholders import placeholders
from pages.shown import preview_of
from pages.starting_points import StartingPoint, offered
from publishing.admin.guard import may
from publishing.admin.situation import Situation
from publishing.admin.working_copies import WorkingCopyAdmin
from publishing.admin.writing.page import Strip
from publishing.bases import Payload


@admin.register(Page)
class PageAdmin(WorkingCopyAdmin):
    headline_field, summary_field = "title", "summary"
    reads_articles = True
    form = PageForm
    lengths = {"title": 60, "summary": 160}
    change_list_template = "admin/page_list.html"
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        (None, {"fields": ("slug", "language")}),
    )
    fixable = ("title", "summary", "body")
    list_display = ("title", "address", "state", "who_has_it", "changed_at")
    list_select_related = ("holder",)
    search_fields = ("title", "slug")
    ordering = ("-changed_at",)

    @admin.display(description=gettext_lazy("web address"), ordering="slug")
    def address(self, obj: Page) -> str:
        return f"/{obj.slug}/" if obj.slug else ""

    def detail(self, obj: Any) -> str:
        return self.address(obj)

    def becomes_public(self, payload: Payload, *, at: datetime) -> list[tuple[str, str]]:
        return pictures_to_become_public(payload, "", at=at)

    def payload_from(self, form: Any, formsets: Sequence[Any]) -> Payload:
        return {name: form.cleaned_data[name] for name in COLUMNS}

    def missing_for_preview(self, obj: Any, payload: Payload) -> list[str]:
        """Let a page be looked at while its guiding sentences still stand in it."""
        return unwritten_in(payload)

    def preview(self, request: HttpRequest, obj: Any, payload: Payload) -> HttpResponse:
        context = preview_of(obj, payload, at=request.moment) | {"canonical": "", "json_ld": ""}
        return render(request, "page.html", context)

    # Where to start.

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Begin a new page with what was chosen; nothing else in the address fills the form."""
        chosen = self.chosen(request)
        return chosen.payload(language=request.site.language) if chosen else {}

    def chosen(self, request: HttpRequest) -> StartingPoint | None:
        """Return the starting point the address names, while its page does not exist."""
        name = request.GET.get("start", "")
        return next((point for point in offered() if point.name == name), None) if name else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        is_empty = may(request, "add", Page) and not Page.objects.out_of_bin().exists()
        points = {"starting_points": offered() if is_empty else []}
        return super().changelist_view(request, points | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        is_new = context.get("original") is None
        chosen = self.chosen(request) if is_new else None
        context["starting_points"] = offered() if is_new and not chosen and request.method == "GET" else []
        if chosen:
            context["notices"] = [
                _(
                    "What stands in square brackets says what belongs there. Put your own words in its "
                    "place: as long as one is left, the page cannot be published."
                )
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def writing_strips(self, request: HttpRequest, context: dict[str, Any]) -> list[Strip]:
        strips = super().writing_strips(request, context)
        may_mend = request.user.has_perm("masthead.change_newsroom")
        if may_mend and is_off_menu(request, context.get("situation")):
            sentence = _("Readers see this page, but no entry of the menu leads to it.")
            address = reverse("admin:masthead_newsroom_changelist") + "#menu-group"
            strips.append(Strip(80, "menu", sentence, url=address, link=_("Put it in the menu")))
        return strips

    def notices(self, request: HttpRequest, situation: Situation) -> list[str]:
        """Say how much is still to be written."""
        left = len(placeholders(situation.working_copy.payload()))
        said = ngettext(
            "Before this can be published, replace %(count)d sentence in square brackets by your own words.",
            "Before this can be published, replace %(count)d sentences in square brackets by your own words.",
            left,
        ) % {"count": left}
        return [*super().notices(request, situation), *([said] if left else [])]


def is_off_menu(request: HttpRequest, situation: Situation | None) -> bool:
    """Tell whether readers can have a page that no entry of the menu leads them to."""
    if situation is None or situation.live is None:
        return False
    own = situation.live.get_absolute_url()
    return all(urlsplit(link.address).path != own for link in request.site.menu)
