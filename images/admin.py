"""The admin of the picture library."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.in_passing import InPassingMixin
from images.library import add_picture, words_of_file
from images.models import Image
from images.processing import Ingested
from images.renditions import CENTRE, widths_for
from images.uploads import PictureField
from publishing.admin.forms import VersionedForm
from publishing.admin.guard import actor_of
from publishing.admin.lookups import LookupMixin
from publishing.admin.picture_words import focus_words
from publishing.admin.records import RecordAdmin

THUMBNAIL_WIDTH = 320
SHOWN_WIDTH = 640
FOCUS = ("focus_x", "focus_y")


class ImageForm(VersionedForm):
    rights_url = forms.URLField(
        label=gettext_lazy("Rights statement"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("The address of the page that says what may be done with it."),
    )

    class Meta:
        model = Image
        fields = (
            "title",
            "alt",
            "caption",
            "credit",
            "focus_x",
            "focus_y",
            "creator",
            "copyright_notice",
            "rights_url",
            "digital_source_type",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FOCUS:
            if name in self.fields:
                self.fields[name].required = False
        for name, words in self.instance.offers.items():
            if name in self.fields:
                self.fields[name].help_text = self._with_offer(name, words)

    def show_focus(self, row: Mapping[str, Any]) -> None:
        """Tell the page's script about the picture, so that the point can be set on it."""
        attributes = self.fields["focus_x"].widget.attrs
        told = {"row": row, "words": focus_words()}
        attributes["data-focal-point"] = json.dumps(told, ensure_ascii=False)
        attributes["data-focal-other"] = str(self.auto_id) % self.add_prefix("focus_y")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for name in FOCUS:
            # A number that is left empty is none that anybody chose.
            if name in cleaned and cleaned[name] is None:
                cleaned[name] = self.initial.get(name, CENTRE[0])
        return cleaned

    def _with_offer(self, name: str, words: str) -> SafeString:
        """Return a field's help text and what the file says, with a button that puts it in."""
        said = (
            _("The file names who made it: “%(words)s”")
            if name == "credit"
            else _("The file says: “%(words)s”")
        )
        return format_html(
            '{help} <span class="offer">{said} '
            '<button type="button" data-fill="{id}" data-words="{words}">{use}</button></span>',
            help=self.fields[name].help_text,
            said=said % {"words": words},
            id=str(self.auto_id) % self.add_prefix(name),
            words=words,
            use=_("Use this"),
        )


class UploadForm(ImageForm):
    """A new picture: name and rights are taken from the file where they are left empty."""

    upload = PictureField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is taken from the file.")

    def clean_upload(self) -> Ingested:
        taken: Ingested = self.cleaned_data["upload"]
        same = Image.objects.filter(sha256=taken.sha256).first()
        if same is not None:
            link = format_html(
                '<a href="{}">{}</a>', reverse("admin:images_image_change", args=[same.pk]), same
            )
            raise ValidationError(
                format_html(_("This picture is already in the library: {picture}."), picture=link)
            )
        return taken

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        taken = cleaned.get("upload")
        if isinstance(taken, Ingested):
            name = str(getattr(self.files["upload"], "name", ""))
            for field, words in words_of_file(taken, name).items():
                cleaned[field] = cleaned.get(field) or words
        return cleaned


@admin.register(Image)
class ImageAdmin(InPassingMixin, LookupMixin, RecordAdmin):
    editor_dialog = "figure"
    pictures_a_form = 1
    form = ImageForm
    list_display = ("thumbnail", "title", "credit", "size", "created_at")
    list_display_links = ("thumbnail", "title")
    search_fields = ("title", "alt", "caption", "credit", "creator")
    ordering = ("-id",)
    readonly_fields = ("thumbnail", "size")

    class Media:
        js = (forms.Script("newsroom/focal-field.js", type="module"),)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=self.form if obj else UploadForm, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        form, obj = context["adminform"].form, context.get("original")
        if obj is not None and "focus_x" in form.fields:
            size = {"width": obj.width, "height": obj.height}
            form.show_focus({"picture": self.picture_address(obj), **size})
        return super().render_change_form(request, context, *args, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        first = ("thumbnail", "size") if obj else ("upload",)
        rights = ("creator", "copyright_notice", "rights_url", "digital_source_type")
        crops = ((gettext_lazy("What crops keep"), {"fields": FOCUS}),) if obj else ()
        return (
            (None, {"fields": (*first, "title", "alt", "caption", "credit")}),
            *crops,
            (gettext_lazy("Rights"), {"fields": rights}),
        )

    def changes_from(self, form: Any) -> dict[str, Any]:
        changes = super().changes_from(form)
        changes.pop("upload", None)
        return changes

    def write(self, request: HttpRequest, form: Any, formsets: Any, *, change: bool) -> None:
        if change:
            super().write(request, form, formsets, change=change)
            return
        add_picture(
            image=form.instance,
            taken=form.cleaned_data["upload"],
            changes=self.changes_from(form),
            actor=actor_of(request),
        )

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show a new picture once more where its file offers words for it."""
        response = super().response_add(request, obj, post_url_continue)
        if not obj.offers or IS_POPUP_VAR in request.POST or "_addanother" in request.POST:
            return response
        messages.info(
            request, _("The file says something of this picture. Use what is right of it, and save.")
        )
        return redirect(self.url("change", obj))

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, obj: Any) -> str:
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="{}" height="{}">',
            self.thumbnail_address(obj),
            obj.alt or obj.title,
            min(obj.width, THUMBNAIL_WIDTH),
            max(1, round(obj.height * min(obj.width, THUMBNAIL_WIDTH) / obj.width)),
        )

    @admin.display(description=gettext_lazy("size"))
    def size(self, obj: Any) -> str:
        return _("%(width)d × %(height)d pixels") % {"width": obj.width, "height": obj.height}

    def detail(self, obj: Any) -> str:
        return str(obj.credit)

    def lookup_result(self, row: Any) -> dict[str, Any]:
        return super().lookup_result(row) | {
            "alt": row.alt,
            "thumbnail": self.thumbnail_address(row),
            "picture": self.picture_address(row),
            "card": self.url("card", row),
        }

    def picture_address(self, obj: Any) -> str:
        """Return the address of a picture as large as it stands in the text editor."""
        width = max(width for width in widths_for(obj.width) if width <= SHOWN_WIDTH)
        return reverse("image", args=[obj.key, f"{width}.webp"])

    def thumbnail_address(self, obj: Any) -> str:
        return reverse("image", args=[obj.key, f"{widths_for(obj.width)[0]}.webp"])
