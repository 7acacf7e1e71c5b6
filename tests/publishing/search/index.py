"""What really stands in a table of words, and what should: every word of every row at its place."""

from django.db import connection

from publishing.search.models import RowBase
from publishing.search.shelves import Shelf
from publishing.search.stream import MARK, stream_of
from publishing.search.writing import GONE, parts_of

Words = set[tuple[int, str, int]]


def meant(shelf: Shelf) -> Words:
    """Return each place, word and position that rows and their texts say."""
    rows: dict[int, RowBase] = {row.place: row for row in shelf.row.objects.exclude(kind=GONE)}
    texts = {text.place: text for text in shelf.text.objects.all()}
    assert rows.keys() == texts.keys()
    return {
        (place, token, number)
        for place, row in rows.items()
        for number, token in enumerate(stream_of(parts_of(texts[place], row)), start=1)
        if token
    }


def written(shelf: Shelf) -> Words:
    """Return what the database's own search holds."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT place, lexeme, position FROM {shelf.words}, "
                "unnest(words) AS word (lexeme, positions, weights), unnest(positions) AS position"
            )
            return set(cursor.fetchall())
        cursor.execute(f"CREATE VIRTUAL TABLE temp.every USING fts5vocab(main, {shelf.words}, instance)")
        cursor.execute('SELECT doc, term, "offset" + 1 FROM temp.every WHERE term <> %s', [MARK])
        found = set(cursor.fetchall())
        cursor.execute("DROP TABLE temp.every")
        return found


def problems(shelf: Shelf) -> Words:
    """Return what is in one of the two and not in the other."""
    return meant(shelf) ^ written(shelf)
