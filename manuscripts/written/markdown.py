"""A text as Markdown: what is said of it above, footnotes below, and HTML where Markdown has no words."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from unicodedata import category

from manuscripts.manuscript import (
    Block,
    BlockQuote,
    Bullets,
    Cell,
    Embed,
    Figure,
    Heading,
    Manuscript,
    MarkKind,
    Paragraph,
    Rule,
    Table,
)

from .entries import entry_of
from .inline import Line, Notes, Stretch, nested, stretches
from .page import cell_tags
from .words import Words

_SIGNS = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~|=(?==)|(?<==)=|%(?=%)|(?<=%)%")
_ENTITY = re.compile(r"&(?=#?\w)")
# What templates of other systems begin with, which readers of Markdown take out.
_TEMPLATE = re.compile(r"\{(?=[%{#:.<])")
_FIRST = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-(?=-)|=(?==))")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_TAGS = {MarkKind.STRONG: "strong", MarkKind.EM: "em", MarkKind.SUP: "sup", MarkKind.SUB: "sub"}
_DELIMITERS = {MarkKind.STRONG: "**", MarkKind.EM: "*"}


def write_markdown(manuscript: Manuscript, words: Words, lead: Figure | None = None) -> bytes:
    """Return a text as Markdown with what is said of it above."""
    text = _Text(manuscript)
    embargo = [_at_line_start(_escaped(manuscript.embargo.text))] if manuscript.embargo else []
    body = [*embargo, *text.blocks(manuscript.blocks)]
    if general := text.notes.general():
        items = [f"- {text.line(entry)}" for entry in general]
        body.append(f"## {_escaped(words.sources)}\n\n" + "\n".join(items))
    notes = [f"[^{note.number}]: {text.line(note.words)}" for note in text.notes.found.values()]
    if notes:
        body.append("\n".join(notes))
    return ("\n".join(_front_matter(manuscript, lead)) + "\n\n" + "\n\n".join(body) + "\n").encode()


def _front_matter(manuscript: Manuscript, lead: Figure | None) -> Iterator[str]:
    yield "---"
    one = {
        "title": manuscript.headline,
        "summary": manuscript.summary,
        "date": manuscript.published,
        "language": manuscript.language,
        "slug": manuscript.slug,
        "canonical_url": manuscript.address,
        "image": lead.address if lead else "",
        "image_alt": lead.alt if lead else "",
        "image_caption": lead.caption.text if lead and lead.caption else "",
    }
    several = {"authors": manuscript.byline, "tags": manuscript.tags}
    for name, value in one.items():
        if value:
            yield f"{name}: {_quoted(value)}"
    for name, values in several.items():
        if values:
            yield f"{name}:"
            yield from (f"  - {_quoted(value)}" for value in values)
    yield "---"


def _quoted(value: str) -> str:
    return '"' + " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Text:
    """One text while it is written; what Markdown cannot say stands in it as HTML."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.notes = Notes(manuscript, entry_of)

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield blocks, each as its lines."""
        before: Block | None = None
        turn = False
        for block in blocks:
            if isinstance(block, Bullets) and isinstance(before, Bullets):
                # Two lists behind each other are one but for their signs.
                turn = not turn
            if written := self.block(block, turn=turn):
                yield written
                before = block

    def block(self, block: Block, *, turn: bool = False) -> str:
        """Write one block."""
        match block:
            case Paragraph():
                return _at_line_start(self.line(block))
            case Heading(level=level):
                return f"{'##' if level <= 2 else '###'} {self.line(block)}"
            case Bullets():
                return self._list(block, turn=turn)
            case Table(rows=rows):
                return self._table(rows) if _is_simple(rows) else self._table_in_tags(rows)
            case BlockQuote(blocks=blocks):
                inner = "\n\n".join(self.blocks(blocks))
                return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
            case Figure():
                return self._figure(block)
            case Rule():
                return "---"
            case Embed(address=address):
                return f"<{address}>"

    def _list(self, bullets: Bullets, *, turn: bool) -> str:
        written = []
        is_tight = all(_is_tight(item.blocks) for item in bullets.items)
        for number, item in enumerate(bullets.items, 1):
            sign = f"{number}{')' if turn else '.'} " if bullets.ordered else f"{'*' if turn else '-'} "
            inner = ("\n" if is_tight else "\n\n").join(self.blocks(item.blocks))
            indented = f"\n{' ' * len(sign)}".join(inner.split("\n"))
            written.append(re.sub(r"[ \t]+(?=\n)", "", sign + indented))
        return ("\n" if is_tight else "\n\n").join(written)

    def _table(self, rows: Sequence[Sequence[Cell]]) -> str:
        written = [[self._cell(cell) for cell in row] for row in rows]
        head, *body = [f"| {' | '.join(row)} |" for row in written]
        return "\n".join([head, "|" + " --- |" * len(written[0]), *body])

    def _cell(self, cell: Cell) -> str:
        first = cell.blocks[0] if cell.blocks else Paragraph("")
        return self.line(first).replace("|", "\\|") if isinstance(first, Paragraph) else ""

    def _table_in_tags(self, rows: Sequence[Sequence[Cell]]) -> str:
        """Write a table Markdown has no signs for; between empty lines its cells are Markdown again."""
        lines = ["<table>"]
        for row in rows:
            lines.append("<tr>")
            for cell in row:
                opening, closing = cell_tags(cell)
                lines += [opening, "", "\n\n".join(self.blocks(cell.blocks)), "", closing]
            lines.append("</tr>")
        return "\n".join([*lines, "</table>"])

    def _figure(self, figure: Figure) -> str:
        if not figure.address:
            return self.line(figure.caption) if figure.caption else ""
        if not figure.caption:
            return f"![{_escaped(figure.alt)}](<{figure.address}>)"
        picture = f'<img src="{escape(figure.address)}" alt="{escape(figure.alt)}">'
        caption = ["<figcaption>", "", self.line(figure.caption), "", "</figcaption>"]
        return "\n".join(["<figure>", picture, *caption, "</figure>"])

    def line(self, said: Line) -> str:
        """Write running text."""
        parts = list(stretches(said))
        return " ".join(nested(parts, self._letters, partial(_wrapped, said.text)).split("\n"))

    def _letters(self, part: Stretch) -> str:
        return self.mark(part) if part.cite else _escaped(part.text)

    def mark(self, part: Stretch) -> str:
        """Write the mark of a note."""
        note = self.notes.of(part.cite) if part.cite else None
        return f"[^{note.number}]" if note else ""


def _is_tight(blocks: Sequence[Block]) -> bool:
    first, *rest = blocks or (Paragraph(""),)
    return isinstance(first, Paragraph) and all(isinstance(block, Bullets) for block in rest)


def _is_simple(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a table is one of Markdown's: a head, and cells of one line each, none wider."""
    cells = [cell for row in rows for cell in row]
    is_plain = all(
        cell.colspan == cell.rowspan == 1
        and len(cell.blocks) <= 1
        and all(isinstance(block, Paragraph) for block in cell.blocks)
        for cell in cells
    )
    is_square = len({len(row) for row in rows}) == 1
    # Heads of rows it does not know; their words are there all the same.
    return is_plain and is_square and all(cell.header for cell in rows[0])


def _wrapped(
    text: str, kind: MarkKind, said: str, written: str, inner: Sequence[Stretch], before: str
) -> str:
    if kind is MarkKind.LINK:
        return f"[{written}](<{said.replace('<', '%3C').replace('>', '%3E')}>)"
    delimiter = _DELIMITERS.get(kind)
    start, end = inner[0].start, inner[-1].end
    if delimiter and _flanks(text, start, end) and not before.endswith("*"):
        return f"{delimiter}{written}{delimiter}"
    return f"<{_TAGS[kind]}>{written}</{_TAGS[kind]}>"


def _flanks(text: str, start: int, end: int) -> bool:
    """Tell whether stars around these letters would be read as such: between words and signs, no blanks."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    first, last = text[start : start + 1] or " ", text[end - 1 : end] or " "
    if first.isspace() or last.isspace():
        return False
    opens = not _is_sign(first) or before.isspace() or _is_sign(before)
    return opens and (not _is_sign(last) or after.isspace() or _is_sign(after))


def _is_sign(letter: str) -> bool:
    return category(letter)[0] in "PS"


def _escaped(text: str) -> str:
    text = _SIGNS.sub(lambda found: f"\\{found.group()}", _ENTITY.sub("&amp;", text))
    return _TEMPLATE.sub("&#123;", text).replace("<", "&lt;")


def _at_line_start(line: str) -> str:
    """Return a line that begins no list, heading or quotation."""
    line = line.strip()
    if found := _NUMBER.match(line):
        return f"{found[1]}\\{line[len(found[1]) :]}"
    return f"\\{line}" if _FIRST.match(line) else line
