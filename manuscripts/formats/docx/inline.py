"""What stands in one paragraph: letters, notes, fields, pictures, line ends."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from manuscripts.formats.letters import Letters, Look
from manuscripts.formats.managers import csl_in, locator_in
from manuscripts.manuscript import Block, Figure, Rule
from manuscripts.remarks import Notice

from .fields import Field, safe
from .math import equation
from .names import attribute, child, is_on, local, related
from .styles import Style, said_by

if TYPE_CHECKING:
    from manuscripts.formats.assembling import Piece

    from .story import Story

UNWRAPPED = frozenset(
    [
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "dir",
        "bdo",
        "sdtContent",
        "rubyBase",
        "ruby",
        "Choice",
        "Fallback",
    ]
)
# Letters of the font Symbol, at the places where other fonts have Latin ones.
SYMBOL = dict(zip("abcdefghijklmnopqrstuvwxyz", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
SYMBOL |= dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
SYMBOL |= {
    "\xa3": "≤",
    "\xb3": "≥",
    "\xb1": "±",
    "\xb4": "×",
    "\xb0": "°",
    "\xb9": "≠",
    "\xbb": "≈",
    "\xae": "→",
}


@dataclass
class Inline:
    """One paragraph while it is read."""

    story: Story
    style: Style
    lines: list[Letters] = field(default_factory=lambda: [Letters()])
    before: list[Piece | Block] = field(default_factory=list)
    behind: list[Piece | Block] = field(default_factory=list)
    was_hidden: bool = False

    @property
    def letters(self) -> Letters:
        """Return the line that is being written."""
        return self.lines[-1]

    def all(self, element: Any, link: str) -> None:
        """Read all that stands in an element."""
        for each in element:
            self.element(each, link)

    def element(self, each: Any, link: str) -> None:
        """Read one element of a paragraph."""
        name = local(each)
        match name:
            case "r":
                self.run(each, link)
            case "hyperlink":
                self.all(each, self.address(each) or link)
            case "fldSimple":
                self.simple_field(each, link)
            case "del" | "moveFrom":
                self.story.leave_out(Notice.DELETED)
            case "sdt":
                self.control(each, link)
            case "commentRangeStart":
                self.story.comments.append(attribute(each, "id"))
            case "commentRangeEnd":
                if (id := attribute(each, "id")) in self.story.comments:
                    self.story.comments.remove(id)
            case "oMath" | "oMathPara":
                for text, script in equation(each):
                    self.add(text, Look(script=script, link=link))
            case "AlternateContent":
                self.alternate(each, link)
            case _ if name in UNWRAPPED:
                if name == "ins":
                    self.story.leave_out(Notice.INSERTED)
                self.all(each, link)

    def address(self, hyperlink: Any) -> str:
        """Return where a link leads; inside the document it is only words."""
        relations = self.story.document.relations(self.story.part)
        relation = relations.get(related(hyperlink, "id"))
        if relation is None or not relation.outside:
            return ""
        anchor = attribute(hyperlink, "anchor")
        link = safe(relation.target + (f"#{anchor}" if anchor and "#" not in relation.target else ""))
        if not link:
            self.story.leave_out(Notice.LINK_LEFT_OUT)
        return link

    def add(self, text: str, look: Look) -> None:
        """Add letters, unless they are a field's code or belong to what is left out."""
        if any(each.left_out or not each.in_result for each in self.story.fields):
            return
        open_ = self.story.comments
        if text.strip():
            self.story.shown |= {open_[-1]} if open_ else set()
            self.story.covered |= dict.fromkeys(open_[:-1], open_[-1] if open_ else "")
        link = look.link or next((each.link for each in reversed(self.story.fields) if each.link), "")
        comment = open_[-1] if open_ and open_[-1] in self.story.document.comments else ""
        self.letters.add(text, Look(look.strong, look.em, look.script, link, comment))
        for each in self.story.fields:
            each.words.append(text)

    def run(self, run: Any, link: str) -> None:
        """Read one run."""
        properties = child(run, "rPr")
        named = self.story.document.styles.of(attribute(child(properties, "rStyle"), "val"))
        style = self.style.under(named).under(said_by(properties))
        if child(properties, "del") is not None or child(properties, "moveFrom") is not None:
            return
        if style.hidden and not self.story.fields:
            if not self.was_hidden and child(run, "t") is not None:
                self.story.leave_out(Notice.HIDDEN)
            self.was_hidden = True
            return
        self.was_hidden = False
        struck = child(properties, "strike")
        if struck is not None and is_on(struck) and child(run, "t") is not None:
            self.story.leave_out(Notice.STRUCK)
        look = Look(bool(style.strong), bool(style.em), style.script or "", link)
        language = attribute(child(properties, "lang"), "val") or self.story.document.styles.language
        for each in run:
            if local(each) == "t":
                self.story.document.languages[language] += len(each.text or "") if language else 0
            if self.part_of_run(each, look):
                return

    def part_of_run(self, each: Any, look: Look) -> bool:
        """Read one part of a run; tell whether what follows is only the mark of a note."""
        match local(each):
            case "t":
                self.add(each.text or "", look)
            case "tab" | "ptab":
                self.add(" ", look)
            case "br" | "cr":
                self.line_end(attribute(each, "type"))
            case "noBreakHyphen":
                self.add("\u2011", look)
            case "sym":
                self.symbol(each, look)
            case "footnoteReference" | "endnoteReference":
                self.note(each)
                return attribute(each, "customMarkFollows") in ("1", "true", "on")
            case "commentReference":
                self.comment_at_place(attribute(each, "id"))
            case "fldChar":
                self.field_sign(each)
            case "instrText" if self.story.fields and not self.story.fields[-1].in_result:
                self.story.fields[-1].code += each.text or ""
            case "drawing":
                self.drawing(each)
            case "pict" | "object":
                self.vml(each)
            case "AlternateContent":
                self.alternate(each, look.link)
            case "ruby":
                for base in each.iterfind("{*}rubyBase"):
                    self.all(base, look.link)
        return False

    def line_end(self, kind: str) -> None:
        """End the line; the end of a page or a column only keeps two words apart."""
        if any(each.left_out or not each.in_result for each in self.story.fields):
            return
        if kind in ("page", "column"):
            self.add(" ", Look())
        elif not self.letters.is_empty:
            self.lines.append(Letters())

    def symbol(self, each: Any, look: Look) -> None:
        """Read a sign of a font that has its own signs."""
        code = attribute(each, "char")
        place = (
            int(code, 16)
            if code.isalnum() and len(code) <= 6 and all(c in "0123456789abcdefABCDEF" for c in code)
            else 0
        )
        letter = chr(place - 0xF000 if 0xF000 <= place <= 0xF0FF else place) if 0 < place < 0x110000 else ""
        if attribute(each, "font").lower() == "symbol":
            letter = SYMBOL.get(letter, letter)
        elif 0xF000 <= place <= 0xF0FF:
            letter = ""
            self.story.leave_out(Notice.SIGN_LEFT_OUT)
        self.add(letter, look)

    def note(self, each: Any) -> None:
        """Cite a note where its mark stands."""
        kind = local(each).removesuffix("Reference")
        name = self.story.document.note(kind, attribute(each, "id"))
        if name:
            self.letters.cite(name)
        else:
            self.story.leave_out(Notice.NOTE_WITHOUT_WORDS)

    def comment_at_place(self, id: str) -> None:
        """Give a comment without a range the word before it."""
        known = id in self.story.shown or id in self.story.covered
        if not known and id in self.story.document.comments and self.letters.comment_last_word(id):
            self.story.shown.add(id)

    def field_sign(self, sign: Any) -> None:
        """Begin a field, its result, or end it."""
        fields = self.story.fields
        match attribute(sign, "fldCharType"):
            case "begin":
                fields.append(Field(_data_of(sign)))
            case "separate" if fields:
                self.understand(fields[-1])
            case "end" if fields:
                done = fields.pop()
                if not done.in_result:
                    self.understand(done)
                self.cite_field(done)

    def understand(self, each: Field) -> None:
        """Read a field's code; a list of sources stays where nothing in the text cites them."""
        each.understand(self.story.document.sources)
        if each.left_out == "bibliography" and not self.story.drop_bibliography:
            each.left_out = ""
        elif each.left_out:
            self.story.leave_out(Notice.CONTENTS if each.left_out == "contents" else Notice.BIBLIOGRAPHY)

    def cite_field(self, done: Field) -> None:
        """Cite what a manager's field names, behind its words; in a note it is what the note says."""
        if not done.csl:
            return
        if self.story.fields and not self.story.fields[-1].in_result:
            self.story.fields[-1].csl = done.csl
            self.story.fields[-1].code += " EN.CITE "
        elif self.story.in_note:
            self.story.csl += done.csl
        else:
            name = self.story.document.field_note("".join(done.words), done.csl)
            self.letters.cite(name, locator_in(done.csl))

    def simple_field(self, each: Any, link: str) -> None:
        """Read a field whose code is an attribute."""
        self.wrapped(Field(attribute(each, "instr")), each, link)

    def wrapped(self, made: Field, element: Any, link: str) -> None:
        """Read what stands in an element as the result of a field."""
        self.understand(made)
        self.story.fields.append(made)
        self.all(element, link)
        if made in self.story.fields:
            self.story.fields.remove(made)
        self.cite_field(made)

    def control(self, sdt: Any, link: str) -> None:
        """Read a content control; in its tag a manager may keep what it cites."""
        properties, content = child(sdt, "sdtPr"), child(sdt, "sdtContent")
        if content is None or child(properties, "showingPlcHdr") is not None:
            return
        tag = attribute(child(properties, "tag"), "val")
        self.wrapped(Field(tag if csl_in(tag) else ""), content, link)

    def alternate(self, each: Any, link: str) -> None:
        """Read what is there in two forms once: the first one, or else what is meant for older programs."""
        chosen = child(each, "Choice")
        if chosen is None or not len(chosen):
            chosen = child(each, "Fallback")
        for inner in chosen if chosen is not None else ():
            if local(inner) in ("r", "p"):
                self.element(inner, link)
            else:
                self.part_of_run(inner, Look(link=link))

    def drawing(self, each: Any) -> None:
        """Read the pictures and boxes of a drawing."""
        told = next(each.iter("{*}docPr"), None)
        alt = attribute(told, "descr") or attribute(told, "title")
        found = False
        for blip in each.iter("{*}blip"):
            found = True
            self.picture(related(blip, "embed") or related(blip, "link"), alt)
        if not self.boxes(each) and not found:
            self.story.leave_out(Notice.EMBEDDED)

    def vml(self, each: Any) -> None:
        """Read pictures, boxes and rules of older Word."""
        found = False
        for data in each.iter("{*}imagedata"):
            found = True
            shape = data.getparent()
            self.picture(related(data, "id") or attribute(data, "id"), attribute(shape, "alt"))
        rule = any(attribute(shape, "hr") in ("t", "true", "1") for shape in each.iter("{*}rect"))
        if rule:
            self.place(Rule())
        if not self.boxes(each) and not found and not rule:
            self.story.leave_out(Notice.EMBEDDED)

    def boxes(self, each: Any) -> bool:
        """Put the text of boxes behind the paragraph; tell whether there is any."""
        found = [box for box in each.iter("{*}txbxContent") if box.getparent() is not None]
        for box in found:
            if not any(outer in found for outer in box.iterancestors()):
                held, self.story.fields = self.story.fields, []
                self.behind += self.story.pieces(box)
                self.story.fields = held
        return bool(found)

    def picture(self, id: str, alt: str) -> None:
        """Put a picture where it stands: before the words, or behind them."""
        document = self.story.document
        relation = document.relations(self.story.part).get(id)
        alt = " ".join(alt.split())
        if relation is None:
            self.story.leave_out(Notice.EMBEDDED)
        elif relation.outside:
            if safe(relation.target).startswith("http"):
                self.place(Figure(address=relation.target, alt=alt, line=document.paragraphs))
        elif name := document.picture(relation.target):
            self.place(Figure(picture=name, alt=alt, line=document.paragraphs))
        else:
            self.story.leave_out(Notice.EMBEDDED)

    def place(self, block: Block) -> None:
        """Put a block before the words of the paragraph, or behind them."""
        if self.story.in_note:
            return
        empty = all(letters.is_empty for letters in self.lines)
        (self.before if empty else self.behind).append(block)


def _data_of(sign: Any) -> str:
    """Return what a program keeps with a field besides its code."""
    data = child(sign, "fldData")
    if data is None or not data.text:
        return ""
    try:
        return b64decode("".join(data.text.split())).decode("utf-8", "ignore").replace("\0", "")
    except (Error, ValueError):
        return ""
