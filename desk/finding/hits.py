"""What a search finds, the best first: by how well a name fits, then by kind, by what readers see, by age."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from desk.finding.kinds import KINDS, Kind
from desk.finding.places import Place
from publishing.bases import Stage, WorkingCopy
from publishing.finding import NOT_IN_IT, how_well, how_well_first, readings
from publishing.names import narrowed

MOST_WEIGHED = 50
"""How many rows of a kind are put in order; a search that fits more of them says too little."""


@dataclass(frozen=True)
class Candidate:
    """A row that fits, before it is loaded."""

    kind: Kind
    pk: int
    fit: int
    changed_at: datetime
    is_seen: bool

    @property
    def place_in_order(self) -> tuple[int, int, bool, float]:
        return self.fit, self.kind.place, not self.is_seen, -self.changed_at.timestamp()


@dataclass(frozen=True)
class Hit:
    """One line of what was found."""

    kind: str
    title: str
    url: str
    details: Sequence[str] = ()
    changed_at: datetime | None = None

    def as_json(self) -> dict[str, str]:
        return {"label": self.title, "detail": " · ".join([self.kind, *self.details]), "url": self.url}


@dataclass(frozen=True)
class Group:
    """What was found of one kind, and where the rest of it is, if there is more."""

    title: str
    hits: Sequence[Hit]
    more_url: str = ""


def best(request: HttpRequest, asked: str, *, most: int) -> list[Hit]:
    """Return what fits best, whatever kind it is."""
    found = (candidate for kind in KINDS for candidate in candidates(request, kind, asked)[:most])
    return hits_of(request, sorted(found, key=lambda c: c.place_in_order)[:most])


def groups(request: HttpRequest, asked: str, *, most: int) -> list[Group]:
    """Return what fits best of each kind; the kind with the best of all comes first."""
    found = [weighed for kind in KINDS if (weighed := candidates(request, kind, asked))]
    found.sort(key=lambda weighed: weighed[0].place_in_order[:2])
    return [_group(request, weighed, most) for weighed in found]


def _group(request: HttpRequest, weighed: list[Candidate], most: int) -> Group:
    kind = weighed[0].kind
    return Group(kind.plural, hits_of(request, weighed[:most]), kind.list_url if weighed[most:] else "")


def candidates(request: HttpRequest, kind: Kind, asked: str) -> list[Candidate]:
    """Return the rows of a kind that fit, best first, as far as the colleague may view them."""
    if not readings(asked) or not kind.may_view(request):
        return []
    fitting = narrowed(kind.rows(request), asked, most=MOST_WEIGHED).annotate(fit=how_well(asked))
    columns = ("pk", "fit", "changed_at", "find_text")
    rows = list(fitting.order_by("fit", "-changed_at").values_list(*columns)[:MOST_WEIGHED])
    seen = kind.seen_by_readers([row[0] for row in rows], at=request.moment) if rows else set()
    found = [
        Candidate(kind, pk, _fit(kind, fit, names, asked), changed_at, pk in seen)
        for pk, fit, changed_at, names in rows
    ]
    return sorted(found, key=lambda candidate: candidate.place_in_order)


def _fit(kind: Kind, fit: int, names: str, asked: str) -> int:
    """Let what fits by a name that its line does not show come after everything whose line shows why."""
    if kind.has_other_names:
        return fit
    first = how_well_first(names, asked)
    return first if first < NOT_IN_IT else NOT_IN_IT + fit


def hits_of(request: HttpRequest, found: Iterable[Candidate]) -> list[Hit]:
    """Load the rows to be shown, those of a kind at once, and keep their order."""
    ordered = list(found)
    rows: dict[tuple[Kind, int], Any] = {}
    for kind in {candidate.kind for candidate in ordered}:
        keys = [candidate.pk for candidate in ordered if candidate.kind is kind]
        rows |= {(kind, row.pk): row for row in _with_what_is_shown(kind.rows(request).filter(pk__in=keys))}
    return [
        _hit(candidate.kind, row, _state_in_list(candidate, row))
        for candidate in ordered
        if (row := rows.get((candidate.kind, candidate.pk))) is not None
    ]


def _with_what_is_shown(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("holder").defer("body") if issubclass(rows.model, WorkingCopy) else rows


def hits_at(request: HttpRequest, places: Iterable[Place]) -> list[Hit]:
    """Return a line for each place an address leads to."""
    return [_hit_at(request, place) for place in places]


def _hit_at(request: HttpRequest, place: Place) -> Hit:
    if place.row is None:
        return Hit(_("List"), place.kind.plural, place.url)
    if isinstance(place.row, WorkingCopy):
        return _hit(place.kind, place.row, place.kind.admin.state_of_one(place.row))
    seen = place.kind.seen_by_readers([place.row.pk], at=request.moment)
    return _hit(place.kind, place.row, _said_of_readers(bool(seen)))


def _state_in_list(candidate: Candidate, row: Any) -> str:
    if isinstance(row, WorkingCopy):
        return str(candidate.kind.admin.state(row))
    return _said_of_readers(candidate.is_seen)


def _said_of_readers(see_it: bool) -> str:
    return _("Public") if see_it else _("Not public")


def _hit(kind: Kind, row: Any, state: str) -> Hit:
    details = [state, kind.admin.detail(row)]
    if isinstance(row, WorkingCopy) and (row.holder is not None or row.stage == Stage.SUBMITTED):
        details.append(_("Who has it: %(name)s") % {"name": row.who_has_it})
    url = Place(kind, row).url
    return Hit(kind.title, str(row), url, [text for text in details if text], row.changed_at)
