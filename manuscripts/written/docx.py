"""A text as a Word document: styles, lists, tables, pictures, and sources as real footnotes."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker
from PIL import Image

from manuscripts.manuscript import (
    Block,
    BlockQuote,
    Bullets,
    Cell,
    Embed,
    Figure,
    Heading,
    Item,
    Manuscript,
    Mark,
    MarkKind,
    Paragraph,
    Picture,
    Rule,
    Table,
)

from . import docx_parts as parts
from .docx_parts import R, W
from .entries import entry_of
from .inline import Line, Notes, Stretch, stretches
from .words import Words

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
XML = "http://www.w3.org/XML/1998/namespace"
_w = ElementMaker(namespace=W, nsmap={"w": W, "r": R, "wp": WP, "a": A, "pic": PIC})
_wp, _a, _pic = (ElementMaker(namespace=space) for space in (WP, A, PIC))
_ENDINGS = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "WEBP": "webp"}
EMU = 9525
WIDEST = 5_731_200
"""What stands between the margins of a page of A4, in the units of drawings."""
TWIPS = 9026
DEEPEST_LIST = 8


def write_docx(manuscript: Manuscript, words: Words, lead: Figure | None = None) -> bytes:
    """Return a text as a Word document; `lead` is the picture it opens with."""
    return _Document(manuscript, words, lead).packed()


@dataclass
class Relations:
    """What a part of the document leads to, by id."""

    found: dict[tuple[str, str], str] = field(default_factory=dict)

    def id_of(self, kind: str, target: str) -> str:
        """Return the id of what is led to, the same each time."""
        return self.found.setdefault((kind, target), f"rId{len(self.found) + 1}")


class _Document:
    def __init__(self, manuscript: Manuscript, words: Words, lead: Figure | None) -> None:
        self.manuscript, self.words, self.lead = manuscript, words, lead
        self.notes = Notes(manuscript, entry_of)
        self.relations, self.of_notes = Relations(), Relations()
        for kind in parts.BESIDE:
            self.relations.id_of(kind, f"{kind}.xml")
        self.footnotes: list[Any] = []
        self.pictures = {picture.id: picture for picture in manuscript.pictures}
        self.media: dict[str, bytes] = {}
        self.lists: list[bool] = []
        self.drawings = 0

    def packed(self) -> bytes:
        """Return the file."""
        body = _w.body(*self._opening(), *self._blocks(self.manuscript.blocks), *self._closing())
        body.append(parts.section())
        document = _w.document(body)
        named: dict[str, Any] = {
            "[Content_Types].xml": parts.content_types(self.media),
            "_rels/.rels": parts.root_relations(),
            "docProps/core.xml": parts.core(self.manuscript),
            "docProps/app.xml": parts.app(),
            "word/document.xml": document,
            "word/styles.xml": parts.styles(self.manuscript.language, self.manuscript.direction),
            "word/numbering.xml": parts.numbering(self.lists),
            "word/settings.xml": parts.settings(self.manuscript.language),
            "word/footnotes.xml": parts.footnotes(self.footnotes),
            "word/_rels/document.xml.rels": parts.relations(self.relations.found),
            "word/_rels/footnotes.xml.rels": parts.relations(self.of_notes.found),
        }
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, root in named.items():
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                archive.writestr(name, data)
            for name, data in self.media.items():
                archive.writestr(f"word/{name}", data, zipfile.ZIP_STORED)
        return out.getvalue()

    def _opening(self) -> Iterable[Any]:
        yield self._paragraph(Paragraph(self.manuscript.headline), "Title")
        if self.manuscript.summary:
            yield self._paragraph(Paragraph(self.manuscript.summary), "Subtitle")
        if byline := self.words.by(self.manuscript.byline):
            yield self._paragraph(Paragraph(byline), "Byline")
        if self.manuscript.embargo:
            yield self._paragraph(Paragraph(self.manuscript.embargo.text))
        if self.lead:
            yield from self._figure(self.lead)

    def _closing(self) -> Iterable[Any]:
        general = self.notes.general()
        if general:
            yield self._paragraph(Paragraph(self.words.sources), "Heading1")
            yield from self._list(Bullets(tuple(Item((entry,)) for entry in general)), 0)

    def _blocks(self, blocks: Iterable[Block], style: str = "") -> Iterable[Any]:
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Table) and isinstance(before, Table):
                # Two tables that touch are one.
                yield _w.p()
            yield from self._block(block, style)
            before = block

    def _block(self, block: Block, style: str) -> Iterable[Any]:
        match block:
            case Paragraph():
                yield self._paragraph(block, style)
            case Heading(level=level):
                yield self._paragraph(block, "Heading1" if level <= 2 else "Heading2")
            case Bullets():
                yield from self._list(block, 0)
            case Table():
                yield self._table(block)
            case BlockQuote(blocks=blocks):
                yield from self._blocks(blocks, "Quote")
            case Figure():
                yield from self._figure(block)
            case Rule():
                yield _w.p(_w.r(parts.rule()))
            case Embed(address=address):
                link = Mark(MarkKind.LINK, 0, len(address), address)
                yield self._paragraph(Paragraph(address, marks=(link,)), style)

    def _paragraph(self, said: Line, style: str = "", *properties: Any) -> Any:
        named = [_w.pStyle(_val(style))] if style else []
        said_of = [_w.pPr(*named, *properties)] if named or properties else []
        return _w.p(*said_of, *self._runs(said, self.relations))

    def _runs(self, said: Line, relations: Relations) -> Iterable[Any]:
        link: Any = None
        leads_to = None
        for part in stretches(said):
            run = self._note(part) if part.cite else _run(part)
            if run is None:
                continue
            address = part.mark(MarkKind.LINK)
            if address is None:
                leads_to = None
                yield run
            elif address == leads_to:
                link.append(run)
            else:
                leads_to = address
                link = _w.hyperlink(run, {f"{{{R}}}id": relations.id_of("hyperlink", address)})
                yield link

    def _note(self, part: Stretch) -> Any:
        """Return the mark of a note; each place has one of its own, as Word's notes are."""
        note = self.notes.of(part.cite) if part.cite else None
        if note is None:
            return None
        number = str(len(self.footnotes) + 1)
        runs = self._runs(note.words, self.of_notes)
        mark = _w.r(_w.rPr(_w.rStyle(_val("FootnoteReference"))), _w.footnoteRef())
        words = _w.p(_w.pPr(_w.pStyle(_val("FootnoteText"))), mark, _text_run(" "), *runs)
        self.footnotes.append(_w.footnote(words, {f"{{{W}}}id": number}))
        reference = _w.footnoteReference({f"{{{W}}}id": number})
        return _w.r(_w.rPr(_w.rStyle(_val("FootnoteReference"))), reference)

    def _list(self, bullets: Bullets, level: int, number: int = 0) -> Iterable[Any]:
        if not number or self.lists[number - 1] != bullets.ordered:
            self.lists.append(bullets.ordered)
            number = len(self.lists)
        for item in bullets.items:
            first, *rest = item.blocks or (Paragraph(""),)
            in_list = _w.numPr(_w.ilvl(_val(str(min(level, DEEPEST_LIST)))), _w.numId(_val(str(number))))
            if isinstance(first, Paragraph):
                yield self._paragraph(first, "ListParagraph", in_list)
            else:
                rest = [first, *rest]
            for block in rest:
                if isinstance(block, Bullets):
                    yield from self._list(block, level + 1)
                else:
                    yield from self._block(block, "ListParagraph")

    def _table(self, table: Table) -> Any:
        width = max(sum(cell.colspan for cell in row) for row in table.rows)
        grid = [_w.gridCol({f"{{{W}}}w": str(TWIPS // width)}) for _ in range(width)]
        rows = [self._row(row, width) for row in _filled(table.rows)]
        properties = _w.tblPr(
            _w.tblStyle(_val("TableGrid")), _w.tblW({f"{{{W}}}w": "0", f"{{{W}}}type": "auto"})
        )
        return _w.tbl(properties, _w.tblGrid(*grid), *rows)

    def _row(self, row: "Sequence[_Box]", width: int) -> Any:
        is_head = all(box.cell.header for box in row if box.begins)
        said_of = [_w.trPr(_w.tblHeader())] if is_head and row else []
        return _w.tr(*said_of, *(self._box(box, width) for box in row))

    def _box(self, box: "_Box", width: int) -> Any:
        cell = box.cell
        twips = str(TWIPS * cell.colspan // width)
        properties = _w.tcPr(_w.tcW({f"{{{W}}}w": twips, f"{{{W}}}type": "dxa"}))
        if cell.colspan > 1:
            properties.append(_w.gridSpan(_val(str(cell.colspan))))
        if cell.rowspan > 1:
            properties.append(_w.vMerge(_val("restart" if box.begins else "continue")))
        inside = list(self._blocks(cell.blocks)) if box.begins else []
        # A cell ends with a paragraph.
        if not inside or inside[-1].tag != f"{{{W}}}p":
            inside.append(_w.p())
        return _w.tc(properties, *inside)

    def _figure(self, figure: Figure) -> Iterable[Any]:
        picture = self.pictures.get(figure.picture)
        if picture is not None:
            yield _w.p(_w.pPr(_w.keepNext()), _w.r(self._drawing(picture, figure.alt)))
        elif figure.address:
            yield from self._block(Embed(figure.address), "")
        if figure.caption:
            yield self._paragraph(figure.caption, "Caption")

    def _drawing(self, picture: Picture, alt: str) -> Any:
        with Image.open(BytesIO(picture.data)) as opened:
            (width, height), ending = opened.size, _ENDINGS.get(opened.format or "", "jpeg")
        scale = min(1.0, WIDEST / (width * EMU))
        size = {"cx": str(round(width * EMU * scale)), "cy": str(max(1, round(height * EMU * scale)))}
        self.drawings += 1
        name = f"media/image{self.drawings}.{ending}"
        self.media[name] = picture.data
        said = {"id": str(self.drawings), "name": f"Picture {self.drawings}", "descr": alt}
        shape = _pic.pic(
            _pic.nvPicPr(_pic.cNvPr(said), _pic.cNvPicPr()),
            _pic.blipFill(
                _a.blip({f"{{{R}}}embed": self.relations.id_of("image", name)}), _a.stretch(_a.fillRect())
            ),
            _pic.spPr(_a.xfrm(_a.off(x="0", y="0"), _a.ext(size)), _a.prstGeom(_a.avLst(), prst="rect")),
        )
        return _w.drawing(
            _wp.inline(
                _wp.extent(size),
                _wp.docPr(said),
                _wp.cNvGraphicFramePr(_a.graphicFrameLocks(noChangeAspect="1")),
                _a.graphic(_a.graphicData(shape, uri=PIC)),
                distT="0", distB="0", distL="0", distR="0",
            )
        )  # fmt: skip


@dataclass(frozen=True)
class _Box:
    """A cell in its row, or what is below it in the rows that it goes on into."""

    cell: Cell
    begins: bool = True


def _filled(rows: Sequence[Sequence[Cell]]) -> list[list[_Box]]:
    """Return rows with a box for each cell that comes from above, as Word has them."""
    below: dict[int, tuple[int, Cell]] = {}
    filled = []
    for row in rows:
        boxes: list[_Box] = []
        after: dict[int, tuple[int, Cell]] = {}
        place, waiting = 0, list(row)
        while waiting or place in below:
            if place in below:
                left, cell = below.pop(place)
                boxes.append(_Box(cell, begins=False))
            else:
                cell = waiting.pop(0)
                left = cell.rowspan
                boxes.append(_Box(cell))
            if left > 1:
                after[place] = (left - 1, cell)
            place += cell.colspan
        filled.append(boxes)
        below = after
    return filled


def _val(value: str) -> dict[str, str]:
    return {f"{{{W}}}val": value}


def _run(part: Stretch) -> Any:
    said = []
    if part.mark(MarkKind.LINK) is not None:
        said.append(_w.rStyle(_val("Hyperlink")))
    if part.mark(MarkKind.STRONG) is not None:
        said.append(_w.b())
    if part.mark(MarkKind.EM) is not None:
        said.append(_w.i())
    for kind, name in ((MarkKind.SUP, "superscript"), (MarkKind.SUB, "subscript")):
        if part.mark(kind) is not None:
            said.append(_w.vertAlign(_val(name)))
            break
    return _text_run(part.text, *said)


def _text_run(text: str, *said: Any) -> Any:
    words = _w.t("".join(letter for letter in text if letter >= " " or letter == "\t"))
    words.set(f"{{{XML}}}space", "preserve")
    return _w.r(*([_w.rPr(*said)] if said else []), words)
