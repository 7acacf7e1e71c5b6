"""What changes when published versions come, go or move: which keys a page may have said of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Value
from django.utils import timezone

from publishing.bases import EditionBase, Frozen, LinkBase
from publishing.caching.announcing import announce, announce_plans
from publishing.caching.keys import every, keyed, leading_to, row
from publishing.links import links_to, working_copy_model

Times = tuple[datetime, datetime]
"""From when until when a version is live."""


def times_of(edition: EditionBase) -> Times:
    return edition.live_from, edition.live_until


def announce_moved(
    editions: Sequence[EditionBase],
    *,
    before: Mapping[int, Times],
    adding: Frozen[Any] | None = None,
) -> None:
    """Tell of the versions of one page that were moved, given their times before by number, or added.

    Of what readers see neither before nor after nothing is said, so that nobody learns of what is to come.
    """
    at = timezone.now()
    moved = [e for e in editions if e.number in before]
    was = [e for e in moved if _is_live(before[e.number], at)]
    now = [e for e in editions if (e in moved or was) and _is_live(times_of(e), at)]
    added = [adding] if adding and _is_live(times_of(adding.edition), at) else []
    if was or now or added:
        announce_change(was, now, added=added)
    elif moved or adding:
        announce_plans()


def announce_change(
    was: Iterable[EditionBase], now: Iterable[EditionBase], *, added: Sequence[Frozen[Any]] = ()
) -> int:
    """Tell that readers saw the first of these versions, and see the others now.

    What a page leads to no longer, or all of it where nothing of it is left, goes hard. Return how many
    rows tell of it.
    """
    was, now = list(was), list(now)
    stored = keys_by_edition([*was, *now])
    left, there = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for edition in was:
        left[row(edition)] |= stored[edition]
    for edition in now:
        there[row(edition)] |= stored[edition]
    for frozen in added:
        there[row(frozen.edition)] |= keys_of_new([frozen])
    gone = {key for page, keys in left.items() for key in keys - there[page]}
    others = set().union(*left.values(), *there.values()) - gone
    return announce(*gone, hard=True) + announce(*others)


def announce_new(many: Iterable[Frozen[Any]]) -> None:
    """Tell of versions just written, one of each page."""
    at = timezone.now()
    announce(*keys_of_new([frozen for frozen in many if _is_live(times_of(frozen.edition), at)]))


def keys_of_new(many: Iterable[Frozen[Any]]) -> set[str]:
    """Return the keys of versions whose links are in memory."""
    keys: set[str] = set()
    for frozen in many:
        keys |= _own(frozen.edition)
        for link in frozen.links:
            for field in _targets(type(link)):
                pk = getattr(link, field.attname)
                if pk is not None:
                    keys.add(leading_to(field.related_model, pk))
    return keys


def keys_by_edition(editions: Iterable[EditionBase]) -> dict[EditionBase, set[str]]:
    """Return the keys of each version as it is stored: one query for each kind of page."""
    keys = {edition: _own(edition) for edition in editions}
    kinds: dict[type[EditionBase], dict[int, EditionBase]] = defaultdict(dict)
    for edition in keys:
        kinds[type(edition)][edition.pk] = edition
    for model, of_kind in kinds.items():
        for number, target, pk in where_they_lead(model, list(of_kind)):
            keys[of_kind[number]].add(leading_to(target, pk))
    return keys


def where_they_lead(
    model: type[EditionBase], pks: Sequence[int]
) -> Iterable[tuple[int, type[models.Model], Any]]:
    """Yield what the links of each of these versions lead to, all kinds of links in one query."""
    targets: list[type[models.Model]] = []
    parts: list[Any] = []
    for link in links_to(model, LinkBase):
        for field in _targets(link.model):
            number = Value(len(targets), output_field=models.IntegerField())
            rows: Any = link.model.objects.filter(**{f"{link.name}__in": pks, f"{field.name}__isnull": False})
            columns = ("which", f"{link.name}_id", field.attname)
            parts.append(rows.order_by().annotate(which=number).values_list(*columns))
            targets.append(field.related_model)
    if parts:
        for which, edition, pk in parts[0].union(*parts[1:]):
            yield edition, targets[which], pk


def _own(edition: EditionBase) -> set[str]:
    return {row(edition), keyed(edition.working_copy), every(working_copy_model(type(edition)))}


def _targets(model: type[models.Model]) -> list[Any]:
    """Return the keys of a kind of link that lead elsewhere than to its own version."""
    return [
        field
        for field in model._meta.fields
        if field.is_relation and not issubclass(field.related_model, EditionBase)  # type: ignore[arg-type]
    ]


def _is_live(times: Times, at: datetime) -> bool:
    return times[0] <= at < times[1]
