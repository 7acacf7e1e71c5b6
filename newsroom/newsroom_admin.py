"""“Your newsroom”: one page for what every page shows."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from images.pictures import Picture
from newsroom.colours import ACCENT, GROUNDS, contrast, nearest
from newsroom.models import MenuItem
from newsroom.newsroom_form import PICTURES, MenuRow, NewsroomForm
from newsroom.saving import save_newsroom, the_newsroom
from publishing.admin.differences import FieldDifference
from publishing.admin.forms import ChoiceRows
from publishing.admin.guard import GuardedInline, actor_of
from publishing.admin.records import RecordAdmin


class MenuRows(GuardedInline):
    model = MenuItem
    form = MenuRow
    formset = ChoiceRows
    fields = ("position", "label", "tag", "address")
    autocomplete_fields = ("tag",)
    verbose_name = gettext_lazy("entry of the menu")
    verbose_name_plural = gettext_lazy("Menu")


class NewsroomAdmin(RecordAdmin):
    """One row, so its list is its form."""

    form = NewsroomForm
    list_display = ("name",)
    autocomplete_fields = PICTURES
    readonly_fields = ("shown_pictures", "sample")
    inlines = (MenuRows,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        pictures = [(name, f"{name}_upload") for name in PICTURES]
        return (
            (None, {"fields": ("name", "tagline")}),
            (gettext_lazy("Logo and icon"), {"fields": ("shown_pictures", *pictures)}),
            (gettext_lazy("Colour"), {"fields": ("accent", "sample")}),
            (gettext_lazy("Language and time"), {"fields": ("language", "time_zone")}),
            (
                gettext_lazy("Contact and foot of every page"),
                {"fields": ("contact_email", "contact_address", "links", "footer_text")},
            ),
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
        if row.pk and request.method == "GET":
            return redirect(self.url("change", row))
        return super().add_view(request, form_url, extra_context)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Offer no second one on the first page."""
        return super().get_model_perms(request) | {"add": False}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for name in PICTURES:
            # A new file has a field of its own.
            if name in form.base_fields:
                widget = form.base_fields[name].widget
                widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return form

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, obj: Any) -> HttpResponse:
        said = format_html('<a href="{}">{}</a>', reverse("home"), _("See it on the site"))
        messages.success(request, format_html("{} {}", _("Saved. Readers see it now."), said))
        return redirect(self.url("change", obj))

    # Writing.

    def changes_from(self, form: Any) -> dict[str, Any]:
        left_out = {f"{name}_upload" for name in PICTURES}
        return {name: value for name, value in super().changes_from(form).items() if name not in left_out}

    def write(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        uploads = {name: form.cleaned_data[f"{name}_upload"] for name in PICTURES}
        save_newsroom(
            newsroom=form.instance,
            changes=self.changes_from(form),
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            menu=chosen_menu(formsets),
            uploads={name: taken for name, taken in uploads.items() if taken},
        )

    # What is shown beside the fields.

    def notices(self, request: HttpRequest, obj: Any) -> list[str]:
        """Say nothing: the page itself says that every page shows this."""
        return []

    def overtaken(self, obj: Any, form: Any) -> list[FieldDifference]:
        """Return what was saved meanwhile beside what was typed; a file has nothing to compare."""
        uploads = [str(form.fields[f"{name}_upload"].label) for name in PICTURES]
        return [found for found in super().overtaken(obj, form) if found.label not in uploads]

    @admin.display(description=gettext_lazy("shown now"))
    def shown_pictures(self, obj: Any) -> str:
        chosen = [picture for name in PICTURES if (picture := getattr(obj, name))]
        shown = [(Picture.of(picture).address("icon-180.png"), str(picture)) for picture in chosen]
        if not shown:
            return _("The name stands where a logo would.")
        return format_html_join(" ", '<img class="thumbnail" src="{}" alt="{}">', shown)

    @admin.display(description=gettext_lazy("sample"))
    def sample(self, obj: Any) -> str:
        accent = obj.accent or ACCENT
        said = _("Contrast on light pages %(light)s to 1, on dark pages %(dark)s to 1.") % {
            "light": round(contrast(accent, "light"), 1),
            "dark": round(contrast(nearest(accent, "dark"), "dark"), 1),
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
        shades = {"light": accent, "dark": nearest(accent, "dark")}
        context = {"samples": [(GROUNDS[scheme][0], shade) for scheme, shade in shades.items()]}
        return render(request, "admin/sample.svg", context, content_type="image/svg+xml")

    def hide_steps_view(self, request: HttpRequest) -> HttpResponse:
        """Take the first steps off the first page; this page brings them back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = the_newsroom()
        save_newsroom(
            newsroom=row, changes={"shows_checklist": False}, version=row.version, actor=actor_of(request)
        )
        where = format_html('<a href="{}">{}</a>', self.url("changelist"), row)
        messages.success(request, format_html(_("Hidden. {} brings it back."), where))
        return redirect("admin:index")


def chosen_menu(formsets: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the entries of the menu that were filled in, in order."""
    return [
        {name: value for name, value in row.items() if name in ("label", "tag", "address")}
        for formset in formsets
        for row in formset.chosen()
    ]
