"""What a document has that the text does not: counted, with the place where it begins."""

from dataclasses import dataclass, field

from manuscripts.remarks import Notice, Remark


@dataclass
class LeftOut:
    """How much of each kind there is, and in which paragraph the first stands."""

    found: dict[Notice, tuple[int, int]] = field(default_factory=dict)

    def add(self, notice: Notice, line: int, count: int = 1) -> None:
        """Count one more."""
        first, before = self.found.get(notice, (line, 0))
        self.found[notice] = (first, before + count)

    def remarks(self) -> list[Remark]:
        """Return a remark for each kind."""
        return [Remark(notice, line, str(count)) for notice, (line, count) in self.found.items()]
