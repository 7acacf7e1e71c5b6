"""What the verbs call where they write: search follows in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from jobs.queue import enqueue
from publishing.bases import EditionBase, Frozen, LinkBase, Record, WorkingCopy
from publishing.links import links_to
from publishing.search import writing
from publishing.search.shelves import DRAFTS, PUBLIC
from publishing.search.writing import Entry
from publishing.timeline import OPEN_END

AGAIN = "publishing.search_again"
MOST_USERS = 200
ALWAYS = datetime.fromisoformat("0001-01-03T00:00:00+00:00")


def add_editions(many: Sequence[Frozen[Any]]) -> None:
    """Have new published versions found, whose rows and links have just been written."""
    writing.write(PUBLIC, [entry for one in many for entry in entries_of_edition(one.edition, one.links)])


def move_edition(edition: EditionBase) -> None:
    """Have a published version found when it is live by now; one that never is, not at all."""
    rows = list(writing.rows_of(PUBLIC, edition.search_kinds, [edition.pk]))
    if edition.is_empty:
        writing.remove(PUBLIC, rows)
    elif rows:
        writing.retime(rows, PUBLIC, edition)
    else:
        writing.write(PUBLIC, entries_of_edition(edition, links_of([edition])[edition.pk]))


def forget_editions(model: type[EditionBase], pks: Sequence[int]) -> set[str]:
    """Have removed published versions found no more; return the words that were theirs."""
    return writing.remove(PUBLIC, writing.rows_of(PUBLIC, model.search_kinds, pks))


def keep_record(row: Record) -> None:
    """Have a source and the like found by what it says now, or not at all if readers never see it."""
    if row.search_kinds:
        writing.settle(PUBLIC, row.search_kinds, [row.pk], entries_of_record(row))


def keep_users(row: Record) -> None:
    """Have what shows this row found by it as it is now, such as all sources of a publisher.

    Very many are seen to in the background.
    """
    for link in links_to(type(row), Record):
        if not link.model.search_kinds:
            continue
        users = link.model._default_manager.filter(**{link.name: row.pk}).order_by("pk")
        # Whoever saves one of them meanwhile may make it confidential: it is seen to after that.
        free = users.select_for_update(no_key=True, skip_locked=True)
        some = list(free[: MOST_USERS + 1])
        if len(some) > MOST_USERS or len(some) < users.count():
            where = {"model": link.model._meta.label, "name": link.name, "pk": row.pk}
            enqueue(AGAIN, where)
        else:
            settle_records(some)


def settle_records(rows: Sequence[Record]) -> None:
    """Have rows of one kind found by what they say now."""
    if rows:
        entries = [entry for row in rows for entry in entries_of_record(row)]
        writing.settle(PUBLIC, rows[0].search_kinds, [row.pk for row in rows], entries)


def keep_records(rows: Sequence[Record]) -> None:
    """Have many new rows found."""
    writing.write(PUBLIC, [entry for row in rows if row.search_kinds for entry in entries_of_record(row)])


def forget_records(model: type[Record], pks: Sequence[int]) -> None:
    """Have removed rows found no more."""
    if model.search_kinds:
        writing.remove(PUBLIC, writing.rows_of(PUBLIC, model.search_kinds, pks))


def keep_draft(row: WorkingCopy) -> None:
    """Have colleagues find a draft by what it says now."""
    writing.settle(DRAFTS, row.search_kinds, [row.pk], entries_of_draft(row))


def keep_editions(editions: Sequence[EditionBase]) -> None:
    """Have published versions of one kind found by what they say now."""
    if editions:
        links = links_of(editions)
        entries = [entry for one in editions for entry in entries_of_edition(one, links[one.pk])]
        kinds = editions[0].search_kinds
        writing.settle(PUBLIC, kinds, [edition.pk for edition in editions], entries)


def keep_drafts(rows: Sequence[WorkingCopy]) -> None:
    """Have colleagues find many new drafts."""
    writing.write(DRAFTS, [entry for row in rows for entry in entries_of_draft(row)])


def forget_drafts(model: type[WorkingCopy], pks: Sequence[int]) -> set[str]:
    """Have removed drafts found no more; return the words that were theirs."""
    return writing.remove(DRAFTS, writing.rows_of(DRAFTS, model.search_kinds, pks))


def entries_of_edition(edition: EditionBase, links: Iterable[Any]) -> list[Entry]:
    """Return what of a published version is found, and when."""
    if edition.is_empty:
        return []
    return [
        Entry(parts, edition.pk, edition.live_from, edition.live_until, edition.published_at)
        for parts in edition.search_parts(list(links))
    ]


def entries_of_record(row: Record) -> list[Entry]:
    """Return what of a row without a draft is found; when is asked of what leads to it."""
    return [Entry(parts, row.pk, ALWAYS, OPEN_END, row.search_date) for parts in row.search_parts()]


def entries_of_draft(row: WorkingCopy) -> list[Entry]:
    """Return what of a draft colleagues find."""
    return [Entry(parts, row.pk, ALWAYS, OPEN_END, row.changed_at) for parts in row.search_parts()]


def links_of(editions: Sequence[EditionBase]) -> dict[int, list[Any]]:
    """Return by number where published versions of one kind lead."""
    found: dict[int, list[Any]] = {edition.pk: [] for edition in editions}
    for link in links_to(type(editions[0]), LinkBase) if editions else ():
        if link.model.is_use:
            for row in link.model.objects.filter(**{f"{link.name}__in": list(found)}).order_by("pk"):
                found[getattr(row, f"{link.name}_id")].append(row)
    return found
