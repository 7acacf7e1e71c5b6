"""Making search anew: after an upgrade, where words are folded by other rules, or just to be sure.

First every row is compared with what it is of, and put right. Then its words are written into a second
table, in the order of their places, while verbs write into both; at last that table takes the first one's
name. Whatever interrupts it, questions go on being answered by what there was: it is simply done again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from publishing.bases import WorkingCopy
from publishing.identifiers import random_key
from publishing.links import editions_of_kind
from publishing.search import keeping, writing
from publishing.search.engines import engine
from publishing.search.folding import FOLDED_AS
from publishing.search.known_words import remember
from publishing.search.models import SearchRebuild
from publishing.search.shelves import DRAFTS, PUBLIC, SHELVES, Shelf
from publishing.search.showing import draft_kinds, record_kinds
from publishing.search.stream import stream_of, words_in

ROWS_AT_ONCE = 200
QUICK = 2_000
WORDS_AT_ONCE = 500


class AnotherRebuild(Exception):
    """Raised where somebody else has begun to do the same: theirs goes on."""


class Wanted(NamedTuple):
    """What is to be found of some things, and in which tables."""

    shelf: Shelf
    kinds: Sequence[str]
    object_ids: Sequence[int]
    entries: Sequence[writing.Entry]


@dataclass(frozen=True)
class Progress:
    """How far it is, in things looked at and rows written."""

    done: int
    of: int


def is_outdated() -> bool:
    """Tell whether something is not found as it should be: by other rules, or not at all yet."""
    if any(shelf.row.objects.exclude(folded_as=FOLDED_AS).exists() for shelf in SHELVES):  # type: ignore[attr-defined]
        return True
    return any(
        model._default_manager.exists() and not DRAFTS.row.objects.filter(kind=kind).exists()  # type: ignore[attr-defined]
        for kind, model in draft_kinds().items()
    )


def is_quick() -> bool:
    """Tell whether making everything anew is a matter of seconds."""
    return sum(model._default_manager.all()[:QUICK].count() for model in found_models()) < QUICK


def rebuild() -> Iterator[Progress]:
    """Make everything anew, batch by batch, each kept when it is yielded."""
    kinds = found_models()
    things = sum(model._default_manager.count() for model in kinds)
    done = 0
    for model in kinds:
        for some in _settled(model):
            done += some
            yield Progress(done, things + max(_rows_in_all(), things))
    remove_orphans()
    total = things + _rows_in_all()
    for shelf in SHELVES:
        for some in _words_anew(shelf):
            done += some
            yield Progress(min(done, total), total)


def found_models() -> list[type[Any]]:
    """Return every kind of row that is found by its words."""
    return list(dict.fromkeys([*record_kinds().values(), *draft_kinds().values()]))


def _rows_in_all() -> int:
    return sum(shelf.row.objects.count() for shelf in SHELVES)  # type: ignore[attr-defined]


def _settled(model: type[Any]) -> Iterator[int]:
    """Compare the rows of a kind with what they are of; yield how many things each batch had."""
    last = 0
    while True:
        with transaction.atomic():
            # Locked as the verbs lock them, so that nothing changes in between.
            rows = model._default_manager.select_for_update(no_key=True).filter(pk__gt=last)
            some = list(rows.order_by("pk")[:ROWS_AT_ONCE])
            if some:
                find_as_they_are(some, with_words=False)
        if not some:
            return
        last = some[-1].pk
        yield len(some)


def wanted_of(rows: Sequence[Any]) -> Iterator[Wanted]:
    """Yield what of rows of one kind is to be found, for each set of tables it stands in."""
    model = type(rows[0])
    if not issubclass(model, WorkingCopy):
        entries = [entry for row in rows for entry in keeping.entries_of_record(row)]
        yield Wanted(PUBLIC, model.search_kinds, [row.pk for row in rows], entries)
        return
    editions = list(editions_of_kind(model).filter(working_copy__in=rows).order_by("published_at", "pk"))
    if editions:
        links = keeping.links_of(editions)
        entries = [
            entry for edition in editions for entry in keeping.entries_of_edition(edition, links[edition.pk])
        ]
        yield Wanted(PUBLIC, type(editions[0]).search_kinds, [edition.pk for edition in editions], entries)
    drafts = [entry for row in rows for entry in keeping.entries_of_draft(row)]
    yield Wanted(DRAFTS, model.search_kinds, [row.pk for row in rows], drafts)


def differing(rows: Sequence[Any]) -> int:
    """Return how many things of these rows of one kind are not found as they are now."""
    return sum(len(writing.compare(*wanted)) for wanted in wanted_of(rows))


def find_as_they_are(rows: Sequence[Any], *, with_words: bool = True) -> None:
    """Have rows of one kind, which are locked, found by what they say now."""
    for wanted in wanted_of(rows):
        writing.settle(*wanted, with_words=with_words)


def remove_orphans() -> None:
    """Remove rows of what is not there any more, and texts that no row is of."""
    for shelf, rows, texts in _orphans():
        with transaction.atomic():
            writing.remove(shelf, rows)
            texts.delete()
    if connection.vendor == "postgresql":
        for shelf in SHELVES:
            _remove_words_of_no_row(shelf)


def _remove_words_of_no_row(shelf: Shelf) -> None:
    """Free the places of words whose row is gone; SQLite's search cannot say which those are."""
    with connection.cursor() as cursor:
        rows = f"SELECT 1 FROM {shelf.row._meta.db_table} r WHERE r.place = w.place"
        cursor.execute(f"DELETE FROM {shelf.words} w WHERE NOT EXISTS ({rows})")


def count_orphans() -> int:
    """Return how many rows are of what is not there any more, and texts of no row."""
    return sum(rows.count() + texts.count() for _shelf, rows, texts in _orphans())


def _orphans() -> Iterator[tuple[Shelf, Any, Any]]:
    of_kind: dict[Shelf, dict[str, Any]] = {
        PUBLIC: {
            **record_kinds(),
            **{
                kind: editions_of_kind(model).model
                for model in set(draft_kinds().values())
                for kind in editions_of_kind(model).model.search_kinds
            },
        },
        DRAFTS: dict(draft_kinds()),
    }
    for shelf, models in of_kind.items():
        row: Any = shelf.row
        text: Any = shelf.text
        for kind, model in models.items():
            there = model._default_manager.values("pk")
            yield shelf, row.objects.filter(kind=kind).exclude(object_id__in=there), text.objects.none()
        texts = text.objects.filter(~Exists(row.objects.filter(place=OuterRef("place"))))
        yield shelf, row.objects.none(), texts


def _words_anew(shelf: Shelf) -> Iterator[int]:
    """Fill a second table of words in the order of places, then let it take the first one's name."""
    new = f"{shelf.words}_new"
    run = _begin(shelf, new)
    last = 0
    while True:
        with transaction.atomic():
            _still_ours(shelf, run)
            some = list(shelf.text.objects.filter(place__gt=last).order_by("place")[:WORDS_AT_ONCE])  # type: ignore[attr-defined]
            words = _put(shelf, new, some) if some else {}
            if some:
                last = some[-1].place
                SearchRebuild.objects.filter(words=shelf.words).update(done=last)
        remember(shelf, words)
        if not some:
            break
        yield len(some)
    _take_over(shelf, new, run)
    _all_by_these_rules(shelf)


def _begin(shelf: Shelf, new: str) -> str:
    run = random_key()
    with _quick_to_drop(), transaction.atomic():
        _stop_writers(shelf)
        engine().drop(new)
        engine().create(new)
        SearchRebuild.objects.update_or_create(words=shelf.words, defaults={"run": run, "done": 0})
    return run


def _put(shelf: Shelf, new: str, texts: Sequence[Any]) -> dict[str, str]:
    places = [text.place for text in texts]
    rows = {row.place: row for row in shelf.row.objects.filter(place__in=places)}  # type: ignore[attr-defined]
    words: dict[str, str] = {}
    many = []
    for text in texts:
        if text.place in rows:
            stream = stream_of(writing.parts_of(text, rows[text.place]))
            many.append((text.place, stream))
            words |= dict.fromkeys(words_in(stream) - words.keys(), text.language)
    engine().put(new, many, unless_there=True)
    return words


def _still_ours(shelf: Shelf, run: str) -> None:
    if not SearchRebuild.objects.select_for_update().filter(words=shelf.words, run=run).exists():
        raise AnotherRebuild


def _take_over(shelf: Shelf, new: str, run: str) -> None:
    with _quick_to_drop(), transaction.atomic():
        _stop_writers(shelf)
        _still_ours(shelf, run)
        engine().drop(shelf.words)
        engine().rename(new, shelf.words)
        SearchRebuild.objects.filter(words=shelf.words).delete()
        # Nothing of what they held the places of is in this table.
        shelf.row.objects.filter(kind=writing.GONE).delete()  # type: ignore[attr-defined]


def _all_by_these_rules(shelf: Shelf) -> None:
    """Say of each row by which rules its words were made."""
    while True:
        old = shelf.row.objects.exclude(folded_as=FOLDED_AS).values_list("pk", flat=True)  # type: ignore[attr-defined]
        some = list(old[: 10 * WORDS_AT_ONCE])
        if not some:
            return
        shelf.row.objects.filter(pk__in=some).update(folded_as=FOLDED_AS)  # type: ignore[attr-defined]


def _stop_writers(shelf: Shelf) -> None:
    """Wait for whoever is writing rows, and let nobody begin before this is done; SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {shelf.row._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def _quick_to_drop() -> Iterator[None]:
    """While a table of words goes: overwriting all its pages with zeros would hold everybody up."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        was = cursor.execute("PRAGMA secure_delete").fetchone()[0]
        cursor.execute("PRAGMA secure_delete = FAST")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete = {int(was)}")
