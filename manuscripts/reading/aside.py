"""What is no part of an article, set aside with its place: nothing of it is lost, and nothing published."""

from dataclasses import dataclass, field

from manuscripts.layout import Line
from manuscripts.manuscript import SetAside
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
        text = "\n".join(line.text for line in lines)
        self.kept.append(SetAside(kind, text, lines[0].number))
        shown = lines[0].text if len(lines) == 1 else f"{lines[0].text} …"
        self.remarks.append(Remark(notice, lines[0].number, shown))
