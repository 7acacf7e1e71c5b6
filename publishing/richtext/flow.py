"""Where read content collects: the top of the text, a part of a block, or a single line."""

from typing import Literal

from publishing.richtext.document import Block, Cite, Line, Paragraph, Run
from publishing.richtext.tidying import has_text, tidy


class Flow:
    """Blocks gathered so far and the line being gathered."""

    def __init__(
        self, *, place: Literal["top", "part", "line"], hoisted: list[Block], list_depth: int = 0
    ) -> None:
        self.place = place
        self.list_depth = list_depth
        self.line: Line = []
        self._blocks: list[Block] = []
        self._hoisted = hoisted

    def end_line(self, tag: str = "p") -> None:
        """Make a paragraph of the line, or in a single line only a space."""
        if self.place == "line":
            self.line.append(Run(" "))
            return
        line, self.line = tidy(self.line), []
        if has_text(line) or any(isinstance(leaf, Cite) for leaf in line):
            self.add(Paragraph(line, tag))

    def add(self, block: Block) -> None:
        """Add a block that may stand here."""
        self._blocks.append(block)
        self._land()

    def add_top(self, *blocks: Block) -> None:
        """Add blocks that may stand at the top only: elsewhere they wait for it."""
        (self._blocks if self.place == "top" else self._hoisted).extend(blocks)
        self._land()

    def _land(self) -> None:
        if self.place == "top":
            self._blocks.extend(self._hoisted)
            self._hoisted.clear()

    def finish(self) -> list[Block]:
        """Return the blocks."""
        self.end_line()
        self._land()
        return self._blocks

    def finish_line(self) -> Line:
        """Return the single line."""
        return tidy(self.line)
