"""The page of everything that was done: narrowed to a colleague, a deed, a thing, a time or words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from publishing.admin.fields import can_be_pk
from publishing.models import Event, Verb

A_PAGE = 50
LOOKED_THROUGH = 20_000
"""In how many entries words are looked for at once; the next as many are a press away."""
ASTRAY = 1_000
"""How many numbers an entry may lie from where its time would have it."""
AT_ONCE = 500
LONGEST_WORDS = 100
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)
"""Days between which there is a midnight in every time zone; no entry is from outside."""
SYSTEM = "system"
MARK = "~"
"""Stands between the time and the number of an entry, where a page goes on."""
OTHERS = {
    "role": gettext_lazy("role"),
    "login": gettext_lazy("login"),
    "history": gettext_lazy("history"),
}
"""What entries are about beside rows."""


class AuditForm(forms.Form):
    """What everything that was done is narrowed to."""

    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    did = forms.ChoiceField(
        label=gettext_lazy("Did"), required=False, choices=[("", gettext_lazy("anything")), *Verb.choices]
    )
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=LONGEST_WORDS)
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        colleagues = User.objects.order_by("first_name", "last_name", "username")
        names = [(str(user.pk), f"{user} ({user.username})") for user in colleagues]
        self._choose("who", [("", _("anybody")), (SYSTEM, _("The system")), *names])
        self._choose("kind", [("", _("anything")), *kinds_in_words().items()])

    def _choose(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices


@dataclass(frozen=True)
class Narrowed:
    """What is asked for, as it was understood; what was not is left out."""

    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return " ".join(str(self.asked.get("words") or "").split())

    def rows(self) -> Any:
        """Return the entries but for the words, the last first."""
        found = self.in_time()
        for values in self.conditions():
            found = found.filter(**values)
        return found

    def conditions(self) -> list[dict[str, Any]]:
        """Return what columns have to say, each for which there is an index."""
        asked, found = self.asked, []
        if asked.get("kind") and asked.get("key"):
            found.append({"kind": asked["kind"], "object_key": asked["key"]})
        elif asked.get("kind"):
            found.append({"kind": asked["kind"]})
        if asked.get("who"):
            found.append({"actor_id": None if asked["who"] == SYSTEM else int(asked["who"])})
        if asked.get("did"):
            found.append({"verb": asked["did"]})
        return found

    @property
    def is_crossed(self) -> bool:
        """Tell whether no one index has the entries in their order."""
        conditions = self.conditions()
        return len(conditions) > 1 or any("object_key" in values for values in conditions)

    def in_time(self) -> Any:
        """Return the entries of the time that is asked for, the last first."""
        found: Any = Event.objects.order_by("-at", "-id")
        asked = self.asked
        if asked.get("since"):
            found = found.filter(at__gte=_midnight(_in_bounds(asked["since"])))
        if asked.get("until"):
            found = found.filter(at__lt=_midnight(_in_bounds(asked["until"]) + timedelta(days=1)))
        return found

    def with_words(self, rows: Any) -> Any:
        """Keep the entries in which every word stands."""
        for word in self.words.split():
            rows = rows.filter(Q(label__icontains=word) | Q(note__icontains=word))
        return rows

    def query(self) -> dict[str, str]:
        """Return what is asked as an address says it."""
        return {name: str(value) for name, value in self.asked.items() if value}


@dataclass(frozen=True)
class Entry:
    """One entry of the history as the page shows it."""

    event: Event
    kind: str
    url: str


@dataclass(frozen=True)
class Found:
    """One page of entries, and where the next begins."""

    events: Sequence[Event]
    before: str = ""
    is_cut: bool = False
    """Whether words were looked for no further back than this."""


def may_see(request: HttpRequest) -> bool:
    """Tell whether somebody may see everything that was done."""
    return request.user.has_perm("publishing.view_event")


def audit(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what was done, the last first."""
    if not may_see(request):
        raise PermissionDenied
    form, narrowed = understood(request.GET)
    found = page_of(narrowed, request.GET.get("before", ""))
    query = narrowed.query()
    context = {
        **site.each_context(request),
        "title": _("Everything that was done"),
        "form": form,
        "entries": entries(request, found.events),
        "found": found,
        "is_narrowed": bool(query),
        "asked": list(query.items()),
        "older": f"?{urlencode(query | {'before': found.before})}" if found.before else "",
        "is_first": not request.GET.get("before"),
        "newest": f"?{urlencode(query)}",
    }
    return TemplateResponse(request, "admin/audit.html", context)


def understood(sent: Any) -> tuple[AuditForm, Narrowed]:
    """Return the form as it was filled in, and what of it is understood."""
    form = AuditForm(sent)
    form.is_valid()
    return form, Narrowed(form.cleaned_data)


def page_of(narrowed: Narrowed, before: str) -> Found:
    """Return one page of entries from a place on; never a count, never a page by its number."""
    if narrowed.is_crossed:
        return _crossed(narrowed, before)
    rows = _from(narrowed.rows(), before)
    if not narrowed.words:
        return _cut(list(rows.select_related("actor")[: A_PAGE + 1]))
    last = next(iter(rows.values_list("at", "id")[LOOKED_THROUGH : LOOKED_THROUGH + 1]), None)
    # The first of these is the range of the index, the other only says where in its last moment.
    within = (
        rows if last is None else rows.filter(at__gte=last[0]).filter(Q(at__gt=last[0]) | Q(id__gte=last[1]))
    )
    found = _cut(list(narrowed.with_words(within).select_related("actor")[: A_PAGE + 1]))
    if found.before or last is None:
        return found
    return Found(found.events, before=_mark(*last), is_cut=True)


def _crossed(narrowed: Narrowed, before: str) -> Found:
    """Return a page where several things are asked: so many entries of one of them are looked through.

    A database asked for all of them at once may read a whole history for one entry, by whichever index.
    """
    conditions = narrowed.conditions()
    wanted = {name: value for values in conditions for name, value in values.items()}
    lead = _shortest([_lead(narrowed, values, before) for values in conditions])
    looked = list(lead.values_list("at", "id", *wanted)[: LOOKED_THROUGH + 1])
    looked.sort(key=lambda row: row[:2], reverse=True)
    matching = [pk for _at, pk, *said in looked[:LOOKED_THROUGH] if said == [*wanted.values()]]
    found = _cut(_by_numbers(narrowed, matching, before))
    if found.before or len(looked) <= LOOKED_THROUGH:
        return found
    at, pk, *_said = looked[LOOKED_THROUGH - 1]
    return Found(found.events, before=_mark(at, pk), is_cut=True)


def _lead(narrowed: Narrowed, values: dict[str, Any], before: str) -> Any:
    """Return the entries that one index has in this order: of one thing they are in that of their numbers."""
    if "object_key" not in values:
        return _from(narrowed.in_time().filter(**values), before)
    # Not asked for by time: SQLite would take the index of its kind for that.
    rows: Any = Event.objects.filter(**values).order_by("-id")
    number = before.partition(MARK)[2]
    # Of machines whose clocks differ a later number may be of an earlier time; what is too many is cut after.
    return rows.filter(id__lt=int(number) + ASTRAY) if can_be_pk(number) else rows


def _shortest(leads: list[Any]) -> Any:
    """Return the first of some rows that can be looked through as a whole, or the first of all."""
    return next((rows for rows in leads if not rows[LOOKED_THROUGH : LOOKED_THROUGH + 1].exists()), leads[0])


def _by_numbers(narrowed: Narrowed, numbers: Sequence[int], before: str) -> list[Event]:
    """Return the first of these entries, as many as a page shows and one more, in which the words stand."""
    rows = _from(narrowed.in_time(), before)
    found: list[Event] = []
    for start in range(0, len(numbers), AT_ONCE):
        some = rows.filter(pk__in=numbers[start : start + AT_ONCE])
        left = A_PAGE + 1 - len(found)
        found += narrowed.with_words(some).select_related("actor")[:left]
        if len(found) > A_PAGE:
            break
    return found


def entries(request: HttpRequest, events: Sequence[Event]) -> list[Entry]:
    """Return entries with the way to what they are about, for whoever may go there."""
    names, places = kinds_in_words(), _places(request, events)
    return [
        Entry(
            event,
            kind=str(names.get(event.kind, event.kind)),
            url=places.get((event.kind, event.object_key), ""),
        )
        for event in events
    ]


def kinds_in_words() -> dict[str, Any]:
    """Return what entries are about, by the name the history knows it by."""
    rows = {page.opts.model_name: page.opts.verbose_name for page in admin.site._registry.values()}
    more = {"invitation": gettext_lazy("invitation")}
    return {str(name): words for name, words in sorted((rows | more | OTHERS).items())}


def _places(request: HttpRequest, events: Sequence[Event]) -> dict[tuple[str, str], str]:
    pages = {page.opts.model_name: page for page in admin.site._registry.values()}
    wanted: dict[str, set[str]] = {}
    for event in events:
        wanted.setdefault(event.kind, set()).add(event.object_key)
    found: dict[tuple[str, str], str] = {}
    for kind, keys in wanted.items():
        page: Any = pages.get(kind)
        if page is None or not page.has_view_or_change_permission(request):
            continue
        name = f"admin:{page.opts.app_label}_{page.opts.model_name}_change"
        by = "key" if any(each.name == "key" for each in page.opts.fields) else "pk"
        asked = [key for key in keys if by == "key" or can_be_pk(key)]
        rows = page.get_queryset(request).order_by().filter(**{f"{by}__in": asked}).values_list(by, "pk")
        found |= {(kind, str(key)): reverse(name, args=[pk]) for key, pk in rows}
    if "role" in wanted and request.user.has_perm("accounts.change_user"):
        found |= {("role", key): reverse("admin:accounts_user_roles") for key in wanted["role"]}
    return found


def _from(rows: Any, before: str) -> Any:
    moment, _mark_between, number = before.partition(MARK)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return rows
    if timezone.is_naive(at) or not can_be_pk(number) or not FIRST_DAY <= at.date() <= LAST_DAY:
        return rows
    return older(rows, at, int(number))


def older(rows: Any, at: datetime, number: int) -> Any:
    """Return those of some entries that come after one of this moment and number, the last first."""
    # The first of these is the range of an index, the other only says where in its last moment.
    return rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=number))


def _cut(events: list[Event]) -> Found:
    if len(events) <= A_PAGE:
        return Found(events)
    last = events[A_PAGE - 1]
    return Found(events[:A_PAGE], before=_mark(last.at, last.pk))


def _mark(at: datetime, number: int) -> str:
    return f"{at.isoformat()}{MARK}{number}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _in_bounds(day: date) -> date:
    return min(max(day, FIRST_DAY), LAST_DAY)
