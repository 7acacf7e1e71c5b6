"""Lists of sources and notes, read: who wrote what, where it stands and where it is found."""

from .csl import from_csl
from .entry import read_entry
from .lists import read_sources
from .notes import Notes, read_notes, sources_of_note
from .notes_as_sources import with_notes_as_sources
from .unread import unread_words

__all__ = [
    "Notes",
    "from_csl",
    "read_entry",
    "read_notes",
    "read_sources",
    "sources_of_note",
    "unread_words",
    "with_notes_as_sources",
]
