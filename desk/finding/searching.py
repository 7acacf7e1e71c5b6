"""The page that looks through everything written, drafts included."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from desk.finding.texts import KINDS_OF_TEXTS, STATES, Asked, texts_with
from publishing.search import Cursor
from publishing.search.question import LONGEST_QUESTION
from reading.search.asking import query_of, words_of

A_PAGE = 20
MOST_SUGGESTED = 5
ANY = ("", gettext_lazy("Any"))


class TextsForm(forms.Form):
    """What is looked for, and what of it is wanted; whatever makes no sense is left out."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    holder = forms.ChoiceField(label=gettext_lazy("Who has it"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False)
    until = forms.DateField(label=gettext_lazy("Until"), required=False)

    def __init__(self, request: HttpRequest) -> None:
        data = {name: str(value).replace("\x00", "") for name, value in query_of(request).items()}
        super().__init__({**data, "q": words_of(data.get("q", ""))[0]}, auto_id="search-%s")
        may = [(name, kind.plural) for name, kind in KINDS_OF_TEXTS.items() if kind.may_view(request)]
        self._choose("kind", may)
        self._choose("state", [(name, words) for name, (words, _limit) in STATES.items()])
        people = User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "username")
        others = [(str(person.pk), str(person)) for person in people if person != request.user]
        self._choose("holder", [("me", _("You")), ("nobody", _("Nobody in particular")), *others])
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "dir": "auto", "maxlength": LONGEST_QUESTION}
        )
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [ANY, *choices]

    @property
    def asked(self) -> Asked:
        """Return the question, without whatever could not be read."""
        self.is_valid()
        found = self.cleaned_data
        until = found.get("until")
        return Asked(
            words=found.get("q", ""),
            kind=found.get("kind", ""),
            state=found.get("state", ""),
            holder=found.get("holder", ""),
            since=_midnight(found.get("since")),
            until=_midnight(until + timedelta(days=1)) if until and until.year < 9000 else None,
        )


def _midnight(day: date | None) -> datetime | None:
    # East of Greenwich the first day there is begins before all time.
    earliest = date.min + timedelta(days=1)
    zone = timezone.get_current_timezone()
    return datetime.combine(max(day, earliest), time(), tzinfo=zone) if day else None


def search(request: HttpRequest) -> HttpResponse:
    """Answer ?q= with every text that has the words, as far as the colleague may open it; to a script few."""
    if not any(kind.may_view(request) for kind in KINDS_OF_TEXTS.values()):
        raise PermissionDenied
    form = TextsForm(request)
    asked = form.asked
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        # Beside what the search box finds by name.
        few = texts_with(request, asked, most=MOST_SUGGESTED, but_named=True).texts
        return JsonResponse({"results": [text.as_json() for text in few]})
    query = {name: form.data.get(name, "") for name in form.fields if name not in form.errors}
    after = Cursor.read(form.data.get("after", ""))
    found = texts_with(request, asked, most=A_PAGE, after=after)
    context = {
        **admin.site.each_context(request),
        "title": _("Have we written this?"),
        "form": form,
        "asked": asked,
        "found": found,
        "is_first": after is None,
        "first_query": urlencode({name: value for name, value in query.items() if value}),
        "older_query": urlencode(
            {name: value for name, value in (query | {"after": str(found.after or "")}).items() if value}
        ),
        "find_query": asked.words,
    }
    return TemplateResponse(request, "admin/search.html", context)
