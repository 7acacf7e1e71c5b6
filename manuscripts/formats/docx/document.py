"""A whole Word document: its parts, and what they have in common."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from manuscripts.citing.managers import sources_of_word
from manuscripts.errors import Fault, ManuscriptError
from manuscripts.formats.archive import Archive, joined, opened
from manuscripts.formats.assembling import assembled, blocks_of, flat
from manuscripts.formats.left_out import LeftOut
from manuscripts.manuscript import Block, Comment, Manuscript, Note, Paragraph, Picture, SetAside
from manuscripts.remarks import Notice, Remark

from .names import attribute, child, local
from .story import Story
from .styles import Lists, Styles

# What a browser shows; drawings in Windows' own formats are none of it.
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
MOST_PICTURES = 500
# "By", "von", "and".
MOST_BETWEEN_NAMES = 4
CITED_BY_FIELDS = ("CSL_CITATION", "EN.CITE", "CitaviPlaceholder", "CITATION ")


@dataclass(frozen=True)
class Relation:
    """What a part leads to."""

    kind: str
    target: str
    outside: bool


def read_docx(data: bytes, name: str = "") -> Manuscript:
    """Read a Word document."""
    return Document(opened(data)).manuscript()


class Document:
    """One document while it is read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.known: dict[str, dict[str, Relation]] = {}
        self.main = self._main()
        self.related = self.relations(self.main)
        self.styles = Styles(self._xml("styles"))
        self.lists = Lists(self._xml("numbering"))
        self.left_out = LeftOut()
        self.languages: Counter[str] = Counter()
        self.notes: dict[str, Note] = {}
        self.pictures: dict[str, Picture] = {}
        self.sources = self._sources()
        self.comments = self._comments()
        self.bodies = {kind: self._notes_in(kind) for kind in ("footnote", "endnote")}
        self.reading: set[str] = set()
        self.paragraphs = 0

    def manuscript(self) -> Manuscript:
        """Return the document as a manuscript."""
        root = self.archive.xml(self.main)
        body = child(root, "body") if root is not None else None
        if body is None:
            raise ManuscriptError(Fault.DAMAGED, line=0)
        codes = "".join(each.text or "" for each in root.iter("{*}instrText"))
        codes += "".join(attribute(each, "instr") for each in root.iter("{*}fldSimple"))
        is_cited = any(sign in codes for sign in CITED_BY_FIELDS)
        is_cited |= any("MENDELEY_CITATION" in attribute(each, "val") for each in root.iter("{*}tag"))
        story = Story(self, self.main, drop_bibliography=is_cited)
        read = assembled(story.pieces(body))
        story.finish()
        byline = self._byline(read.blocks)
        return replace(
            read,
            byline=byline,
            blocks=read.blocks[1:] if byline else read.blocks,
            notes=tuple(self.notes.values()),
            comments=tuple(self.comments.values()),
            pictures=tuple(self.pictures.values()),
            language=self._language(),
            remarks=(*self.left_out.remarks(), *self._running()),
            set_aside=self._hints(),
        )

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part leads to, by id."""
        if part in self.known:
            return self.known[part]
        folder, _, file = part.rpartition("/")
        root = self.archive.xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
        found: dict[str, Relation] = {}
        for each in root if root is not None else ():
            outside = attribute(each, "TargetMode").lower() == "external"
            target = attribute(each, "Target")
            kind = attribute(each, "Type").rpartition("/")[2]
            found[attribute(each, "Id")] = Relation(
                kind, target if outside else joined(part, target), outside
            )
        self.known[part] = found
        return found

    def note(self, kind: str, id: str) -> str:
        """Return the id of a note, which is read when it is first cited; "" where its words are missing."""
        name = f"{kind}-{id}"
        body = self.bodies[kind].get(id)
        if body is None or name in self.reading:
            return ""
        if name not in self.notes:
            self.reading.add(name)
            line = self.paragraphs
            story = Story(self, self._part(f"{kind}s"), in_note=True)
            paragraphs = flat(blocks_of(story.pieces(body)))
            self.notes[name] = Note(
                name, paragraphs or (Paragraph(""),), tuple(story.csl), len(self.notes) + 1
            )
            self.reading.discard(name)
            self.paragraphs = line
        return name

    def field_note(self, words: str, csl: tuple[str, ...]) -> str:
        """Return the id of the note that a manager's field in the text is."""
        name = f"field-{len(self.notes) + 1}"
        self.notes[name] = Note(name, (Paragraph(" ".join(words.split())),), csl, len(self.notes) + 1)
        return name

    def picture(self, target: str) -> str:
        """Return the id of a picture; "" where it is not there or no browser shows it."""
        if target not in self.pictures:
            if target not in self.archive.names or len(self.pictures) >= MOST_PICTURES:
                return ""
            data = self.archive.bytes(target)
            if not data.startswith(PICTURES):
                return ""
            self.pictures[target] = Picture(target, target.rpartition("/")[2], data)
        return target

    def _main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.target
        if "word/document.xml" not in self.archive.names:
            raise ManuscriptError(Fault.DAMAGED, line=0)
        return "word/document.xml"

    def _part(self, kind: str) -> str:
        found = (relation.target for relation in self.related.values() if relation.kind == kind)
        return next(found, joined(self.main, f"{kind}.xml"))

    def _xml(self, kind: str) -> Any:
        return self.archive.xml(self._part(kind))

    def _notes_in(self, kind: str) -> dict[str, Any]:
        root = self._xml(f"{kind}s")
        found: dict[str, Any] = {}
        for each in root if root is not None else ():
            if local(each) == kind and attribute(each, "type") in ("", "normal"):
                found.setdefault(attribute(each, "id"), each)
        return found

    def _comments(self) -> dict[str, Comment]:
        root = self._xml("comments")
        found: dict[str, Comment] = {}
        for each in root if root is not None else ():
            id = attribute(each, "id")
            lines = ["".join(text.text or "" for text in p.iter("{*}t")) for p in each.iter("{*}p")]
            found[id] = Comment(id, "\n".join(filter(None, lines)), attribute(each, "author"))
        return found

    def _sources(self) -> dict[str, str]:
        """Return the sources Word's own manager keeps, by their tags."""
        found = {}
        for name in sorted(self.archive.names):
            if name.startswith("customXml/item") and name.endswith(".xml") and "Props" not in name:
                root = self.archive.xml(name)
                for tag, csl in sources_of_word(root).items() if root is not None else ():
                    found[tag] = json.dumps(csl, ensure_ascii=False)
        return found

    def _language(self) -> str:
        return self.languages.most_common(1)[0][0] if self.languages else self.styles.language

    def _byline(self, blocks: Sequence[Block]) -> tuple[str, ...]:
        """Return who wrote it, where the file names them and the first line does, and says nothing else."""
        first = blocks[0] if blocks else None
        creator = _text(self.archive.xml("docProps/core.xml"), "creator")
        names = tuple(filter(None, (name.strip() for name in creator.split(";"))))
        if not (names and isinstance(first, Paragraph) and all(name in first.text for name in names)):
            return ()
        rest = first.text
        for name in names:
            rest = rest.replace(name, "", 1)
        letters = sum(map(str.isalpha, rest))
        return names if letters <= MOST_BETWEEN_NAMES * len(names) else ()

    def _running(self) -> list[Remark]:
        """Say which words stand above and below every page."""
        found: list[str] = []
        for relation in self.related.values():
            if relation.kind in ("header", "footer") and not relation.outside:
                root = self.archive.xml(relation.target)
                texts = [each.text or "" for each in root.iter("{*}t")] if root is not None else []
                words = " ".join("".join(texts).split())[:200]
                if any(map(str.isalpha, words)) and words not in found:
                    found.append(words)
        return [Remark(Notice.RUNNING_HEAD, 0, words) for words in found]

    def _hints(self) -> tuple[SetAside, ...]:
        """Return what the file says of itself: a title and a name, which are often those of its template."""
        root = self.archive.xml("docProps/core.xml")
        hints = (("file title", _text(root, "title")), ("file author", _text(root, "creator")))
        return tuple(SetAside(kind, text) for kind, text in hints if text)


def _text(root: Any, *names: str) -> str:
    found = child(root, *names)
    return " ".join((found.text or "").split()) if found is not None else ""
