"""What is no part of an article, set aside with its place: nothing of it is lost, and nothing published."""

from dataclasses import dataclass, field

from manuscripts.layout import Line
from manuscripts.manuscript import SetAside, texts_of
from manuscripts.remarks import Notice, Remark


@dataclass
class Aside:
    """What was set aside so far, and what is said of it."""

    kept: list[SetAside] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def take(self, kind: str, *lines: Line, notice: Notice = Notice.SET_ASIDE) -> None:
        """Set lines aside; several of one kind below each other are one."""
        if not lines:
            return
        text = "\n".join(words for line in lines for words in _words(line))
        self.kept.append(SetAside(kind, text, lines[0].number))
        first = text.partition("\n")[0]
        shown = first if first == text else f"{first} …"
        self.remarks.append(Remark(notice, lines[0].number, shown))


def _words(line: Line) -> tuple[str, ...]:
    """Return what a line says: a list or a table of a document has its words inside."""
    return (line.text,) if line.text or line.block is None else texts_of(line.block)
