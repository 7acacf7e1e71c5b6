"""Where what is scheduled says something else: each place with both texts, and a choice between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from publishing import payloads
from publishing.admin.differences import FieldDifference, differences
from publishing.admin.situation import said
from publishing.workflow import Decision, Place

TAKE, WORDS = "take-", "words-"


def decisions_in(data: Mapping[str, Any]) -> dict[str, Decision]:
    """Return what a form that showed places says about each, by the place's key."""
    found = {}
    for name, take in data.items():
        key = name.removeprefix(TAKE)
        if key != name and take in ("ours", "theirs", "words"):
            found[key] = Decision(take, str(data.get(WORDS + key, "")))
    return found


@dataclass(frozen=True)
class ShownPlace:
    """One place as the page asks about it."""

    label: str
    when: str
    differences: list[FieldDifference]
    take: Any
    words: Any | None


class PlacesForm(forms.Form):
    """A choice for each place; the words beside it are kept whatever is chosen."""

    def __init__(self, data: Any, *, places: Sequence[Place], page: Any, request: Any) -> None:
        self.page = page
        self.places = places
        was_asked = any(name.startswith((TAKE, WORDS)) for name in data)
        super().__init__(self._with_words(data) if was_asked else None)
        for place in places:
            self.fields[TAKE + place.key] = self._choice(place)
            if self._is_typed(place):
                model_field = page.model._meta.get_field(place.field)
                field = page.formfield_for_dbfield(model_field, request)
                field.label, field.help_text, field.required = _("Other words"), "", False
                self.fields[WORDS + place.key] = field
                self.initial[WORDS + place.key] = place.theirs

    def shown(self) -> list[ShownPlace]:
        """Return the places with their texts side by side."""
        return [self._shown(place) for place in self.places]

    def _with_words(self, data: Any) -> Any:
        """Give places that turned up just now the words they begin with."""
        data = data.copy()
        for place in self.places:
            data.setdefault(WORDS + place.key, place.theirs)
        return data

    def _is_typed(self, place: Place) -> bool:
        return place.field in self.page.fixable

    def _choice(self, place: Place) -> forms.ChoiceField:
        choices = [("ours", _("As scheduled")), ("theirs", _("As it is published now"))]
        if self._is_typed(place):
            choices.append(("words", _("Other words")))
        return forms.ChoiceField(
            label=_("What is to stand there"),
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Decide what is to stand there.")},
        )

    def _shown(self, place: Place) -> ShownPlace:
        payload = payloads.read(place.editions[0].revision)
        ours, theirs = (self.page.shown(payload | {place.field: text}) for text in (place.ours, place.theirs))
        chosen = self.page.names_of(payload)
        label = chosen[place.field][0] if place.field in chosen else self.page.label_of(place.field)
        return ShownPlace(
            label=str(label),
            when=", ".join(said(edition.starts_at, zone=True) for edition in place.editions),
            differences=differences(ours, theirs),
            take=self[TAKE + place.key],
            words=self[WORDS + place.key] if self._is_typed(place) else None,
        )
