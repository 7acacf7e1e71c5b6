"""Take a person out of a text: the links to them, and if that is wanted their name with it."""

from dataclasses import replace

from publishing.richtext.document import (
    Attribution,
    Block,
    BlockQuotation,
    Bullets,
    Cell,
    Figure,
    Line,
    Paragraph,
    PullQuote,
    Run,
    Table,
)
from publishing.richtext.parse import parsed
from publishing.richtext.sanitising import sanitise
from publishing.richtext.writing import write


def unnamed(stored: str, *, person: str, words: str = "", name: str = "") -> str:
    """Return a text without its links to a person, in the stored form.

    `words` stand instead wherever the name was linked or said who speaks. Without them the text reads as
    before: a quotation that was signed by the link alone is signed with `name`.
    """
    if person not in stored:
        return stored
    return sanitise(write(_Unnaming(person, words, name).blocks(parsed(stored))))


class _Unnaming:
    """One text being written without somebody; what was read stays as it is."""

    def __init__(self, person: str, words: str, name: str) -> None:
        self.person, self.words, self.name = person, words, name

    def blocks(self, blocks: list[Block]) -> list[Block]:
        return [self.block(block) for block in blocks]

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph(line=line):
                return replace(block, line=self.line(line))
            case Figure(caption=caption):
                return replace(block, caption=self.line(caption))
            case Bullets(items=items):
                return replace(block, items=[self.blocks(item) for item in items])
            case Table(rows=rows):
                return Table([[self.cell(cell) for cell in row] for row in rows])
            case BlockQuotation(attribution=attribution, blocks=blocks):
                return BlockQuotation(self.attribution(attribution), self.blocks(blocks))
            case PullQuote(blocks=blocks):
                return PullQuote(self.blocks(blocks))
        return block

    def cell(self, cell: Cell) -> Cell:
        return replace(cell, blocks=self.blocks(cell.blocks))

    def attribution(self, said: Attribution) -> Attribution:
        """Return whose words these are, said without the link."""
        if said.person != self.person:
            return said
        return said._replace(person="", speaker=self.words or said.speaker or self.name)

    def line(self, line: Line) -> Line:
        """Return a line in which each stretch of linked words is what is to stand there."""
        out: Line = []
        is_inside = False
        for leaf in line:
            marks = leaf.marks
            if marks.quotation:
                marks = marks._replace(quotation=self.attribution(marks.quotation))
            if not isinstance(leaf, Run):
                # A note among the words of a name parts nothing.
                out.append(leaf._replace(marks=marks))
                continue
            is_linked = marks.person == self.person
            text = self.instead(leaf.text, goes_on=is_inside) if is_linked else leaf.text
            if text:
                out.append(Run(text, marks._replace(person="") if is_linked else marks))
            is_inside = is_linked
        return out

    def instead(self, text: str, *, goes_on: bool) -> str:
        """Return what stands for a piece of a name, with the spaces around it; for later pieces nothing."""
        if not self.words:
            return text
        bare = text.strip()
        before, _bare, after = text.partition(bare) if bare else (text, "", "")
        return before + ("" if goes_on or not bare else self.words) + after
