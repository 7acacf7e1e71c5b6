"""Whether what is worked out of other rows is what it would be now, and putting right what is not.

A fault of ours, a restored backup or a hand in the database can leave such a column behind.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction

from publishing.bases import EditionBase, LinkBase, Record, WorkingCopy
from publishing.caching import announce, every, keyed
from publishing.caching import row as key_of
from publishing.caching.editions import keys_by_edition
from publishing.errors import RemovedForGood
from publishing.finding import LONGEST, find_text
from publishing.history import write_event
from publishing.links import editions_of_kind, links_to
from publishing.models import Verb
from publishing.naming import NameBase, hold_names, name_key
from publishing.search import keeping
from publishing.timeline import timeline
from publishing.workflow.locking import Actor, Editions, locked
from publishing.workflow.retiming import TIMES, derived_of, retime
from publishing.workflow.settling import endings

ENDINGS = ("seen_until", "settled_until")


@dataclass(frozen=True)
class Wrong:
    """A page or a record, and what of it or of what belongs to it is not as it is worked out to be."""

    row: WorkingCopy | Record
    columns: tuple[str, ...]


def recomputed_models() -> list[type[Any]]:
    """Return every kind of page, and every kind of record that is found by its names."""
    kinds: list[type[Any]] = [m for m in apps.get_models() if issubclass(m, WorkingCopy | Record)]
    return [model for model in kinds if model.find_text is not None]


def wrong_among(rows: Sequence[Any]) -> list[Wrong]:
    """Return which of these rows of one kind are not as they are worked out to be."""
    if not rows:
        return []
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        found[row.pk].update(_of_its_own(row))
    _look_at_names(rows, found)
    if issubclass(type(rows[0]), WorkingCopy):
        _look_at_endings(rows, found)
        _look_at_editions(rows, found)
    return [Wrong(row, tuple(sorted(found[row.pk]))) for row in rows if found[row.pk]]


def put_right(row: WorkingCopy | Record, *, actor: Actor) -> tuple[str, ...]:
    """Work out anew what is worked out of others, tell readers' pages, and say which columns were wrong."""
    if isinstance(row, WorkingCopy):
        return _put_page_right(row, actor=actor)
    with transaction.atomic():
        held: Any = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
        wrong = wrong_among([held]) if held else []
        if not wrong:
            return ()
        _write_own(held)
        keeping.keep_record(held)
        announce(key_of(held), keyed(held), every(type(held)))
        return _entered(held, wrong[0].columns, actor)


def _put_page_right(page: WorkingCopy, *, actor: Actor) -> tuple[str, ...]:
    try:
        with locked(page, even_in_bin=True) as row:
            wrong = wrong_among([row])
            if not wrong:
                return ()
            _write_own(row)
            editions = list(row.editions.defer("body_html").order_by("number"))
            retime(Editions(editions))
            for edition, links in _with_links(type(row), [row]):
                _write_edition(edition, links)
            keeping.keep_draft(row)
            return _entered(row, wrong[0].columns, actor)
    except RemovedForGood:
        # Its time in the bin is over: it is only waiting to be removed.
        return ()


def _entered(row: Any, columns: tuple[str, ...], actor: Actor) -> tuple[str, ...]:
    write_event(Verb.MEND, of=row, actor=actor, data={"columns": list(columns)})
    return columns


def _of_its_own(row: Any) -> Iterator[str]:
    """Yield the columns of a row that are not worked out of its others as they are."""
    for name, value in row.worked_out().items():
        if getattr(row, name) != value:
            yield name
    wanted, kept = find_text(row.found_by()), row.find_text
    if kept == wanted:
        return
    # Earlier published names are kept in the order they were known in; a very long list is cut off.
    first, known = wanted.strip("| ").split(" | ")[0], kept.strip("| ").split(" | ")
    if first not in known or (len(wanted) < LONGEST // 2 and not set(kept.split()) <= set(wanted.split())):
        yield "find_text"


def _look_at_names(rows: Sequence[Any], found: dict[int, set[str]]) -> None:
    for link in links_to(type(rows[0]), NameBase):
        held: dict[int, set[str]] = defaultdict(set)
        of_rows = link.model._default_manager.filter(**{f"{link.name}__in": rows})
        for pk, key in of_rows.values_list(link.name, "key"):
            held[pk].add(key)
        for row in rows:
            if held[row.pk] != {name_key(name) for name in row.goes_by() if name}:
                found[row.pk].add("names")


def _look_at_endings(rows: Sequence[Any], found: dict[int, set[str]]) -> None:
    model = type(rows[0])
    right = {f"right_{name}": expression for name, expression in endings(model).items()}
    asked: Any = model._default_manager.filter(pk__in=[row.pk for row in rows]).annotate(**right)
    for pk, *values in asked.values_list("pk", *ENDINGS, *right):
        is_, to_be = values[: len(ENDINGS)], values[len(ENDINGS) :]
        found[pk].update(name for name, *pair in zip(ENDINGS, is_, to_be, strict=True) if pair[0] != pair[1])


def _look_at_editions(rows: Sequence[Any], found: dict[int, set[str]]) -> None:
    of_page: dict[int, list[EditionBase]] = defaultdict(list)
    for edition, links in _with_links(type(rows[0]), rows):
        of_page[edition.working_copy_id].append(edition)
        columns = found[edition.working_copy_id]
        columns.update(
            name for name, value in edition.worked_out(links).items() if getattr(edition, name) != value
        )
        for link in links:
            columns.update(
                f"{link._meta.model_name}.{name}"
                for name in TIMES
                if getattr(link, name) != getattr(edition, name)
            )
    for pk, editions in of_page.items():
        derived = derived_of(editions, timeline(editions))
        for edition in editions:
            found[pk].update(
                name for name, value in derived[edition.number].items() if getattr(edition, name) != value
            )


def _with_links(model: type[WorkingCopy], rows: Sequence[Any]) -> Iterator[tuple[EditionBase, list[Any]]]:
    """Yield every published version of these pages with all its links, in the order pages show them."""
    editions = list(
        editions_of_kind(model).filter(working_copy__in=rows).defer("body_html").order_by("number")
    )
    links: dict[int, list[Any]] = {edition.pk: [] for edition in editions}
    for link in links_to(editions_of_kind(model).model, LinkBase):
        for one in link.model.objects.filter(**{f"{link.name}__in": list(links)}):
            links[getattr(one, f"{link.name}_id")].append(one)
    for edition in editions:
        yield edition, links[edition.pk]


def _write_own(row: Any) -> None:
    values = {**row.worked_out(), "find_text": find_text(row.found_by())}
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    if any(links_to(type(row), NameBase)):
        hold_names(row.names, row.goes_by())


def _write_edition(edition: EditionBase, links: Sequence[Any]) -> None:
    """Write what of a version is not of its times, and the times of its links; its own are right by now."""
    values = edition.worked_out(links)
    wrong = {name: value for name, value in values.items() if getattr(edition, name) != value}
    if wrong:
        type(edition).objects.filter(pk=edition.pk)._write(**wrong)
    times: Mapping[str, Any] = {name: getattr(edition, name) for name in TIMES}
    moved = [one for one in links if any(getattr(one, name) != value for name, value in times.items())]
    for one in moved:
        type(one).objects.filter(pk=one.pk)._write(**times)
    if wrong or moved:
        keeping.move_edition(edition)
        # What shows it where it is not to be seen must not be served a moment longer.
        announce(*keys_by_edition([edition])[edition], hard=True)
