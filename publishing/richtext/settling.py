"""Put citations in the places of the notes of a draft that waited for their sources."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from publishing.richtext.document import Cite, Leaf, lines
from publishing.richtext.parse import parse
from publishing.richtext.sanitising import sanitise
from publishing.richtext.writing import write


class Waiting(NamedTuple):
    """A note that waits: its words, and what was read from them, as both are stored."""

    words: str
    read: str = ""


def waiting_in(stored: str) -> list[Waiting]:
    """Return the notes of a text that wait for their sources, each once, in the order of the text."""
    if "data-waiting" not in stored:
        return []
    leaves = (leaf for line in lines(parse(stored)) for leaf in line)
    notes = (Waiting(leaf.words, leaf.read) for leaf in leaves if isinstance(leaf, Cite) and not leaf.key)
    return list(dict.fromkeys(notes))


def settle_notes(stored: str, settled: Mapping[Waiting, Sequence[str]]) -> str:
    """Return a text with the citations that notes have become; the others go on waiting."""
    blocks = parse(stored)
    for line in lines(blocks):
        line[:] = [leaf for found in line for leaf in _settled(found, settled)]
    return sanitise(write(blocks))


def _settled(leaf: Leaf, settled: Mapping[Waiting, Sequence[str]]) -> list[Leaf]:
    if not isinstance(leaf, Cite) or leaf.key:
        return [leaf]
    keys = settled.get(Waiting(leaf.words, leaf.read), ())
    return [Cite(key, leaf.locator, leaf.marks) for key in keys] or [leaf]
