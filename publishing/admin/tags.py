"""The admin of tags."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.fields import LinesField
from publishing.admin.forms import VersionedForm
from publishing.admin.records import RecordAdmin
from publishing.folding import make_slug
from publishing.models import Tag


class TagForm(VersionedForm):
    synonyms = LinesField(
        label=gettext_lazy("Also called"),
        required=False,
        help_text=gettext_lazy("Other words for the same subject, one a line."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Web address"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("The last part of the page's address. Left empty, it is made from the name."),
    )

    class Meta:
        model = Tag
        fields = ("name", "description", "synonyms", "slug")

    def clean_slug(self) -> str:
        wanted = self.cleaned_data["slug"] or self.cleaned_data.get("name", "")
        slug = make_slug(wanted)
        if not slug:
            raise ValidationError(_("Choose a web address: none could be made from the name."))
        if Tag.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("The web address “%(slug)s” belongs to another tag. Choose a different one.")
                % {"slug": slug}
            )
        return slug


@admin.register(Tag)
class TagAdmin(RecordAdmin):
    form = TagForm
    fields = ("name", "description", "synonyms", "slug")
    list_display = ("name", "address", "changed_at")
    search_fields = ("name", "sort_key", "slug")
    ordering = ("sort_key", "id")

    @admin.display(description=gettext_lazy("web address"), ordering="slug")
    def address(self, obj: Tag) -> str:
        return obj.slug
