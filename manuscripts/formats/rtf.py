"""RTF, as word processors of thirty years have written it: tokens, a stack of groups, and their looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Block, Cell, Comment, Manuscript, Note, Paragraph, Picture
from manuscripts.remarks import Notice

from .assembling import Part, Piece, assembled, blocks_of, flat, table_of
from .docx.fields import link_in
from .docx.styles import HEADING, Style
from .left_out import LeftOut
from .letters import Letters, Look
from .lists_in_rtf import is_ordered
from .managers import csl_in, is_bibliography, locator_in

LARGEST = 20_000_000
DEEPEST = 500
MOST_TOKENS = 5_000_000
MOST_LETTERS = 1_000_000
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 77: "mac_roman",
}  # fmt: skip
PAGES = frozenset(
    [
        "437",
        "850",
        "852",
        "855",
        "857",
        "860",
        "862",
        "863",
        "864",
        "865",
        "866",
        "869",
        "874",
        "932",
        "936",
        "949",
        "950",
        "1250",
        "1251",
        "1252",
        "1253",
        "1254",
        "1255",
        "1256",
        "1257",
        "1258",
    ]
)
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ", "page": " ", "column": " ",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "filetbl",
        "txe",
        "xe",
        "tc",
        "bkmkstart",
        "bkmkend",
        "pgdsctbl",
        "nonshppict",
        "objdata",
        "mmathPr",
        "pntext",
        "listtext",
        "pnseclvl",
        "atnid",
        "atnauthor",
        "atndate",
        "atntime",
        "atnref",
        "atnparent",
        "atrfstart",
        "atrfend",
        "falt",
        "panose",
        "fldtype",
        "template",
        "operator",
        "author",
        "title",
        "subject",
        "keywords",
        "company",
    ]
)
KNOWN = frozenset(
    [
        "shppict",
        "fldinst",
        "footnote",
        "annotation",
        "shptxt",
        "shpinst",
        "listtext",
        "pntext",
        "atnid",
        "atnauthor",
    ]
)


@dataclass
class State:
    """What holds in a group."""

    look: Look = field(default_factory=Look)
    font: int = 0
    skip_units: int = 1
    hidden: bool = False
    deleted: bool = False
    # Where the words of the group go: to the text, or somewhere they are collected, or nowhere.
    place: str = "text"
    opened: str = ""


@dataclass
class Place:
    """A part of the document with paragraphs of its own: the text, a note, a comment."""

    pieces: list[Piece | Block] = field(default_factory=list)
    letters: Letters = field(default_factory=Letters)
    marker: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    cell: list[Piece | Block] = field(default_factory=list)
    in_table: bool = False
    style: int = 0
    outline: int | None = None
    level: int = 0
    csl: list[str] = field(default_factory=list)


@dataclass
class Code:
    """A field while it is read."""

    code: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    link: str = ""
    csl: tuple[str, ...] = ()
    left_out: bool = False


def read_rtf(data: bytes, name: str = "") -> Manuscript:
    """Read an RTF document."""
    if len(data) > LARGEST:
        raise ManuscriptError(Fault.TOO_BIG, line=0, most=LARGEST // 1_000_000)
    return Reader(data).manuscript()


class Reader:
    """One document while it is read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.page = "cp1252"
        self.fonts: dict[int, str] = _fonts(data)
        self.styles = _styles(data)
        self.state = State()
        self.stack: list[State] = []
        self.places = [Place()]
        self.fields: list[Code] = []
        self.notes: list[Note] = []
        self.comments: list[Comment] = []
        self.pictures: list[Picture] = []
        self.left_out = LeftOut()
        self.pending = b""
        self.high = 0
        self.skip = 0
        self.paragraphs = 1
        self.letters = 0
        self.author: list[str] = []
        self.was_hidden = False

    def manuscript(self) -> Manuscript:
        """Return the document as a manuscript."""
        for count, token in enumerate(self.tokens()):
            if count > MOST_TOKENS or self.letters > MOST_LETTERS:
                raise ManuscriptError(Fault.TOO_MUCH, line=0)
            self.take(token)
        while len(self.places) > 1:
            self.leave(State(opened="footnote"))
        self.end_paragraph(last=True)
        self.end_table()
        read = assembled(self.places[0].pieces)
        return replace(
            read,
            notes=tuple(self.notes),
            comments=tuple(self.comments),
            remarks=tuple(self.left_out.remarks()),
        )

    def tokens(self) -> Iterator["re.Match[bytes]"]:
        """Give the tokens one by one; bytes that are no text at all are jumped over."""
        at = 0
        while token := TOKEN.match(self.data, at):
            at = token.end()
            if token[1] == b"bin" and token[2]:
                at += max(0, int(token[2]))
            yield token

    def take(self, token: "re.Match[bytes]") -> None:
        """Read one token."""
        word, value, byte, sign, brace, text = token.groups()
        if byte:
            self.bytes_(bytes([int(byte, 16)]))
            return
        if text:
            # The second byte of a letter may be written as a plain character.
            if self.pending:
                self.bytes_(text[:1])
                text = text[1:]
            if text:
                self.bytes_(text)
            return
        if self.pending and sign and sign in b"{}\\":
            self.bytes_(sign)
            return
        self.flush()
        if brace == b"{":
            if len(self.stack) >= DEEPEST:
                raise ManuscriptError(Fault.TOO_NESTED, line=0)
            self.stack.append(self.state)
            self.state = replace(self.state, opened="")
        elif brace == b"}":
            self.skip = 0
            ended, self.state = self.state, self.stack.pop() if self.stack else State()
            self.leave(ended)
        elif sign:
            self.sign(sign)
        elif word:
            self.word(word.decode("ascii"), int(value) if value else None)

    def sign(self, sign: bytes) -> None:
        """Read a sign that stands behind a backslash."""
        if sign in b"{}\\":
            self.add(sign.decode("ascii"))
        elif sign == b"~":
            self.add("\u00a0")
        elif sign == b"_":
            self.add("\u2011")
        elif sign in b"\r\n":
            self.end_paragraph()
        elif sign == b"*":
            self.state.opened = "*"

    def word(self, word: str, value: int | None) -> None:
        """Read one control word."""
        unknown = self.state.opened == "*"
        if unknown:
            self.state.opened = ""
            if word not in KNOWN:
                self.state.place = "nowhere"
                return
        if word in SKIPPED or self.state.place == "nowhere":
            self.skipped(word)
            return
        on = value != 0
        look = self.state.look
        if word in SIGNS:
            self.add(SIGNS[word])
        elif word == "u" and value is not None:
            self.unicode(value)
        elif word == "uc":
            self.state.skip_units = max(0, min(value or 0, 20))
        elif word == "b":
            self.state.look = replace(look, strong=on)
        elif word == "i":
            self.state.look = replace(look, em=on)
        elif word in ("super", "sub", "nosupersub", "up", "dn"):
            script = {"super": "sup", "up": "sup", "nosupersub": ""}.get(word, "sub") if on else ""
            self.state.look = replace(look, script=script)
        elif word == "plain":
            self.state.look, self.state.hidden, self.state.deleted = Look(link=look.link), False, False
        elif word == "v":
            self.state.hidden = on
        elif word == "deleted":
            self.state.deleted = on
        elif word == "revised" and on:
            self.left_out.add(Notice.INSERTED, self.paragraphs)
        elif word == "strike" and on:
            self.left_out.add(Notice.STRUCK, self.paragraphs)
        elif word == "f":
            self.state.font = value or 0
        elif word == "ansicpg" and str(value) in PAGES:
            self.page = f"cp{value}"
        elif word in ("mac", "pc"):
            self.page = "mac_roman" if word == "mac" else "cp437"
        else:
            self.structure(word, value)

    def structure(self, word: str, value: int | None) -> None:
        """Read a control word about paragraphs, tables, notes and fields."""
        place = self.places[-1]
        match word:
            case "par" | "sect":
                self.end_paragraph()
            case "line":
                self.end_line()
            case "pard":
                place.style, place.outline, place.level, place.in_table = 0, None, 0, False
            case "s":
                place.style = value or 0
            case "outlinelevel":
                place.outline = value
            case "ilvl":
                place.level = min(value or 0, 12)
            case "intbl":
                place.in_table = True
            case "cell" | "nestcell":
                self.end_cell()
            case "row" | "nestrow":
                place.rows.append(place.row)
                place.row = []
            case "footnote" | "annotation":
                self.state.opened = word
                self.state.place, self.state.look = "text", Look()
                self.places.append(Place())
            case "field":
                self.state.opened = "field"
                self.fields.append(Code())
            case "fldinst":
                self.state.place = "code"
            case "fldrslt" if self.fields:
                self.understand(self.fields[-1])
                self.state.place = "text"

    def skipped(self, word: str) -> None:
        """Let the words of a group go where they belong: nowhere, mostly."""
        if word in ("listtext", "pntext"):
            self.places[-1].marker = [""]
            self.state.place = "marker"
        elif word == "atnauthor":
            self.author = []
            self.state.place = "author"
        elif word in SKIPPED:
            if word in ("pict", "object") and self.state.place == "text":
                self.left_out.add(Notice.EMBEDDED, self.paragraphs)
            self.state.place = "nowhere"

    def leave(self, ended: State) -> None:
        """End a group that was more than a change of looks."""
        if ended.opened in ("footnote", "annotation") and len(self.places) > 1:
            self.end_paragraph(last=True)
            self.end_table()
            done = self.places.pop()
            paragraphs = flat(blocks_of(done.pieces))
            if ended.opened == "annotation":
                name = f"comment-{len(self.comments) + 1}"
                text = "\n".join(each.text for each in paragraphs)
                self.comments.append(Comment(name, text, "".join(self.author).strip()))
                self.places[-1].letters.comment_last_word(name)
            else:
                name = f"note-{len(self.notes) + 1}"
                self.notes.append(
                    Note(name, paragraphs or (Paragraph(""),), tuple(done.csl), len(self.notes) + 1)
                )
                self.places[-1].letters.cite(name)
        elif ended.opened == "field" and self.fields:
            done_field = self.fields.pop()
            self.cite(done_field)

    def understand(self, code: Code) -> None:
        """Read a field's code when it is whole."""
        words = "".join(code.code)
        code.csl = csl_in(words)
        code.link = "" if code.csl else link_in(words)
        code.left_out = is_bibliography(words) and any(note.csl for note in self.notes)
        if code.left_out:
            self.left_out.add(Notice.BIBLIOGRAPHY, self.paragraphs)
        if words.strip().upper().startswith("TOC"):
            code.left_out = True
            self.left_out.add(Notice.CONTENTS, self.paragraphs)

    def cite(self, code: Code) -> None:
        """Cite what a manager's field names."""
        if not code.csl:
            return
        if len(self.places) > 1:
            self.places[-1].csl += code.csl
            return
        name = f"field-{len(self.notes) + 1}"
        text = " ".join("".join(code.words).split())
        self.notes.append(Note(name, (Paragraph(text),), code.csl, len(self.notes) + 1))
        self.places[-1].letters.cite(name, locator_in(code.csl))

    def unicode(self, value: int) -> None:
        """Read a letter by its number; two halves of a pair make one."""
        code = value + 0x10000 if value < 0 else value
        self.skip = self.state.skip_units
        if 0xD800 <= code < 0xDC00:
            self.high = code
            return
        if 0xDC00 <= code < 0xE000 and self.high:
            code = 0x10000 + ((self.high - 0xD800) << 10) + (code - 0xDC00)
        self.high = 0
        if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
            skip, self.skip = self.skip, 0
            self.add(chr(code))
            self.skip = skip

    def bytes_(self, data: bytes) -> None:
        """Read letters in the encoding of their font."""
        if self.skip:
            taken = min(self.skip, len(data))
            self.skip -= taken
            data = data[taken:]
        if not data:
            return
        encoding = self.fonts.get(self.state.font, self.page)
        self.pending += data
        try:
            text = self.pending.decode(encoding)
        except UnicodeDecodeError as error:
            if (
                error.end >= len(self.pending)
                and len(self.pending) < 4
                and error.reason.startswith("incomplete")
            ):
                return
            text = self.pending.decode(encoding, "replace")
        self.pending = b""
        self.add(text)

    def flush(self) -> None:
        """Give up a letter that was not finished."""
        if self.pending:
            self.pending = b""
            self.add("\ufffd")

    def add(self, text: str) -> None:
        """Add letters where they belong."""
        state, place = self.state, self.places[-1]
        self.letters += len(text)
        if state.place == "code" and self.fields:
            self.fields[-1].code.append(text)
        elif state.place == "marker":
            place.marker.append(text)
        elif state.place == "author":
            self.author.append(text)
        if state.place != "text" or any(code.left_out for code in self.fields):
            return
        if state.hidden or state.deleted:
            if not self.was_hidden and text.strip():
                self.left_out.add(Notice.DELETED if state.deleted else Notice.HIDDEN, self.paragraphs)
            self.was_hidden = True
            return
        self.was_hidden = False
        for code in self.fields:
            code.words.append(text)
        link = next((code.link for code in reversed(self.fields) if code.link), "")
        place.letters.add(text, replace(state.look, link=link))

    def end_line(self) -> None:
        """End a line within its paragraph."""
        if self.state.place == "text" and not self.places[-1].letters.is_empty:
            self.add_piece(goes_on=False)

    def end_paragraph(self, *, last: bool = False) -> None:
        """End a paragraph."""
        if self.state.place != "text" and not last:
            return
        place = self.places[-1]
        if not place.in_table and not last:
            self.end_table()
        self.add_piece(goes_on=False)
        place.marker = []
        if len(self.places) == 1:
            self.paragraphs += 1

    def add_piece(self, *, goes_on: bool) -> None:
        """Add what was read of a paragraph as a piece."""
        place = self.places[-1]
        style = replace(self.styles.get(place.style, Style()))
        level = style.level or (
            place.outline + 1 if place.outline is not None and 0 <= place.outline < 6 else 0
        )
        part = Part.HEADING if level else style.part
        piece = Piece(place.letters, part, level, line=self.paragraphs, goes_on=goes_on)
        if place.marker and part in (Part.TEXT, Part.QUOTE):
            piece.part, piece.level = Part.ITEM, place.level
            piece.ordered = is_ordered("".join(place.marker))
        (place.cell if place.in_table else place.pieces).append(piece)
        place.letters = Letters()

    def end_cell(self) -> None:
        """End a cell of a table."""
        place = self.places[-1]
        place.in_table = True
        self.add_piece(goes_on=False)
        place.marker = []
        place.row.append(Cell(tuple(flat(blocks_of(place.cell)))))
        place.cell = []

    def end_table(self) -> None:
        """End a table, if there is one."""
        place = self.places[-1]
        if place.row:
            place.rows.append(place.row)
            place.row = []
        if place.rows:
            place.pieces += table_of(place.rows)
            place.rows = []
        place.pieces += place.cell
        place.cell = []


FONT = re.compile(rb"\\f(\d{1,5})[^{};]{0,200}?\\fcharset(\d{1,3})")
STYLE = re.compile(rb"\{(?:\\\*\\ds\d+|\\s(\d{1,5}))?((?:\\[a-z]+-?\d*\s?|\{[^{}]*\})*)([^{};\\]{1,100});\}")


def _fonts(data: bytes) -> dict[int, str]:
    """Return the encodings of fonts that say theirs."""
    start = data.find(rb"{\fonttbl")
    table = data[start : start + 200_000] if start >= 0 else b""
    return {int(font): CHARSETS[int(kind)] for font, kind in FONT.findall(table) if int(kind) in CHARSETS}


def _styles(data: bytes) -> dict[int, Style]:
    """Return the styles of paragraphs that have a name which says something."""
    start = data.find(rb"{\stylesheet")
    table = data[start : start + 200_000] if start >= 0 else b""
    found = {}
    for id, _looks, name in STYLE.findall(table):
        words = name.decode("cp1252", "replace").strip()
        if id and (Style(words).part is not Part.TEXT or HEADING.fullmatch(words)):
            found[int(id)] = Style(words)
    return found
