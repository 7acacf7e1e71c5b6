"""The form of a profile."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.models import DraftPersonSource, Person
from publishing.addresses import free_slug
from publishing.admin.fields import LinesField
from publishing.admin.forms import ChoiceRow, VersionedForm
from publishing.folding import make_slug


class PersonForm(VersionedForm):
    aliases = LinesField(
        label=gettext_lazy("Also known as"),
        required=False,
        help_text=gettext_lazy("Other names and spellings, one a line."),
    )
    links = LinesField(
        label=gettext_lazy("Elsewhere"),
        required=False,
        one=forms.URLField(assume_scheme="https", max_length=2000),
        help_text=gettext_lazy("Addresses of their own pages, one a line."),
    )

    class Meta:
        model = Person
        fields = (
            "name",
            "aliases",
            "page",
            "occupation",
            "body",
            "links",
            "portrait",
            "portrait_alt",
            "slug",
        )

    def clean_slug(self) -> str:
        return clean_address(self.instance, self.cleaned_data["slug"])


def clean_address(working_copy: Any, wanted: str) -> str:
    """Return a web address that is free; refuse one that belongs to another page."""
    slug = make_slug(wanted)
    if wanted and not slug:
        raise ValidationError(_("Use letters, digits and hyphens."))
    if slug and free_slug(working_copy, slug) != slug:
        raise ValidationError(
            _("The web address “%(slug)s” belongs to another page. Choose a different one.") % {"slug": slug}
        )
    return slug


class SourceRow(ChoiceRow):
    class Meta:
        model = DraftPersonSource
        fields = ("position", "reference")
