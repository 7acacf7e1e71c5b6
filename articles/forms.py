"""The form of an article, and the rows that hang on it."""

from typing import Any

from django.contrib.admin import site
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.translation import gettext_lazy

from articles.models import Article, DraftCredit, DraftSource, DraftTag
from articles.models.content import COLUMNS
from publishing.admin.fields import OrderedChoiceField, OrderedSelect
from publishing.admin.forms import ChoiceRow, WorkingCopyForm
from publishing.models import Tag


class ArticleForm(WorkingCopyForm):
    may_add_tags = may_see_tags = False

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
        if self.may_add_tags and "tags" in self.fields:
            tags = self.fields["tags"]
            kind = DraftTag._meta.get_field("tag").remote_field
            tags.widget = RelatedFieldWidgetWrapper(tags.widget, kind, site, can_add_related=True)
        if self.instance.pk:
            self.initial["tags"] = [link.tag_id for link in self.instance.draft_tags.order_by("position")]
        if "tags" in self.fields and not self.may_see_tags:
            # Whoever may not look tags up sends numbers and reads no names.
            choice: Any = self.fields["tags"]
            choice.queryset = Tag.objects.filter(pk__in=self.initial.get("tags", []))


class CreditRow(ChoiceRow):
    """A person or a name; the table's own constraint says so."""

    class Meta:
        model = DraftCredit
        fields = ("position", "person", "name", "is_agency", "role")


class SourceRow(ChoiceRow):
    class Meta:
        model = DraftSource
        fields = ("position", "reference")
