"""Writing what is found: in the transaction of whatever changes it, by the kernel alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from publishing.adding import add
from publishing.bases import Timed
from publishing.search.engines import engine
from publishing.search.folding import FOLDED_AS
from publishing.search.known_words import remember_when_kept
from publishing.search.models import RowBase, TextBase
from publishing.search.parts import SearchParts
from publishing.search.places import IN_A_SECOND, free_places, place_of
from publishing.search.shelves import Shelf
from publishing.search.stream import Stream, stream_of, words_in

GONE = ""
"""The kind of a row whose words, made by other rules, cannot be taken out: its place stays taken."""


@dataclass(frozen=True)
class Entry:
    """One thing to be found and when."""

    parts: SearchParts
    object_id: int
    live_from: datetime
    live_until: datetime
    published_at: datetime


def write(shelf: Shelf, entries: Sequence[Entry]) -> None:
    """Write new rows with their texts and words."""
    if not entries:
        return
    places = _claim(shelf, entries)
    texts = [_text(shelf, entry.parts, place) for entry, place in zip(entries, places, strict=True)]
    add(texts)
    streams = [stream_of(entry.parts) for entry in entries]
    engine().put(shelf, zip(places, streams, strict=True))
    _remember(shelf, [entry.parts for entry in entries], streams)


def retime(rows: Sequence[RowBase], shelf: Shelf, times: Timed) -> None:
    """Give rows the times of what they are of; those published at another moment get another place."""
    for row in rows:
        moved = row.published_at != times.published_at
        row.live_from, row.live_until, row.published_at = (
            times.live_from,
            times.live_until,
            times.published_at,
        )
        if moved and place_of(row.published_at) != row.place - row.place % IN_A_SECOND:
            _move(shelf, row)
        row.save()


def _move(shelf: Shelf, row: RowBase) -> None:
    """Take a row's words to another place; its row is written by the caller."""
    old = shelf.text.objects.get(place=row.place)  # type: ignore[attr-defined]
    stream = stream_of(parts_of(old, row))
    _take_out(shelf, [row], {row.place: old})
    was, (row.place,) = row.place, free_places(shelf.row, [row.published_at])
    row.folded_as = FOLDED_AS
    shelf.text.objects.filter(place=was).update(place=row.place)  # type: ignore[attr-defined]
    engine().put(shelf, [(row.place, stream)])


def remove(shelf: Shelf, rows: Iterable[RowBase]) -> None:
    """Remove rows with their texts and words."""
    many = list(rows)
    if not many:
        return
    places = [row.place for row in many]
    texts = {text.place: text for text in shelf.text.objects.filter(place__in=places)}  # type: ignore[attr-defined]
    _take_out(shelf, many, texts)
    shelf.text.objects.filter(place__in=places).delete()  # type: ignore[attr-defined]
    shelf.row.objects.filter(pk__in=[row.pk for row in many]).delete()  # type: ignore[attr-defined]


def rewrite(shelf: Shelf, kinds: Sequence[str], object_id: int, entries: Sequence[Entry]) -> None:
    """Have exactly these entries of one thing; what is there already as it is to be stays."""
    there = list(rows_of(shelf, kinds, [object_id]))
    texts = {
        text.place: text
        for text in shelf.text.objects.filter(place__in=[row.place for row in there])  # type: ignore[attr-defined]
    }
    wanted = {(entry.parts, entry.published_at): entry for entry in entries}
    kept = []
    for row in there:
        as_it_is = (parts_of(texts[row.place], row) if row.place in texts else None, row.published_at)
        if as_it_is in wanted and row.folded_as == FOLDED_AS:
            kept.append(row)
            del wanted[as_it_is]
    remove(shelf, [row for row in there if row not in kept])
    write(shelf, list(wanted.values()))


def rows_of(shelf: Shelf, kinds: Sequence[str], object_ids: Sequence[int]) -> Any:
    """Return the rows of things of these kinds."""
    return shelf.row.objects.filter(kind__in=kinds, object_id__in=object_ids)  # type: ignore[attr-defined]


def parts_of(text: TextBase, row: RowBase) -> SearchParts:
    """Return what a row was made of."""
    return SearchParts(
        kind=row.kind,
        headline=text.headline,
        text=text.text,
        names=tuple(text.names),
        marks=tuple(text.marks),
        language=text.language,
        part=row.part,
    )


def _take_out(shelf: Shelf, rows: Sequence[RowBase], texts: dict[int, TextBase]) -> None:
    """Take words out, or where they were made by other rules, leave them at a place that nobody gets."""
    same = [row for row in rows if row.folded_as == FOLDED_AS and row.place in texts]
    engine().take_out(shelf, [(row.place, stream_of(parts_of(texts[row.place], row))) for row in same])
    if connection.vendor == "postgresql":
        engine().take_out(shelf, [(row.place, []) for row in rows if row not in same])
        return
    others = [row for row in rows if row not in same]
    for row in others:
        # The row itself goes or moves: another holds its place until everything is made anew.
        shelf.row.objects.filter(pk=row.pk).update(place=-row.pk)  # type: ignore[attr-defined]
        _hold_place(shelf, row)


def _hold_place(shelf: Shelf, row: RowBase) -> None:
    shelf.row.objects.create(  # type: ignore[attr-defined]
        place=row.place,
        kind=GONE,
        object_id=0,
        live_from=row.live_from,
        live_until=row.live_from,
        published_at=row.published_at,
        folded_as=row.folded_as,
    )


def _claim(shelf: Shelf, entries: Sequence[Entry]) -> list[int]:
    """Write the rows; return the place of each.

    Two who publish in one second may want one place: the second waits for the first and takes another.
    """
    places = [0] * len(entries)
    left = sorted(range(len(entries)), key=lambda number: entries[number].published_at)
    while left:
        found = free_places(shelf.row, [entries[number].published_at for number in left])
        rows = [_row(shelf, entries[number], place) for number, place in zip(left, found, strict=True)]
        shelf.row.objects.bulk_create(rows, ignore_conflicts=connection.vendor == "postgresql")  # type: ignore[attr-defined]
        for number, place in zip(left, found, strict=True):
            places[number] = place
        got = _got(shelf, {places[number]: entries[number] for number in left})
        left = [number for number in left if places[number] not in got]
    return places


def _got(shelf: Shelf, wanted: dict[int, Entry]) -> set[int]:
    """Return which places that were wanted were got; on SQLite nobody else writes meanwhile."""
    if connection.vendor != "postgresql":
        return set(wanted)
    rows = shelf.row.objects.filter(place__in=list(wanted))  # type: ignore[attr-defined]
    return {
        place
        for place, *whose in rows.values_list("place", "kind", "object_id", "part")
        if whose == [wanted[place].parts.kind, wanted[place].object_id, wanted[place].parts.part]
    }


def _row(shelf: Shelf, entry: Entry, place: int) -> RowBase:
    return shelf.row(
        place=place,
        kind=entry.parts.kind,
        object_id=entry.object_id,
        part=entry.parts.part,
        live_from=entry.live_from,
        live_until=entry.live_until,
        published_at=entry.published_at,
        folded_as=FOLDED_AS,
    )


def _text(shelf: Shelf, parts: SearchParts, place: int) -> TextBase:
    return shelf.text(
        place=place,
        headline=parts.headline,
        text=parts.text,
        names=list(parts.names),
        marks=list(parts.marks),
        language=parts.language,
    )


def _remember(shelf: Shelf, many: Sequence[SearchParts], streams: Sequence[Stream]) -> None:
    words: dict[str, str] = {}
    for parts, stream in zip(many, streams, strict=True):
        words |= dict.fromkeys(words_in(stream) - words.keys(), parts.language)
    remember_when_kept(shelf, words)
