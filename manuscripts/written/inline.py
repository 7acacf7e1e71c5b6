"""Running text in stretches that look alike, with the notes between them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from manuscripts.manuscript import Cite, Heading, Manuscript, MarkKind, Paragraph, SourceLine, every_block
from manuscripts.manuscript import Figure as _Figure

Line = Paragraph | Heading
ORDER = (MarkKind.LINK, MarkKind.STRONG, MarkKind.EM, MarkKind.SUP, MarkKind.SUB)
"""Marks from the outermost to the innermost."""


@dataclass(frozen=True)
class Stretch:
    """Letters with the same marks, from `start` to before `end`, or a note before the letter at `start`."""

    text: str
    start: int
    end: int
    # What each mark says, in the order of ORDER; None where there is none.
    marks: tuple[str | None, ...] = (None,) * len(ORDER)
    cite: Cite | None = None

    def mark(self, kind: MarkKind) -> str | None:
        """Return what a mark says of these letters."""
        return self.marks[ORDER.index(kind)]


def stretches(said: Line) -> Iterator[Stretch]:
    """Yield a line in its stretches; a note is inside a mark where letters on both sides are."""
    places = {0, len(said.text), *(cite.at for cite in said.cites)}
    places |= {place for mark in said.marks for place in (mark.start, mark.end)}
    ordered = sorted(place for place in places if 0 <= place <= len(said.text))
    for start, end in zip(ordered, [*ordered[1:], len(said.text)], strict=True):
        for cite in said.cites:
            if cite.at == start:
                yield Stretch("", start, start, _marks(said, start, start, inside=True), cite)
        if start < end:
            yield Stretch(said.text[start:end], start, end, _marks(said, start, end))


def _marks(said: Line, start: int, end: int, *, inside: bool = False) -> tuple[str | None, ...]:
    found: dict[MarkKind, str] = {}
    for mark in said.marks:
        holds = mark.start < start < mark.end if inside else mark.start <= start and end <= mark.end
        # A note is a link itself, and none stands in another.
        if holds and mark.kind in ORDER and not (inside and mark.kind is MarkKind.LINK):
            found[mark.kind] = mark.value
    return tuple(found.get(kind) for kind in ORDER)


Wrap = Callable[[MarkKind, str, str, Sequence[Stretch], str], str]
"""Puts a mark around what is written: its kind, what it says, the letters, and what is before them."""


def nested(parts: Sequence[Stretch], write: Callable[[Stretch], str], wrap: Wrap, level: int = 0) -> str:
    """Write stretches, each mark around as many of them as have it."""
    if level == len(ORDER):
        return "".join(map(write, parts))
    out = ""
    for said, group in groupby(parts, key=lambda part: part.marks[level]):
        inner = list(group)
        written = nested(inner, write, wrap, level + 1)
        out += written if said is None else wrap(ORDER[level], said, written, inner, out)
    return out


@dataclass(frozen=True)
class Note:
    """A footnote: the words of a source, and the place in it that is meant."""

    number: int
    words: Paragraph


class Notes:
    """The footnotes of a text by what they cite, numbered as readers meet them."""

    def __init__(self, manuscript: Manuscript, entry: Callable[[SourceLine, str], Paragraph]) -> None:
        self._sources = {source.id: source for source in manuscript.references if source.id}
        self._entry = entry
        self.found: dict[tuple[str, str], Note] = {}
        for line in lines_of(manuscript):
            for cite in line.cites:
                self._add(cite)

    def _add(self, cite: Cite) -> None:
        source = self._sources.get(cite.note)
        key = (cite.note, cite.locator)
        if source is not None and key not in self.found:
            self.found[key] = Note(len(self.found) + 1, self._entry(source, cite.locator))

    def of(self, cite: Cite) -> Note | None:
        """Return the note a place cites, None where its source is not handed over."""
        return self.found.get((cite.note, cite.locator))

    def general(self) -> list[Paragraph]:
        """Return the sources that no place cites."""
        cited = {source for source, _locator in self.found}
        return [self._entry(source, "") for id, source in self._sources.items() if id not in cited]


def lines_of(manuscript: Manuscript) -> Iterator[Line]:
    """Yield every line of a text in reading order."""
    for block in every_block(manuscript.blocks):
        if isinstance(block, Paragraph | Heading):
            yield block
        elif isinstance(block, _Figure) and block.caption:
            yield block.caption
