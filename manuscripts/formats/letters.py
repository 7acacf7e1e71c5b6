"""One line of a document while it is collected: letters, how they look, and what is cited between them."""

from dataclasses import dataclass, field, replace

from manuscripts.manuscript import Cite, Heading, Mark, MarkKind, Paragraph

BLANKS = frozenset(" \t\n\r\f\v")
# What no reader sees: soft hyphens, joiners of lines, places of objects, control characters.
UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFC, *range(9), 0xB, *range(0xE, 0x20), 0x7F))
UNSEEN |= dict.fromkeys(range(0xD800, 0xE000))


@dataclass(frozen=True)
class Look:
    """How letters look, and what they lead to."""

    strong: bool = False
    em: bool = False
    script: str = ""
    link: str = ""
    comment: str = ""

    def said(self) -> list[tuple[MarkKind, str]]:
        """Return what that says of them."""
        said = [(MarkKind.STRONG, "")] if self.strong else []
        said += [(MarkKind.EM, "")] if self.em else []
        said += [(MarkKind(self.script), "")] if self.script else []
        said += [(MarkKind.LINK, self.link)] if self.link else []
        return said + ([(MarkKind.COMMENT, self.comment)] if self.comment else [])


@dataclass
class Letters:
    """The letters of one line so far."""

    parts: list[tuple[str, Look] | Cite] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        """Add letters."""
        text = text.translate(UNSEEN)
        if text:
            self.parts.append((text, look))

    def cite(self, note: str, locator: str = "") -> None:
        """Put a note here."""
        self.parts.append(Cite(0, note, locator))

    def comment_last_word(self, comment: str) -> bool:
        """Let a comment that stands at a place alone be about the word before it."""
        for at in range(len(self.parts) - 1, -1, -1):
            part = self.parts[at]
            if isinstance(part, tuple) and part[0].strip() and not part[1].comment:
                text, look = part
                cut = text.rstrip().rfind(" ") + 1
                head = [(text[:cut], look)] if cut else []
                self.parts[at : at + 1] = [*head, (text[cut:], replace(look, comment=comment))]
                return True
        return False

    @property
    def words(self) -> str:
        """Return the letters alone."""
        return " ".join("".join(part[0] for part in self.parts if isinstance(part, tuple)).split(" ")).strip()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing in it."""
        return not any(isinstance(part, Cite) or part[0].strip() for part in self.parts)

    @property
    def is_strong(self) -> bool:
        """Tell whether every word is bold."""
        seen = [part[1].strong for part in self.parts if isinstance(part, tuple) and part[0].strip()]
        return bool(seen) and all(seen)

    def paragraph(self, line: int) -> Paragraph:
        """Return the line as running text."""
        text, marks, cites = self._set()
        return Paragraph(text, marks=marks, cites=cites, line=line)

    def heading(self, level: int, line: int) -> Heading:
        """Return the line as a heading; what is bold in it is so because headings are."""
        text, marks, cites = self._set()
        kept = tuple(mark for mark in marks if mark.kind is not MarkKind.STRONG)
        return Heading(text, level, kept, cites, line)

    def _set(self) -> tuple[str, tuple[Mark, ...], tuple[Cite, ...]]:
        """Return the text with single blanks, and what points into it."""
        out: list[str] = []
        looks: list[Look] = []
        cites: list[Cite] = []
        for part in self.parts:
            if isinstance(part, Cite):
                cites.append(replace(part, at=len(out)))
                continue
            for letter in part[0]:
                if letter in BLANKS:
                    if not out or out[-1] == " ":
                        continue
                    letter = " "
                out.append(letter)
                looks.append(part[1])
        while out and out[-1].isspace():
            out.pop()
        text = "".join(out)
        placed = tuple(replace(cite, at=len(text[: cite.at].rstrip())) for cite in cites)
        return text, tuple(_marks(text, looks)), placed


def _marks(text: str, looks: list[Look]) -> list[Mark]:
    """Return the marks of letters: a blank between two bold words is bold too, one at the edge is not."""
    open_: dict[tuple[MarkKind, str], int] = {}
    found: list[Mark] = []
    last = Look()
    end = 0
    for at, look in enumerate([*looks[: len(text)], Look()]):
        if at < len(text) and text[at].isspace():
            continue
        if look != last:
            said = look.said()
            for key in [key for key in open_ if key not in said]:
                found.append(Mark(key[0], open_.pop(key), end, key[1]))
            for key in said:
                open_.setdefault(key, at)
            last = look
        end = at + 1
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))
