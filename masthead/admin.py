"""“Your newsroom”: one page for what every page shows."""

import logging
from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from images.pictures import Picture
from images.renditions import widths_for
from masthead.colours import ACCENT, GROUNDS, contrast, on_dark
from masthead.dead_ends import dead_ends
from masthead.forms import CRAWLERS, PICTURES, MenuRow, NewsroomForm
from masthead.models import MenuItem, Newsroom
from masthead.saving import menu_in_words, save_newsroom, the_newsroom
from publishing.admin.differences import FieldDifference, Line, differences
from publishing.admin.forms import ChoiceRows
from publishing.admin.guard import GuardedInline, actor_of
from publishing.admin.records import RecordAdmin
from publishing.errors import InvalidText, WorkflowError

logger = logging.getLogger(__name__)


class ChosenHere:
    """Gives choices without the ways to other forms beside them."""

    def formfield_for_dbfield(self: Any, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class MenuRows(ChosenHere, GuardedInline):
    model = MenuItem
    form = MenuRow
    formset = ChoiceRows
    fields = ("position", "label", "tag", "page", "address")
    autocomplete_fields = ("tag", "page")
    verbose_name = gettext_lazy("entry of the menu")
    verbose_name_plural = gettext_lazy("Menu")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave the rows out where they could not be filled in: without their fields there is nothing."""
        return self.has_change_permission(request, obj)


@admin.register(Newsroom)
class NewsroomAdmin(ChosenHere, RecordAdmin):
    """One row, so its list is its form."""

    can_be_removed = False
    pictures_a_form = len(PICTURES)
    form = NewsroomForm
    list_display = ("name",)
    autocomplete_fields = PICTURES
    readonly_fields = ("shown_pictures", "sample")
    inlines = (MenuRows,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = (
            self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        )
        pictures = [(name, f"{name}_upload") for name in PICTURES] if may_change else PICTURES
        return (
            (None, {"fields": ("name", "tagline")}),
            (gettext_lazy("Logo and icon"), {"fields": ("shown_pictures", *pictures)}),
            (gettext_lazy("Colour"), {"fields": ("accent", "sample")}),
            (gettext_lazy("Language and time"), {"fields": ("language", "time_zone")}),
            (
                gettext_lazy("Contact and foot of every page"),
                {"fields": ("contact_email", "contact_address", "links", "footer_text")},
            ),
            (gettext_lazy("Crawlers and security"), {"fields": (*CRAWLERS, "security_contact")}),
            (gettext_lazy("Checks"), {"fields": ("reasons_off",)}),
            (gettext_lazy("First steps"), {"fields": ("shows_checklist",)}),
        )

    # One row: no list, no second one.

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the form."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = the_newsroom()
        return redirect(self.url("change", row) if row.pk else self.url("add"))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        row = the_newsroom()
        if row.pk and request.method == "GET" and self.has_view_or_change_permission(request):
            return redirect(self.url("change", row))
        return super().add_view(request, form_url, extra_context)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Offer no second one on the first page."""
        return super().get_model_perms(request) | {"add": False}

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, obj: Any) -> HttpResponse:
        said = format_html('<a href="{}">{}</a>', reverse("home"), _("See it on the site"))
        messages.success(request, format_html("{} {}", _("Saved. Readers see it now."), said))
        for item in dead_ends(request, obj):
            messages.warning(
                request,
                _(
                    "The entry “%(label)s” of the menu leads nowhere: readers find no page at %(address)s "
                    "now. Mend the address, or publish that page."
                )
                % {"label": item.label, "address": item.address},
            )
        return redirect(self.url("change", obj))

    # Writing.

    def changes_from(self, form: Any) -> dict[str, Any]:
        left_out = {f"{name}_upload" for name in PICTURES}
        return {name: value for name, value in super().changes_from(form).items() if name not in left_out}

    def write(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        uploads = {name: form.cleaned_data[f"{name}_upload"] for name in PICTURES}
        try:
            save_newsroom(
                newsroom=form.instance,
                changes=self.changes_from(form),
                version=form.cleaned_data["version"],
                actor=actor_of(request),
                menu=chosen_menu(formsets),
                uploads={name: taken for name, taken in uploads.items() if taken},
            )
        except IntegrityError as error:
            # It was there a moment ago: somebody else has just removed it for good.
            logger.warning("The database refused what was saved.", exc_info=True)
            raise InvalidText(
                _("Something you chose was deleted at this very moment, so nothing was saved. Save again.")
            ) from error

    # What is shown beside the fields.

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        context |= {
            "title": capfirst(self.opts.verbose_name),
            "subtitle": None,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        answer = super().render_change_form(request, context, *args, **kwargs)
        if request.FILES and request.method == "POST":
            again = _("Files are not kept when something else is not right yet: choose them again.")
            answer.context_data["notices"] = [*answer.context_data["notices"], again]
        if getattr(request, "was_overtaken", False):
            rows = [inline.formset for inline in context["inline_admin_formsets"]]
            answer.context_data["overtaken"] += overtaken_menu(context["original"], rows)
        return answer

    @admin.display(description=gettext_lazy("shown now"))
    def shown_pictures(self, obj: Any) -> str:
        chosen = [(name, picture) for name in PICTURES if (picture := getattr(obj, name))]
        if not chosen:
            return _("The name stands where a logo would.")
        shown = [
            (name, Picture.of(picture).address(f"{widths_for(picture.width)[0]}.webp"), str(picture))
            for name, picture in chosen
        ]
        return format_html_join(" ", '<img class="thumbnail is-{}" src="{}" alt="{}">', shown)

    @admin.display(description=gettext_lazy("sample"))
    def sample(self, obj: Any) -> str:
        accent = obj.accent or ACCENT
        said = _("Contrast on light pages %(light)s to 1, on dark pages %(dark)s to 1.") % {
            "light": round(contrast(accent, "light"), 1),
            "dark": round(contrast(on_dark(accent), "dark"), 1),
        }
        return format_html('<img class="sample" src="{}" alt=""> {}', self.url("sample"), said)

    def pages(self) -> list[URLPattern]:
        return [
            self.page("sample.svg", self.sample_view, "sample"),
            self.page("first-steps/hide/", require_POST(self.hide_steps_view), "hide-steps"),
            *super().pages(),
        ]

    def sample_view(self, request: HttpRequest) -> HttpResponse:
        """Draw the colour as readers see it on light and on dark pages."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        accent = the_newsroom().accent or ACCENT
        shades = {"light": accent, "dark": on_dark(accent)}
        context = {"samples": [(GROUNDS[scheme][0], shade) for scheme, shade in shades.items()]}
        return render(request, "admin/sample.svg", context, content_type="image/svg+xml")

    def hide_steps_view(self, request: HttpRequest) -> HttpResponse:
        """Take the first steps off the first page; this page brings them back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = the_newsroom()
        try:
            save_newsroom(
                newsroom=row, changes={"shows_checklist": False}, version=row.version, actor=actor_of(request)
            )
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:index")
        where = format_html('<a href="{}">{}</a>', self.url("changelist"), capfirst(self.opts.verbose_name))
        messages.success(request, format_html(_("Hidden. {} brings it back."), where))
        return redirect("admin:index")


def overtaken_menu(newsroom: Newsroom, formsets: Sequence[Any]) -> list[FieldDifference]:
    """Return the menu saved meanwhile beside the one typed."""
    stored = menu_in_words(newsroom.menu.select_related("tag", "page"))
    typed = menu_in_words(MenuItem(**row) for row in chosen_menu(formsets))
    label = _("Menu")
    before, now = ([Line(entry, entry) for entry in menu] for menu in (stored, typed))
    return differences([(label, before)], [(label, now)])


def chosen_menu(formsets: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the entries of the menu that were filled in, in order."""
    return [
        {name: value for name, value in row.items() if name in ("label", "tag", "page", "address")}
        for formset in formsets
        for row in formset.chosen()
    ]
