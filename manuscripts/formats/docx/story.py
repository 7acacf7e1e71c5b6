"""One story of a Word document (its body, a note): paragraphs and tables, one after another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from manuscripts.formats.assembling import Part, Piece, blocks_of, in_cell, table_of
from manuscripts.formats.letters import Letters
from manuscripts.manuscript import Block, Cell, Cite
from manuscripts.remarks import Notice

from .fields import Field
from .inline import Inline
from .names import attribute, child, is_on, local
from .styles import Style, number, said_by

if TYPE_CHECKING:
    from .document import Document

WRAPPERS = frozenset(
    ["ins", "moveTo", "customXml", "smartTag", "sdtContent", "body", "AlternateContent", "Choice"]
)
MOST_SPAN = 100


@dataclass
class Story:
    """One story while it is read; fields may span its paragraphs."""

    document: Document
    part: str
    in_note: bool = False
    drop_bibliography: bool = False
    fields: list[Field] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    csl: list[str] = field(default_factory=list)
    # Letters that begin the next paragraph: a drop cap, or what stood before a deleted paragraph end.
    carried: list[tuple[str, Any] | Cite] = field(default_factory=list)
    last: Piece | None = None
    covered: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def pieces(self, container: Any) -> list[Piece | Block]:
        """Return all that stands in a container."""
        found: list[Piece | Block] = []
        for each in container:
            match local(each):
                case "p":
                    found += self.paragraph(each)
                case "tbl":
                    found += self.table(each)
                case "sdt":
                    found += self.control(each)
                case "del" | "moveFrom":
                    self.leave_out(Notice.DELETED)
                case "altChunk":
                    self.leave_out(Notice.EMBEDDED)
                case "commentRangeStart" | "commentRangeEnd" | "commentReference":
                    Inline(self, Style()).element(each, "")
                case name if name in WRAPPERS:
                    if name == "ins":
                        self.leave_out(Notice.INSERTED)
                    found += self.pieces(each)
        if self.carried and local(container) in ("body", "footnote", "endnote"):
            found.append(Piece(Letters(self.carried), line=self.document.paragraphs))
            self.carried = []
        return found

    def paragraph(self, p: Any) -> list[Piece | Block]:
        """Return a paragraph as its lines, with the pictures before and the boxes behind it."""
        self.document.paragraphs += 1
        properties = child(p, "pPr")
        id = attribute(child(properties, "pStyle"), "val") or self.document.styles.default
        named = self.document.styles.of(id)
        style = named.under(said_by(properties))
        inline = Inline(self, self._letters_of(named))
        inline.letters.parts += self.carried
        self.carried = []
        inline.all(p, "")
        mark = child(properties, "rPr")
        if attribute(child(properties, "framePr"), "dropCap") in ("drop", "margin"):
            self.carried = inline.letters.parts
            return []
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.leave_out(Notice.DELETED)
            self.carried = inline.letters.parts
            inline.lines.pop()
        lines = [self._piece(letters, style, properties, at) for at, letters in enumerate(inline.lines)]
        return [*inline.before, *lines, *inline.behind]

    def _letters_of(self, style: Style) -> Style:
        """Return how letters look by the paragraph's style: what its part in the text brings says nothing."""
        default = self.document.styles.of(self.document.styles.default)
        if style.part is not Part.TEXT:
            return Style(hidden=style.hidden)
        strong = style.strong if style.strong != default.strong else None
        em = style.em if style.em != default.em else None
        return Style(strong=strong, em=em, hidden=style.hidden)

    def _piece(self, letters: Letters, style: Style, properties: Any, at: int) -> Piece:
        piece = Piece(letters, style.part, style.level, line=self.document.paragraphs, goes_on=at > 0)
        listed = style.list_id not in (None, "", "0")
        if piece.part in (Part.TEXT, Part.QUOTE) and listed:
            piece.part = Part.ITEM
            piece.level = min(style.list_level or 0, 12)
            piece.list_name = style.list_id or ""
            piece.ordered = self.document.lists.is_ordered(piece.list_name, piece.level)
        elif piece.part is Part.TEXT and self._belongs_to_item(style, properties):
            assert self.last is not None
            piece = replace(self.last, letters=letters, goes_on=True, line=piece.line)
        elif piece.part is Part.QUOTE or piece.part is Part.TITLE:
            piece.goes_on = self.last is not None and self.last.part is piece.part
        if not letters.is_empty:
            self.last = piece
        return piece

    def _belongs_to_item(self, style: Style, properties: Any) -> bool:
        """Tell whether a paragraph without a mark goes on with the item above it: it is set in as far."""
        if self.last is None or self.last.part is not Part.ITEM:
            return False
        indent = child(properties, "ind")
        left = attribute(indent, "left") or attribute(indent, "start")
        return number(left, 0) > 0 or style.name.lower() in ("list paragraph", "list continue")

    def control(self, sdt: Any) -> list[Piece | Block]:
        """Return what stands in a content control, but not a list of contents or words nobody wrote."""
        properties, content = child(sdt, "sdtPr"), child(sdt, "sdtContent")
        gallery = attribute(child(properties, "docPartObj", "docPartGallery"), "val")
        tag = attribute(child(properties, "tag"), "val").upper()
        if gallery == "Table of Contents":
            self.leave_out(Notice.CONTENTS)
            return []
        is_list = gallery == "Bibliographies" or "BIBLIOGRAPHY" in tag
        if is_list and self.drop_bibliography:
            self.leave_out(Notice.BIBLIOGRAPHY)
            return []
        if content is None or child(properties, "showingPlcHdr") is not None:
            return []
        return self.pieces(content)

    def table(self, tbl: Any) -> list[Piece | Block]:
        """Return a table with its spans; a deleted row is none."""
        rows: list[list[Cell]] = []
        # By column: the row and the place in it of a cell that goes on below.
        tall: dict[int, tuple[int, int]] = {}
        for tr in _rows(tbl):
            properties = child(tr, "trPr")
            if child(properties, "del") is not None:
                self.leave_out(Notice.DELETED)
                continue
            header = child(properties, "tblHeader")
            row: list[Cell] = []
            column = number(attribute(child(properties, "gridBefore"), "val"), 0)
            for tc in _cells(tr):
                told = child(tc, "tcPr")
                span = max(1, min(number(attribute(child(told, "gridSpan"), "val"), 1), MOST_SPAN))
                merge = child(told, "vMerge")
                if merge is not None and attribute(merge, "val") != "restart" and column in tall:
                    at, place = tall[column]
                    rows[at][place] = replace(rows[at][place], rowspan=rows[at][place].rowspan + 1)
                else:
                    tall.pop(column, None)
                    blocks = in_cell(blocks_of(self.pieces(tc)))
                    row.append(Cell(blocks, header is not None and is_on(header), span))
                    if merge is not None:
                        tall[column] = (len(rows), len(row) - 1)
                column += span
            rows.append(row)
        self.last = None
        return [*table_of(rows)]

    def leave_out(self, notice: Notice) -> None:
        """Count what is not in the text, or only since a suggestion was taken."""
        self.document.left_out.add(notice, self.document.paragraphs)

    def finish(self) -> None:
        """Let an answer to a comment stand with the comment that covers the same words."""
        comments = self.document.comments
        for first, answer in reversed(self.covered.items()):
            if first in comments and answer in comments and first not in self.shown and answer != first:
                said, answered = comments.pop(first), comments[answer]
                whole = f"{said.text}\n{answered.author}: {answered.text}"
                comments[answer] = replace(answered, text=whole, author=said.author)


def _rows(tbl: Any) -> list[Any]:
    return _within(tbl, "tr")


def _cells(tr: Any) -> list[Any]:
    return _within(tr, "tc")


def _within(element: Any, name: str) -> list[Any]:
    found = []
    for each in element:
        kind = local(each)
        if kind == name:
            found.append(each)
        elif kind in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            found += _within(each, name)
    return found
