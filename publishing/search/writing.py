"""Writing what is found: in the transaction of whatever changes it, by the kernel alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from publishing.adding import add
from publishing.bases import Timed
from publishing.search.engines import engine
from publishing.search.folding import FOLDED_AS
from publishing.search.known_words import remember_when_kept
from publishing.search.models import RowBase, SearchRebuild, TextBase
from publishing.search.parts import SearchParts
from publishing.search.places import IN_A_SECOND, free_places, place_of
from publishing.search.shelves import Shelf
from publishing.search.stream import Stream, stream_of, words_in
from publishing.timeline import OPEN_END

GONE = ""
"""The kind of a row whose words, made by other rules, cannot be taken out: its place stays taken."""

WITHOUT_WORDS = ""
"""By which rules the words of a row were made that has none yet."""

TIMES = ("live_from", "live_until", "published_at")


@dataclass(frozen=True)
class Entry:
    """One thing to be found and when."""

    parts: SearchParts
    object_id: int
    live_from: datetime
    live_until: datetime
    published_at: datetime


def write(
    shelf: Shelf, entries: Sequence[Entry], *, with_words: bool = True, known: Collection[str] = ()
) -> None:
    """Write new rows with their texts and words; without words they are found once all is made anew.

    `known` are words that were in texts before.
    """
    if not entries:
        return
    places = _claim(shelf, entries, folded_as=FOLDED_AS if with_words else WITHOUT_WORDS)
    texts = [_text(shelf, entry.parts, place) for entry, place in zip(entries, places, strict=True)]
    add(texts)
    if with_words:
        streams = [stream_of(entry.parts) for entry in entries]
        _put(shelf, list(zip(places, streams, strict=True)))
        _remember(shelf, [entry.parts for entry in entries], streams, known=known)


def retime(rows: Sequence[RowBase], shelf: Shelf, times: Timed | Entry) -> None:
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
    """Take a row's words to another place; the rest of the row is written by the caller."""
    text = shelf.text.objects.get(place=row.place)  # type: ignore[attr-defined]
    stream = stream_of(parts_of(text, row))
    was, place = row.place, _moved(shelf, row)
    shelf.text.objects.filter(place=was).update(place=place)  # type: ignore[attr-defined]
    _take_out(shelf, [(row, stream)])
    row.place, row.folded_as = place, FOLDED_AS
    _put(shelf, [(place, stream)])


def _moved(shelf: Shelf, row: RowBase) -> int:
    """Give a row a place of its time; where somebody else takes that one meanwhile, another."""
    while True:
        (place,) = free_places(shelf.row, [row.published_at])
        with suppress(IntegrityError), transaction.atomic():
            shelf.row.objects.filter(pk=row.pk).update(place=place)  # type: ignore[attr-defined]
            return place


def remove(shelf: Shelf, rows: Iterable[RowBase], *, texts: Mapping[int, TextBase] | None = None) -> set[str]:
    """Remove rows with their texts and words: the rows first, as everybody writes them first.

    Returns the words that were theirs; `texts` are their texts by place, where they were read before.
    """
    many = list(rows)
    if not many:
        return set()
    places = [row.place for row in many]
    if texts is None:
        texts = _texts_at(shelf, places)
    shelf.row.objects.filter(place__in=places).delete()  # type: ignore[attr-defined]
    shelf.text.objects.filter(place__in=places).delete()  # type: ignore[attr-defined]
    streams = [stream_of(parts_of(texts[row.place], row)) if row.place in texts else None for row in many]
    _take_out(shelf, list(zip(many, streams, strict=True)))
    return {word for stream in streams if stream for word in words_in(stream)}


def _texts_at(shelf: Shelf, places: Sequence[int]) -> dict[int, TextBase]:
    return {text.place: text for text in shelf.text.objects.filter(place__in=places)}  # type: ignore[attr-defined]


def settle(
    shelf: Shelf,
    kinds: Sequence[str],
    object_ids: Sequence[int],
    entries: Sequence[Entry],
    *,
    with_words: bool = True,
) -> None:
    """Have exactly these entries of these things; what is there already as it is to be stays."""
    differing = compare(shelf, kinds, object_ids, entries)
    for row, entry in differing.late:
        retime([row], shelf, entry)
    known = remove(shelf, differing.wrong, texts=differing.texts)
    write(shelf, differing.missing, with_words=with_words, known=known)


@dataclass(frozen=True)
class Differing:
    """What is not as it is to be: rows of something else, rows with other times, and what has no row."""

    wrong: Sequence[RowBase]
    late: Sequence[tuple[RowBase, Entry]]
    missing: Sequence[Entry]
    texts: Mapping[int, TextBase]

    def __len__(self) -> int:
        return len(self.wrong) + len(self.late) + len(self.missing)


def compare(
    shelf: Shelf, kinds: Sequence[str], object_ids: Sequence[int], entries: Sequence[Entry]
) -> Differing:
    """Return how what is kept of these things differs from these entries."""
    there = list(rows_of(shelf, kinds, object_ids))
    texts = _texts_at(shelf, [row.place for row in there])
    wanted = {(entry.object_id, entry.parts): entry for entry in entries}
    wrong: list[RowBase] = []
    late: list[tuple[RowBase, Entry]] = []
    for row in there:
        said = parts_of(texts[row.place], row) if row.place in texts else None
        entry = wanted.pop((row.object_id, said), None) if said else None
        if entry is None:
            wrong.append(row)
        elif any(getattr(row, name) != getattr(entry, name) for name in TIMES):
            late.append((row, entry))
    return Differing(wrong, late, list(wanted.values()), texts)


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


def _put(shelf: Shelf, many: Sequence[tuple[int, Stream]]) -> None:
    """Write words, and into the table that is being made anew, if there is one."""
    engine().put(shelf.words, many)
    if (new := _made_anew(shelf)) is not None:
        table, done = new
        engine().put(table, [one for one in many if one[0] <= done], again=True)


def _take_out(shelf: Shelf, many: Sequence[tuple[RowBase, Stream | None]]) -> None:
    """Take the words of rows out that are gone, or elsewhere by now.

    Where they were made by other rules nobody can on SQLite: they stay, at a place that nobody gets.
    """
    known = [(row.place, stream) for row, stream in many if stream is not None]
    if (new := _made_anew(shelf)) is not None:
        table, done = new
        engine().take_out(table, [one for one in known if one[0] <= done])
    if connection.vendor == "postgresql":
        engine().take_out(shelf.words, [(row.place, []) for row, _stream in many])
        return
    others = {row.place: row for row, stream in many if stream is None or row.folded_as != FOLDED_AS}
    engine().take_out(shelf.words, [one for one in known if one[0] not in others])
    for row in others.values():
        if row.folded_as != WITHOUT_WORDS:
            _hold_place(shelf, row)


def _made_anew(shelf: Shelf) -> tuple[str, int] | None:
    """Return the table that is being made anew and the place up to which it follows what is written.

    On PostgreSQL it is everywhere: what is being written there at this moment, it would not see.
    """
    rebuild = SearchRebuild.objects.filter(words=shelf.words).first()
    if rebuild is None:
        return None
    everywhere = connection.vendor == "postgresql"
    return f"{shelf.words}_new", place_of(OPEN_END) if everywhere else rebuild.done


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


def _claim(shelf: Shelf, entries: Sequence[Entry], *, folded_as: str) -> list[int]:
    """Write the rows; return the place of each.

    Two who publish in one second may want one place: the second waits for the first and takes another.
    """
    places = [0] * len(entries)
    left = sorted(range(len(entries)), key=lambda number: entries[number].published_at)
    while left:
        found = free_places(shelf.row, [entries[number].published_at for number in left])
        rows = [
            _row(shelf, entries[number], place, folded_as) for number, place in zip(left, found, strict=True)
        ]
        shelf.row.objects.bulk_create(rows, ignore_conflicts=connection.vendor == "postgresql")  # type: ignore[attr-defined]
        for number, place in zip(left, found, strict=True):
            places[number] = place
        left = _not_got(shelf, entries, places, left)
    return places


def _not_got(shelf: Shelf, entries: Sequence[Entry], places: list[int], asked: list[int]) -> list[int]:
    """Return which did not get the place they wanted; on SQLite nobody else writes meanwhile."""
    if connection.vendor != "postgresql":
        return []
    rows = shelf.row.objects.filter(place__in=[places[number] for number in asked])  # type: ignore[attr-defined]
    owners = {place: of for place, *of in rows.values_list("place", "kind", "object_id", "part")}
    return [
        number
        for number in asked
        if owners.get(places[number])
        != [entries[number].parts.kind, entries[number].object_id, entries[number].parts.part]
    ]


def _row(shelf: Shelf, entry: Entry, place: int, folded_as: str) -> RowBase:
    return shelf.row(
        place=place,
        kind=entry.parts.kind,
        object_id=entry.object_id,
        part=entry.parts.part,
        live_from=entry.live_from,
        live_until=entry.live_until,
        published_at=entry.published_at,
        folded_as=folded_as,
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


def _remember(
    shelf: Shelf, many: Sequence[SearchParts], streams: Sequence[Stream], *, known: Collection[str]
) -> None:
    words: dict[str, str] = {}
    for parts, stream in zip(many, streams, strict=True):
        words |= dict.fromkeys(words_in(stream).difference(words, known), parts.language)
    remember_when_kept(shelf, words)
