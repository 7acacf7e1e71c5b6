"""What changes when published versions come, go or move: which keys a page may have said of them."""

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
    shown = [e for e in moved if _is_live(times_of(e), at) or _is_live(before[e.number], at)]
    added = [adding] if adding and _is_live(times_of(adding.edition), at) else []
    if shown or added:
        was = any(_is_live(before.get(e.number, times_of(e)), at) for e in editions)
        everything = [*editions, adding.edition] if adding else editions
        still = any(_is_live(times_of(e), at) for e in everything)
        keys = {*keys_of_stored(shown), *keys_of_new(added)}
        announce(*keys, hard=was and not still)
    elif moved or adding:
        announce_plans()


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


def keys_of_stored(editions: Iterable[EditionBase]) -> set[str]:
    """Return the keys of versions as they are stored: one query for each kind of page."""
    kinds: dict[type[EditionBase], list[int]] = {}
    keys: set[str] = set()
    for edition in editions:
        kinds.setdefault(type(edition), []).append(edition.pk)
        keys |= _own(edition)
    for model, pks in kinds.items():
        keys |= {leading_to(target, pk) for target, pk in where_they_lead(model, pks)}
    return keys


def where_they_lead(model: type[EditionBase], pks: Sequence[int]) -> Iterable[tuple[type[models.Model], Any]]:
    """Yield what the links of these versions lead to, all kinds of links in one query."""
    targets: list[type[models.Model]] = []
    parts: list[Any] = []
    for link in links_to(model, LinkBase):
        for field in _targets(link.model):
            number = Value(len(targets), output_field=models.IntegerField())
            rows: Any = link.model.objects.filter(**{f"{link.name}__in": pks, f"{field.name}__isnull": False})
            parts.append(rows.order_by().annotate(which=number).values_list("which", field.attname))
            targets.append(field.related_model)
    if parts:
        for which, pk in parts[0].union(*parts[1:]):
            yield targets[which], pk


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
