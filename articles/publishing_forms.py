"""Publishing an article, with the people it names whose pages are not public yet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from articles.people import people_without_page
from profiles.models import Person
from publishing.admin import verbs


class PublishArticle(verbs.Publish):
    """Asks which people to publish in the same step."""

    def add_fields(self) -> None:
        super().add_fields()
        waiting = people_without_page(self.working_copy, at=self.situation.at)
        if not waiting or not self.request.user.has_perm("profiles.publish_person"):
            return
        self.fields["people"] = forms.ModelMultipleChoiceField(
            label=_("People named here without a public page"),
            queryset=Person.objects.filter(pk__in=[person.pk for person in waiting]),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Those you tick get their page in the same step. The others stay plain text."),
        )

    def together_with(self) -> list[Any]:
        return list(self.cleaned_data.get("people", []))
