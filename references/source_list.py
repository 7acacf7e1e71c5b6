"""The sources at the end of a text: numbered notes that lead back to their places, then the general ones."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publishing.richtext import Note, NotePlace
from references.csl import HouseLine, house_line
from references.models import Reference
from references.shown import MOST_COUNTED

TWO_COLUMNS = 10
"""From so many entries on, a wide screen shows the list in two columns."""


@dataclass(frozen=True)
class Entry:
    """One source as a text's readers see it; a general one has no number and no places."""

    reference: Reference
    line: HouseLine
    number: int = 0
    places: tuple[NotePlace, ...] = ()

    @property
    def made_of(self) -> Hashable:
        """Return all that its line is made of."""
        return self.line, self.reference.key, self.reference.articles

    @property
    def stop(self) -> str:
        """Return the full stop behind the title, unless the title brings its own end."""
        return "" if self.line.title.endswith((".", "?", "!", "…", "。")) else "."

    @property
    def most_counted(self) -> int:
        """Return the number beyond which articles were not counted, if there are more."""
        return MOST_COUNTED if self.reference.articles > MOST_COUNTED else 0

    @classmethod
    def of(cls, reference: Reference) -> "Entry":
        """Return the entry of a source."""
        return cls(reference, house_line(reference))

    def noted(self, note: Note) -> "Entry":
        """Return the entry with its number and its places in the text."""
        return replace(self, number=note.number, places=note.places)


@dataclass(frozen=True)
class SourceList:
    """All the sources of one text."""

    notes: list[Entry] = field(default_factory=list)
    general: list[Entry] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.notes) + len(self.general)

    def __iter__(self) -> Iterator[Entry]:
        yield from self.notes
        yield from self.general

    @property
    def is_long(self) -> bool:
        return len(self) >= TWO_COLUMNS


def source_list(entries: Mapping[str, Entry], notes: Sequence[Note]) -> SourceList:
    """Return the entries, given by key: those cited in the text by number, then the others in their order."""
    noted = {note.key for note in notes}
    return SourceList(
        notes=[entries[note.key].noted(note) for note in notes],
        general=[entry for key, entry in entries.items() if key not in noted],
    )
