"""The form of a profile."""

from django import forms
from django.utils.translation import gettext_lazy

from profiles.models import DraftPersonSource, Person
from publishing.admin.fields import LinesField
from publishing.admin.forms import ChoiceRow, WorkingCopyForm


class PersonForm(WorkingCopyForm):
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
            "language",
        )


class SourceRow(ChoiceRow):
    class Meta:
        model = DraftPersonSource
        fields = ("position", "reference")
