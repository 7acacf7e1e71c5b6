"""Publishing an article, with the people it names whose pages are not public yet."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.people import people_without_page
from profiles.models import Person
from publishing.admin import verbs
from publishing.errors import EditConflict, WrongState


class PeopleAsSeen(forms.MultipleChoiceField):
    """People, each chosen at the version shown: a choice is sent as "id:version".

    Its value are people who say they have that version, so publishing refuses a newer one.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, people: Iterable[Person], **kwargs: Any) -> None:
        self.people = {str(person.pk): person for person in people}
        choices = [(f"{person.pk}:{person.version}", person.name) for person in self.people.values()]
        super().__init__(choices=choices, **kwargs)

    def valid_value(self, value: Any) -> bool:
        pk, _colon, version = str(value).partition(":")
        return pk in self.people and version.isascii() and version.isdecimal() and len(version) < 10

    def clean(self, value: Any) -> list[Person]:
        chosen = []
        for choice in super().clean(value):
            pk, _colon, version = str(choice).partition(":")
            person = self.people[pk]
            person.version = int(version)
            chosen.append(person)
        return list(dict.fromkeys(chosen))


class WithPeople(verbs.VerbForm):
    """Asks which people get their page in the same step."""

    when: Any = gettext_lazy("Those you tick get their page in the same step. The others stay plain text.")

    def add_fields(self) -> None:
        super().add_fields()
        waiting = people_without_page(self.payload, at=self.situation.at)
        if not waiting or not self.request.user.has_perm("profiles.publish_person"):
            return
        self.fields["people"] = PeopleAsSeen(
            label=_("People named here without a public page"),
            people=waiting,
            required=False,
            help_text=self.when,
            error_messages={
                "invalid_choice": _("Somebody you ticked is not waiting for a page any more. Choose again.")
            },
        )

    def carry_out(self, *, actor: Any) -> str:
        seen = {person.pk: person.version for person in self.together_with()}
        try:
            return super().carry_out(actor=actor)
        except EditConflict as conflict:
            stored = Person.objects.filter(pk__in=seen)
            changed = [person.name for person in stored if person.version != seen[person.pk]]
            if not changed:
                raise
            raise WrongState(
                _(
                    "Nothing was done, because these profiles were changed after you opened this page: "
                    "%(names)s. Look at them, then tick them again."
                )
                % {"names": ", ".join(changed)}
            ) from conflict

    def together_with(self) -> list[Any]:
        return list(self.cleaned_data.get("people", []))


class PublishArticle(WithPeople, verbs.Publish):
    """Publishes the people ticked with the article."""


class ScheduleArticle(WithPeople, verbs.Schedule):
    """Schedules the people ticked for the same time."""

    when = gettext_lazy("Those you tick get their page at the same time. The others stay plain text.")


class CorrectArticle(WithPeople, verbs.Correct):
    """Publishes the people ticked with the correction."""


WITH_PEOPLE: dict[type[verbs.VerbForm], type[verbs.VerbForm]] = {
    verbs.Publish: PublishArticle,
    verbs.Schedule: ScheduleArticle,
    verbs.Correct: CorrectArticle,
}
"""What takes the place of a button's page for articles."""
