"""The admin of tags."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.fields import LinesField
from publishing.admin.forms import VersionedForm
from publishing.admin.guard import actor_of
from publishing.admin.lookups import LookupMixin
from publishing.admin.records import RecordAdmin
from publishing.admin.writing.making import AlreadyThere, MakingMixin, sent
from publishing.links import links_to
from publishing.models import Tag, TaggedBase
from publishing.records import save_record
from publishing.richtext import one_line
from publishing.slugs import make_slug

MOST_NAMES = 4


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keeps_address = self.instance.pk is not None and was_ever_public(self.instance)
        if self.keeps_address:
            self.fields["slug"].widget.attrs["readonly"] = True
            self.fields["slug"].help_text = _("It stays as it is, because readers may have links to it.")

    def clean_slug(self) -> str:
        if self.keeps_address:
            kept = str(self.initial["slug"])
            if self.cleaned_data["slug"] not in ("", kept):
                raise ValidationError(
                    _("Readers may have links to “%(slug)s”, so the web address stays. Put it back.")
                    % {"slug": kept}
                )
            return kept
        wanted = self.cleaned_data["slug"] or self.cleaned_data.get("name", "")
        slug = make_slug(wanted)
        if not slug:
            raise ValidationError(_("Choose a web address: none could be made from the name."))
        other = Tag.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise ValidationError(
                format_html(
                    _("{tag} has the web address “{slug}”. Use that tag, or choose another address."),
                    tag=link_to(other),
                    slug=slug,
                )
            )
        return slug

    def validate_unique(self) -> None:
        """Lead to the tag that goes by a name of this one already."""
        namesake = self.instance.namesake()
        if namesake is None:
            super().validate_unique()
            return
        name, tag = namesake
        sentence = _("“{name}” is a name of the tag {tag} already. Use that one.")
        self.add_error(None, format_html(sentence, name=name, tag=link_to(tag)))


def link_to(tag: Tag) -> SafeString:
    """Return a link to a tag's form."""
    return format_html('<a href="{}">{}</a>', reverse("admin:publishing_tag_change", args=[tag.pk]), tag)


def was_ever_public(tag: Tag) -> bool:
    """Tell whether readers see a page of this tag, have seen one, or will when it is due."""
    return any(
        link.model.objects.filter(tag=tag, live_from__lt=F("live_until")).exists()
        for link in links_to(Tag, TaggedBase)
    )


@admin.register(Tag)
class TagAdmin(MakingMixin, LookupMixin, RecordAdmin):
    editor_dialog = "tag"
    public_page = ("tag", "slug")
    form = TagForm
    fields = ("name", "description", "synonyms", "slug")
    list_display = ("name", "address", "changed_at")
    search_fields = ("name", "slug")
    ordering = ("sort_key", "id")

    def detail(self, obj: Tag) -> str:
        names = ", ".join(f"“{name}”" for name in obj.synonyms[:MOST_NAMES])
        return _("also %(names)s") % {"names": names} if names else ""

    def make(self, request: HttpRequest) -> Tag:
        name = one_line(sent(request, "name"))
        if known := Tag.objects.named(name):
            said = _("“%(name)s” is a name of the tag “%(tag)s”.") % {"name": name, "tag": known}
            raise AlreadyThere(said, [known])
        return save_record(record=Tag(), changes={"name": name}, version=0, actor=actor_of(request))

    @admin.display(description=gettext_lazy("web address"), ordering="slug")
    def address(self, obj: Tag) -> str:
        return obj.slug
