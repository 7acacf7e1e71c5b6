"""What keeps a text from readers: what its own model says is missing, and nothing else."""

from collections.abc import Iterator

from publishing.checks.draft import Draft, Place
from publishing.checks.findings import Finding
from publishing.checks.kinds import Kind


class Missing(str):
    """A sentence on what keeps a payload from being published, with where to mend it.

    Whoever only wants to say it takes it for the sentence it is.
    """

    kind: Kind
    place: Place

    def __new__(cls, sentence: str, *, kind: Kind = Kind.MISSING, place: Place | None = None) -> "Missing":
        made = super().__new__(cls, sentence)
        made.kind = kind
        made.place = place or Place()
        return made


def blocking(draft: Draft) -> Iterator[Finding]:
    """Say what has to be there before this can be published, as commands, imports and schedules do."""
    for sentence in draft.row.missing(draft.content):
        lacking = sentence if isinstance(sentence, Missing) else Missing(sentence)
        yield Finding(lacking.kind, str(lacking), places=(lacking.place,), blocking=True)
