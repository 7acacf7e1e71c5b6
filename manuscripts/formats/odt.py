"""OpenDocument text: what LibreOffice and others write, with notes, comments, pictures and lists."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import (
    Block,
    Cell,
    Comment,
    Figure,
    Manuscript,
    Note,
    Paragraph,
    Picture,
    SetAside,
)
from manuscripts.remarks import Notice

from .archive import Archive, opened
from .assembling import Part, Piece, assembled, blocks_of, flat, in_cell, table_of
from .docx.fields import safe
from .docx.names import attribute, child, local
from .docx.styles import Style, number
from .left_out import LeftOut
from .letters import Letters, Look
from .managers import csl_in, locator_in

MOST_REPEATED = 50
DEEPEST = 20
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
INDEXES = frozenset(
    [
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    ]
)
WRAPPERS = frozenset(
    ["section", "numbered-paragraph", "index-body", "text", "list-item", "list-header", "text-box"]
)
SKIPPED = frozenset(
    ["hidden-text", "hidden-paragraph", "annotation-end", "rt", "ruby-text", "title", "desc", "script"]
)


def read_odt(data: bytes, name: str = "") -> Manuscript:
    """Read an OpenDocument text."""
    return Document(opened(data)).manuscript()


@dataclass
class Document:
    """One document while it is read."""

    archive: Archive
    left_out: LeftOut = field(default_factory=LeftOut)
    notes: dict[str, Note] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    styles: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    # Comments and a manager's citation that are open at a place, by their names.
    open_comments: list[str] = field(default_factory=list)
    cited: dict[str, list[str]] = field(default_factory=dict)
    in_note: list[str] | None = None
    paragraphs: int = 0
    is_cited: bool = False
    comment_ends: frozenset[str] = frozenset()

    def manuscript(self) -> Manuscript:
        """Return the document as a manuscript."""
        root = self.archive.xml("content.xml")
        body = child(root, "body", "text") if root is not None else None
        if body is None:
            raise ManuscriptError(Fault.DAMAGED, line=0)
        for part in (self.archive.xml("styles.xml"), root):
            self._take_styles(part)
        self.comment_ends = frozenset(attribute(each, "name") for each in root.iter("{*}annotation-end")) - {
            ""
        }
        marks = root.iter("{*}reference-mark-start")
        self.is_cited = any("CSL_CITATION" in attribute(each, "name") for each in marks)
        read = assembled(list(self.pieces(body)))
        return replace(
            read,
            notes=tuple(self.notes.values()),
            comments=tuple(self.comments.values()),
            pictures=tuple(self.pictures.values()),
            remarks=tuple(self.left_out.remarks()),
            set_aside=self._hints(),
        )

    def _take_styles(self, root: Any) -> None:
        for each in root.iter("{*}style", "{*}list-style") if root is not None else ():
            (self.styles if local(each) == "style" else self.lists)[attribute(each, "name")] = each

    def _hints(self) -> tuple[SetAside, ...]:
        meta = child(self.archive.xml("meta.xml"), "meta")
        hints = (("file title", child(meta, "title")), ("file author", child(meta, "creator")))
        return tuple(
            SetAside(kind, " ".join(each.text.split()))
            for kind, each in hints
            if each is not None and each.text
        )

    def style(self, name: str) -> Style:
        """Return a style with all it is based on."""
        chain: list[Any] = []
        while (each := self.styles.get(name)) is not None and each not in chain and len(chain) < DEEPEST:
            chain.append(each)
            name = attribute(each, "parent-style-name")
        style = Style(name.replace("_20_", " "))
        for each in reversed(chain):
            style = style.under(_said_by(each))
        return style

    def pieces(self, container: Any, listed: Piece | None = None) -> Iterator[Piece | Block]:
        """Give all that stands in a container."""
        for each in container:
            name = local(each)
            if name in ("p", "h"):
                yield from self.paragraph(each, listed)
                listed = replace(listed, goes_on=True) if listed else None
            elif name == "list":
                yield from self.list(each, listed)
            elif name == "table":
                yield from self.table(each)
            elif name == "tracked-changes":
                for change in each.iter("{*}deletion", "{*}insertion"):
                    kind = Notice.DELETED if local(change) == "deletion" else Notice.INSERTED
                    self.left_out.add(kind, self.paragraphs)
            elif name in INDEXES:
                self.left_out.add(Notice.CONTENTS, self.paragraphs)
            elif self.is_cited and (name == "bibliography" or _is_list_of_sources(each)):
                self.left_out.add(Notice.BIBLIOGRAPHY, self.paragraphs)
            elif name == "section" and attribute(each, "display") == "none":
                self.left_out.add(Notice.HIDDEN, self.paragraphs)
            elif name == "frame":
                yield from self.frame(each)
            elif name in WRAPPERS or name == "bibliography":
                yield from self.pieces(each)

    def list(self, element: Any, around: Piece | None) -> Iterator[Piece | Block]:
        """Give the items of a list; the ones inside it are a level deeper, and of its kind."""
        name = attribute(element, "style-name") or (around.list_name if around else "")
        level = around.level + 1 if around else 0
        for item in element:
            piece = Piece(Letters(), Part.ITEM, level, self._is_ordered(name, level), name)
            yield from self.pieces(item, replace(piece, goes_on=local(item) == "list-header"))

    def _is_ordered(self, name: str, level: int) -> bool:
        style = self.lists.get(name)
        for each in style if style is not None else ():
            if attribute(each, "level") == str(level + 1):
                return local(each) == "list-level-style-number" and bool(attribute(each, "num-format"))
        return False

    def paragraph(self, element: Any, listed: Piece | None) -> Iterator[Piece | Block]:
        """Give a paragraph as its lines."""
        self.paragraphs += 1
        style = self.style(attribute(element, "style-name"))
        line = Line(self, [Letters()])
        plain = style.part is Part.TEXT and not listed and local(element) == "p"
        line.all(
            element,
            Look(strong=plain and bool(style.strong), em=plain and bool(style.em)),
            hidden=bool(style.hidden),
        )
        yield from line.before
        for at, letters in enumerate(line.lines):
            piece = Piece(letters, style.part, style.level, line=self.paragraphs, goes_on=at > 0)
            if local(element) == "h":
                piece.part, piece.level = Part.HEADING, number(attribute(element, "outline-level"), 1)
            elif listed and piece.part in (Part.TEXT, Part.QUOTE):
                piece = replace(
                    listed, letters=letters, line=self.paragraphs, goes_on=listed.goes_on or at > 0
                )
            yield piece
        yield from line.behind

    def table(self, element: Any) -> Iterator[Block]:
        """Give a table; repeated cells are there as often as anybody would draw them."""
        rows: list[list[Cell]] = []
        for tr in element.iter("{*}table-row"):
            if next(tr.iterancestors("{*}table"), None) is not element:
                continue
            header = local(tr.getparent()) == "table-header-rows"
            row: list[Cell] = []
            for td in tr:
                if local(td) != "table-cell":
                    continue
                spans = [
                    max(1, min(number(attribute(td, f"number-{of}-spanned"), 1), 100))
                    for of in ("columns", "rows")
                ]
                blocks = in_cell(blocks_of(list(self.pieces(td))))
                times = min(number(attribute(td, "number-columns-repeated"), 1), MOST_REPEATED)
                row += [Cell(blocks, header, *spans)] * max(times, 1)
            rows.append(row)
        yield from table_of(rows)

    def frame(self, element: Any) -> Iterator[Piece | Block]:
        """Give what stands in a frame: a picture, or text in a box."""
        told = [child(element, "desc"), child(element, "title")]
        alt = next((" ".join(each.text.split()) for each in told if each is not None and each.text), "")
        image, box = child(element, "image"), child(element, "text-box")
        if box is not None:
            yield from self.pieces(box)
        elif image is not None and (name := self.picture(attribute(image, "href"))):
            yield Figure(picture=name, alt=alt, line=self.paragraphs)
        elif image is not None and (address := safe(attribute(image, "href"))).startswith("http"):
            yield Figure(address=address, alt=alt, line=self.paragraphs)
        else:
            self.left_out.add(Notice.EMBEDDED, self.paragraphs)

    def picture(self, name: str) -> str:
        """Return the id of a picture; "" where it is not there or no browser shows it."""
        name = name.removeprefix("./")
        if name in self.archive.names and name not in self.pictures:
            data = self.archive.bytes(name)
            if data.startswith(PICTURES):
                self.pictures[name] = Picture(name, name.rpartition("/")[2], data)
        return name if name in self.pictures else ""

    def note(self, element: Any) -> str:
        """Return the id of a note that stands here."""
        name = f"note-{len(self.notes) + 1}"
        held, line = self.in_note, self.paragraphs
        self.in_note = []
        body = child(element, "note-body")
        paragraphs = flat(blocks_of(list(self.pieces(body)))) if body is not None else ()
        self.notes[name] = Note(
            name, paragraphs or (Paragraph(""),), tuple(self.in_note), len(self.notes) + 1
        )
        self.in_note, self.paragraphs = held, line
        return name


@dataclass
class Line:
    """One paragraph while it is read."""

    document: Document
    lines: list[Letters]
    before: list[Piece | Block] = field(default_factory=list)
    behind: list[Piece | Block] = field(default_factory=list)

    def all(self, element: Any, look: Look, *, hidden: bool = False) -> None:
        """Read the words of an element and what stands between them."""
        self.add(element.text, look, hidden=hidden)
        for each in element:
            self.element(each, look, hidden=hidden)
            self.add(each.tail, look, hidden=hidden)

    def add(self, text: str | None, look: Look, *, hidden: bool) -> None:
        """Add letters, unless nobody sees them."""
        if not text:
            return
        if hidden:
            if text.strip():
                self.document.left_out.add(Notice.HIDDEN, self.document.paragraphs)
            return
        for words in self.document.cited.values():
            words.append(text)
        comments = self.document.open_comments
        self.lines[-1].add(text, replace(look, comment=comments[-1]) if comments else look)

    def element(self, each: Any, look: Look, *, hidden: bool) -> None:
        """Read one element of a paragraph."""
        match local(each):
            case "span":
                style = self.document.style(attribute(each, "style-name"))
                strong = look.strong if style.strong is None else style.strong
                em = look.em if style.em is None else style.em
                script = look.script if style.script is None else style.script
                gone = hidden if style.hidden is None else style.hidden
                self.all(each, replace(look, strong=strong, em=em, script=script), hidden=gone)
            case "a":
                address = attribute(each, "href")
                if not (link := safe(address)) and not address.startswith("#"):
                    self.document.left_out.add(Notice.LINK_LEFT_OUT, self.document.paragraphs)
                self.all(each, replace(look, link=link or look.link), hidden=hidden)
            case "s" | "tab":
                self.add(" ", look, hidden=hidden)
            case "line-break":
                if not self.lines[-1].is_empty:
                    self.lines.append(Letters())
            case "note":
                self.lines[-1].cite(self.document.note(each))
            case "annotation":
                self.comment(each)
            case "annotation-end":
                if (name := attribute(each, "name")) in self.document.open_comments:
                    self.document.open_comments.remove(name)
            case "reference-mark-start" if csl_in(attribute(each, "name")):
                self.document.cited[attribute(each, "name")] = []
            case "reference-mark-end":
                self.cite(attribute(each, "name"))
            case "frame":
                found = list(self.document.frame(each))
                empty = all(letters.is_empty for letters in self.lines)
                (self.before if empty else self.behind).extend(found)
            case "hidden-text" | "hidden-paragraph":
                self.document.left_out.add(Notice.HIDDEN, self.document.paragraphs)
            case name if name not in SKIPPED:
                self.all(each, look, hidden=hidden)

    def comment(self, each: Any) -> None:
        """Keep a comment: it is about the words up to its end, or about the word before it."""
        name = attribute(each, "name") or f"comment-{len(self.document.comments) + 1}"
        author = child(each, "creator")
        text = "\n".join(filter(None, ("".join(p.itertext()).strip() for p in each.iter("{*}p"))))
        self.document.comments[name] = Comment(name, text, (author.text or "") if author is not None else "")
        if name in self.document.comment_ends:
            self.document.open_comments.append(name)
        else:
            self.lines[-1].comment_last_word(name)

    def cite(self, name: str) -> None:
        """Cite what a manager's mark names, behind its words; in a note it is what the note says."""
        words = self.document.cited.pop(name, None)
        if words is None:
            return
        csl = csl_in(name)
        if self.document.in_note is not None:
            self.document.in_note += csl
            return
        note = f"field-{len(self.document.notes) + 1}"
        text = " ".join("".join(words).split())
        self.document.notes[note] = Note(note, (Paragraph(text),), csl, len(self.document.notes) + 1)
        self.lines[-1].cite(note, locator_in(csl))


def _is_list_of_sources(element: Any) -> bool:
    return local(element) == "section" and "ZOTERO_BIBL" in attribute(element, "name")


def _said_by(style: Any) -> Style:
    """Return what a style says."""
    said: dict[str, Any] = {}
    for each in style:
        if local(each) != "text-properties":
            continue
        if weight := attribute(each, "font-weight"):
            said["strong"] = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
        if slant := attribute(each, "font-style"):
            said["em"] = slant in ("italic", "oblique")
        if place := attribute(each, "text-position"):
            first = place.split()[0]
            low = first == "sub" or first.startswith("-")
            said["script"] = "" if first in ("0%", "0") else "sub" if low else "sup"
        if shown := attribute(each, "display"):
            said["hidden"] = shown == "none"
    level = attribute(style, "default-outline-level")
    # Styles made by a program for one paragraph (P1, T3) have no name of their own.
    is_made = attribute(style, "parent-style-name") and attribute(style, "name")[1:].isdigit()
    name = (
        "" if is_made else attribute(style, "display-name") or attribute(style, "name").replace("_20_", " ")
    )
    return Style(name, outline=number(level, 1) - 1 if level else None, **said)
