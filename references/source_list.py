"""The sources at the end of a text: numbered notes that lead back to their places, then the general ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publishing.richtext import Note, NotePlace
from references.csl import HouseLine, house_line
from references.models import Reference


@dataclass(frozen=True)
class Entry:
    """One source as a text's readers see it; a general one has no number and no places."""

    reference: Reference
    line: HouseLine
    number: int = 0
    places: tuple[NotePlace, ...] = ()

    @property
    def stop(self) -> str:
        """Return the full stop behind the title, unless the title brings its own end."""
        return "" if self.line.title.endswith((".", "?", "!", "…", "。")) else "."

    @classmethod
    def of(cls, reference: Reference, note: Note | None = None) -> "Entry":
        """Return the entry of a source, with its note if the text cites it."""
        line = house_line(reference)
        return cls(reference, line, note.number, note.places) if note else cls(reference, line)


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


def source_list(references: Sequence[Reference], notes: Sequence[Note]) -> SourceList:
    """Return the entries: those cited in the text by number, then the others in the editors' order."""
    by_key = {reference.key: reference for reference in references}
    noted = {note.key for note in notes}
    return SourceList(
        notes=[Entry.of(by_key[note.key], note) for note in notes],
        general=[Entry.of(reference) for reference in references if reference.key not in noted],
    )
