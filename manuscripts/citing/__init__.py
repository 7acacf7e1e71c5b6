"""Lists of sources and notes, read: who wrote what, where it stands and where it is found."""

from .entry import read_entry
from .lists import read_sources
from .unread import unread_words

__all__ = ["read_entry", "read_sources", "unread_words"]
