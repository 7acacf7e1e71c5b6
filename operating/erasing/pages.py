"""The administrators' pages of erasing: what would go, asked once more, and what was erased."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from colleagues.rights import may_manage
from jobs.models import Job
from operating.erasing import colleagues, foreseen, parts, people
from operating.erasing.models import Erasure
from operating.erasing.rest import key_of
from operating.erasing.rights import may_erase
from profiles.models import Person
from publishing.admin.guard import actor_of
from publishing.admin.uses import shown_uses
from publishing.errors import WorkflowError
from publishing.models import Event
from publishing.richtext import has_words, one_line

MOST_SHOWN = 200


class Typed(forms.Form):
    """The name once more, so that nobody erases in passing."""

    confirmed = forms.CharField(max_length=200, strip=True)

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        field = self.fields["confirmed"]
        field.label = _("Type “%(name)s” to confirm") % {"name": wanted}
        field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_confirmed(self) -> str:
        if one_line(self.cleaned_data["confirmed"]) != one_line(self.wanted):
            raise forms.ValidationError(_("That is not the name. Type it exactly as it stands here."))
        return self.wanted


class WithPlaces(Typed):
    """Where a part of the name stands alone, each place to be chosen by itself."""

    places = forms.MultipleChoiceField(
        label=gettext_lazy("A part of the name stands alone here: replace it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("It may be somebody else's. What is not ticked stays as it is."),
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = parts.places_of(names)
        field: Any = self.fields["places"]
        field.choices = found
        if not found:
            del self.fields["places"]

    @property
    def chosen(self) -> list[str]:
        return list(self.cleaned_data.get("places", ()))


class PersonForm(WithPlaces):
    """What becomes of the name in texts."""

    KEEP, REPLACE = "keep", "replace"
    texts = forms.ChoiceField(
        label=gettext_lazy("In articles, pages and other profiles"),
        choices=[
            (KEEP, gettext_lazy("The name stays as it was published, and leads nowhere any more")),
            (
                REPLACE,
                gettext_lazy("Replace it wherever it is linked, says who speaks or stands in a byline"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=KEEP,
    )
    words = forms.CharField(
        label=gettext_lazy("What stands there instead"),
        required=False,
        max_length=people.LONGEST_WORDS,
        help_text=gettext_lazy("For example “an official”. It stands in every version, published ones too."),
    )
    field_order = ("texts", "words", "places", "confirmed")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("texts") == self.REPLACE and not has_words(said.get("words", "")):
            self.add_error("words", _("Say what is to stand there instead of the name."))
        return said

    @property
    def instead(self) -> str:
        is_replaced = self.cleaned_data["texts"] == self.REPLACE
        return str(self.cleaned_data["words"]) if is_replaced else ""


class ColleagueForm(WithPlaces):
    """Whether the profile goes with the account."""

    profile = forms.BooleanField(required=False)
    field_order = ("profile", "places", "confirmed")

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person is None:
            del self.fields["profile"]
        else:
            self.fields["profile"].label = _("Erase the profile “%(name)s” too") % {"name": person}


def erasures(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """List what was erased, and how far it is."""
    _require(request)
    rows = list(Erasure.objects.all()[:MOST_SHOWN])
    jobs = {job.key: job for job in Job.objects.filter(key__in=map(key_of, rows))}
    by = {event.object_key: event.actor for event in _events(rows)}
    shown = [(row, by.get(row.key), jobs.get(key_of(row))) for row in rows]
    return _page(request, site, "admin/erasures.html", title=_("Erased data"), rows=shown)


def _events(rows: list[Erasure]) -> Any:
    keys = {row.key for row in rows}
    erased = Event.objects.filter(verb="erase", kind__in=["user", "person"], object_key__in=keys)
    return erased.select_related("actor")


def erase_person(request: HttpRequest, site: AdminSite, *, person: str) -> HttpResponse:
    """Say what would go and what would stay, and erase a person when that is confirmed."""
    _require(request)
    row = get_object_or_404(Person.objects.filter(erased_at=None), key=person)
    given = request.POST if request.method == "POST" else None
    form = PersonForm(given, wanted=row.name, names=people.names_of(row))

    def erase() -> None:
        people.erase_person(person=row, actor=actor_of(request), words=form.instead, places=form.chosen)

    if form.is_valid() and (answer := _done(request, form, erase)):
        return answer
    plan = foreseen.of_person(row)
    more = {
        "row": row,
        "plan": plan,
        "staying": [(picture, shown_uses(uses)) for picture, uses in plan.staying],
        "colleague": row.colleague,
    }
    title = _("Erase: %(name)s") % {"name": row}
    return _page(request, site, "admin/erase_person.html", title=title, form=form, **more)


def erase_colleague(request: HttpRequest, site: AdminSite, *, colleague: int) -> HttpResponse:
    """Say what would go and what would stay, and erase a colleague when that is confirmed."""
    _require(request)
    row = get_object_or_404(User.objects.filter(erased_at=None), pk=colleague)
    if not may_manage(actor_of(request), row):
        raise PermissionDenied
    person = Person.objects.out_of_bin().of_colleague(row)
    given = request.POST if request.method == "POST" else None
    form = ColleagueForm(given, wanted=row.username, person=person, names=colleagues.names_of(row))
    reason = colleagues.why_not(row)

    def erase() -> None:
        with transaction.atomic():
            colleagues.erase_colleague(user=row, actor=actor_of(request), places=form.chosen)
            if person is not None and form.cleaned_data.get("profile"):
                people.erase_person(person=person, actor=actor_of(request))

    if form.is_valid() and (answer := _done(request, form, erase)):
        return answer
    title = _("Erase: %(name)s") % {"name": row}
    more = {"row": row, "person": person, "reason": reason}
    return _page(request, site, "admin/erase_colleague.html", title=title, form=form, **more)


def _require(request: HttpRequest) -> None:
    if not may_erase(actor_of(request)):
        raise PermissionDenied


def _done(request: HttpRequest, form: forms.Form, erase: Callable[[], Any]) -> HttpResponse | None:
    """Erase, and lead to the list of what was; a refusal stands on the form."""
    try:
        erase()
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(
        request, _("It is erased. What is left to do in texts and files is done in the background.")
    )
    return redirect("admin:erasures")


def _page(request: HttpRequest, site: AdminSite, template: str, **context: Any) -> HttpResponse:
    return TemplateResponse(request, template, {**site.each_context(request), **context})
