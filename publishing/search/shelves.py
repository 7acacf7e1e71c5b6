"""The two sets of tables: what readers may find, and the drafts."""

from dataclasses import dataclass

from publishing.search.models import (
    DraftRow,
    DraftText,
    DraftWord,
    RowBase,
    SearchRow,
    SearchText,
    SearchWord,
    TextBase,
    WordBase,
)


@dataclass(frozen=True)
class Shelf:
    """A set of tables; `words` is the one only the database's own search knows."""

    words: str
    row: type[RowBase]
    text: type[TextBase]
    word: type[WordBase]


PUBLIC = Shelf("publishing_search_words", SearchRow, SearchText, SearchWord)
DRAFTS = Shelf("publishing_draft_words", DraftRow, DraftText, DraftWord)
SHELVES = (PUBLIC, DRAFTS)
