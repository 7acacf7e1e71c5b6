"""Bring a line into its one form: single spaces, joined words, notes that hug what they follow."""

from collections.abc import Iterator

from publishing.richtext.characters import NO_BREAK_SPACE, clean, compose, has_words
from publishing.richtext.document import PLAIN, Cite, Leaf, Line, Marks, Run, text_of

_CLOSING = frozenset(".,;:!?)]}…’”»。、，；：！？）」』")


def tidy(leaves: Line) -> Line:
    """Return the line as it is stored; an empty one has nothing in it."""
    line = _Tidying()
    for leaf in leaves:
        if isinstance(leaf, Cite):
            line.cite(leaf)
        else:
            line.words(leaf)
    return line.finish()


def has_text(line: Line) -> bool:
    """Tell whether readers would see words in this line."""
    return has_words(text_of(line))


class _Tidying:
    """A line being written, with the space that waits for the next word."""

    def __init__(self) -> None:
        self.leaves: Line = []
        self.gap = ""
        self.carried = False
        self.begun = False

    def cite(self, cite: Cite) -> None:
        """Add a note before the waiting space: it leaves no gap where it is not shown."""
        before = self.leaves[-1].marks if self.leaves else PLAIN
        marks = cite.marks.shared(before)._replace(link="", person="", script="")
        self.leaves.append(cite._replace(marks=marks))
        self.carried = self.carried or bool(self.gap)

    def words(self, run: Run) -> None:
        """Add words, keeping a no-break space only where it stands alone between two."""
        text = clean(run.text)
        pieces = _pieces(text) if NO_BREAK_SPACE in text else _at_once(text)
        for piece in pieces:
            if piece == " " or (piece == NO_BREAK_SPACE and self.gap):
                self.gap = " "
            elif piece == NO_BREAK_SPACE:
                self.gap = piece
            else:
                self._word(piece, run.marks)

    def _word(self, word: str, marks: Marks) -> None:
        unwanted = self.carried and word[0] in _CLOSING
        if self.gap and self.begun and not unwanted:
            self.leaves.append(Run(self.gap, self.leaves[-1].marks.shared(marks)))
        self.leaves.append(Run(word, marks))
        self.gap, self.carried, self.begun = "", False, True

    def finish(self) -> Line:
        """Join neighbours with the same marks and compose their letters."""
        line: Line = []
        texts: list[str] = []
        marks = PLAIN
        for leaf in self.leaves:
            if texts and (isinstance(leaf, Cite) or leaf.marks != marks):
                line.append(Run(compose("".join(texts)), marks))
                texts = []
            if isinstance(leaf, Cite):
                line.append(leaf)
            else:
                texts.append(leaf.text)
                marks = leaf.marks
        return [*line, Run(compose("".join(texts)), marks)] if texts else line


def _at_once(text: str) -> Iterator[str]:
    """Yield the words as one piece, single spaces between them, and the spaces around them."""
    words = " ".join(filter(None, text.split(" ")))
    if text.startswith(" "):
        yield " "
    if words:
        yield words
        if text.endswith(" "):
            yield " "


def _pieces(text: str) -> Iterator[str]:
    """Yield words, spaces and no-break spaces."""
    for index, part in enumerate(text.split(" ")):
        if index:
            yield " "
        for place, word in enumerate(part.split(NO_BREAK_SPACE)):
            if place:
                yield NO_BREAK_SPACE
            if word:
                yield word


def without_private_notes(line: Line) -> Line:
    """Return the line without the marks that only editors see."""
    if not any(leaf.marks.note for leaf in line):
        return line
    return tidy([_unnoted(leaf) for leaf in line])


def _unnoted(leaf: Leaf) -> Leaf:
    return leaf._replace(marks=leaf.marks._replace(note=""))
