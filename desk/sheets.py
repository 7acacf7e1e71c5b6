"""One page as it lies on a pile: its name, and in few words what there is to know of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.bases import WorkingCopy
from publishing.models import Event, Verb

HANDING = (Verb.SUBMIT, Verb.SEND_BACK, Verb.PUBLISH, Verb.SCHEDULE, Verb.CORRECT)
"""What hands a draft to somebody, and what settles that."""


@dataclass(frozen=True)
class Way:
    """A link and its words."""

    words: str
    url: str


@dataclass(frozen=True)
class Handed:
    """Who handed a draft over or sent it back, when, and with which words."""

    is_back: bool
    who: str
    at: datetime
    note: str

    @property
    def said(self) -> str:
        words = _("%(who)s sent it back, %(when)s") if self.is_back else _("From %(who)s, %(when)s")
        return words % {"who": self.who, "when": when(self.at)}


@dataclass(frozen=True)
class Sheet:
    """One page on a pile."""

    title: str
    url: str
    at: datetime
    facts: list[str]
    dated: str = ""
    warning: str = ""
    lacks: str = ""
    company: str = ""
    handed: Handed | None = None
    acts: list[Way] = field(default_factory=list)


@dataclass(frozen=True)
class Pile:
    """Pages that wait for the same thing; `total` counts also those that are not shown."""

    name: str
    title: str
    sheets: list[Sheet]
    total: int | None = None
    empty: str = ""
    more: list[Way] = field(default_factory=list)
    folded: list[Sheet] = field(default_factory=list)


def when(at: datetime) -> str:
    """Write a moment as a colleague would say it: by the day where it is near."""
    there, now = timezone.localtime(at), timezone.localtime()
    clock, days = date_format(there, "H:i"), (there.date() - now.date()).days
    near = {
        -1: _("yesterday, %(time)s"),
        0: _("today, %(time)s"),
        1: _("tomorrow, %(time)s"),
    }
    if days in near:
        return near[days] % {"time": clock}
    if abs(days) < 7:
        return f"{date_format(there, 'l')}, {clock}"
    return f"{date_format(there, 'DATE_FORMAT')}, {clock}"


def handed(drafts: Iterable[WorkingCopy]) -> dict[str, Handed]:
    """Return how each draft came to whoever has it, by the drafts' keys: one query for all."""
    rows = {draft.key: draft for draft in drafts}
    kinds = {draft._meta.model_name for draft in rows.values()}
    events = Event.objects.filter(kind__in=kinds, object_key__in=rows, verb__in=HANDING)
    last: dict[str, Any] = {e.object_key: e for e in events.select_related("actor").order_by("id")}
    return {
        key: Handed(
            is_back=event.verb == Verb.SEND_BACK,
            who=str(event.actor or _("The system")),
            at=event.at,
            note=rows[key].handover_note,
        )
        for key, event in last.items()
        if event.verb in (Verb.SUBMIT, Verb.SEND_BACK)
    }
