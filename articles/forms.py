"""The form of an article, and the rows that hang on it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import site
from django.utils.translation import gettext_lazy

from articles.content import COLUMNS
from articles.models import Article, DraftCredit, DraftSource, DraftTag
from profiles.forms import clean_address
from publishing.admin.fields import OrderedChoiceField, OrderedSelect
from publishing.admin.forms import ChoiceRow, VersionedForm
from publishing.models import Tag


class ArticleForm(VersionedForm):
    tags = OrderedChoiceField(
        label=gettext_lazy("Tags"),
        queryset=Tag.objects.all(),
        required=False,
        widget=OrderedSelect(DraftTag._meta.get_field("tag"), site),
        help_text=gettext_lazy("In order. The first is the section."),
    )

    class Meta:
        model = Article
        fields = (*COLUMNS, "main_image")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["tags"] = [link.tag_id for link in self.instance.draft_tags.order_by("position")]
        if "language" in self.fields:
            self.fields["language"] = forms.ChoiceField(
                label=self.fields["language"].label, choices=languages(self.initial.get("language"))
            )

    def clean_slug(self) -> str:
        return clean_address(self.instance, self.cleaned_data["slug"])


def languages(current: Any) -> list[tuple[str, Any]]:
    """Return the languages to choose from, the newsroom's own first."""
    known = dict(settings.LANGUAGES)
    first = [code for code in dict.fromkeys([settings.LANGUAGE_CODE, current]) if code]
    rest = sorted((code for code in known if code not in first), key=lambda code: str(known[code]))
    return [(code, known.get(code, code)) for code in (*first, *rest)]


class CreditRow(ChoiceRow):
    """A person or a name; the table's own constraint says so."""

    class Meta:
        model = DraftCredit
        fields = ("position", "person", "name", "role")


class SourceRow(ChoiceRow):
    class Meta:
        model = DraftSource
        fields = ("position", "reference")
