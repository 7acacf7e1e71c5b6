"""Publishing an article, with the people it names whose pages are not public yet."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

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


class PublishArticle(verbs.Publish):
    """Asks which people to publish in the same step."""

    def add_fields(self) -> None:
        super().add_fields()
        waiting = people_without_page(self.working_copy, at=self.situation.at)
        if not waiting or not self.request.user.has_perm("profiles.publish_person"):
            return
        self.fields["people"] = PeopleAsSeen(
            label=_("People named here without a public page"),
            people=waiting,
            required=False,
            help_text=_("Those you tick get their page in the same step. The others stay plain text."),
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
                    "Nothing was published, because these profiles were changed after you opened this page: "
                    "%(names)s. Look at them, then tick them again."
                )
                % {"names": ", ".join(changed)}
            ) from conflict

    def together_with(self) -> list[Any]:
        return list(self.cleaned_data.get("people", []))
