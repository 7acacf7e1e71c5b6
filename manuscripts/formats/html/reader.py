"""From elements to blocks: what a person sees, in the order it is seen."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from manuscripts.manuscript import (
    Block,
    Cell,
    Embed,
    Figure,
    Heading,
    Note,
    Paragraph,
    Rule,
    Table,
    passages_of,
)
from manuscripts.remarks import Notice

from . import equations
from .lines import Line
from .lists import Point, Quoted, is_ordered, opens_with_marker, stitched
from .notes import ARROWS, Notes, find_notes, without_mark
from .styles import Look, Sheet, is_hidden, of_element

DEEPEST = 150
SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "object",
        "applet",
        "audio",
        "video",
        "canvas",
        "svg",
        "input",
        "button",
        "select",
        "option",
        "textarea",
        "datalist",
        "meter",
        "progress",
        "map",
        "rt",
        "rp",
        "link",
        "meta",
        "base",
        "title",
        "frame",
        "frameset",
        "dialog",
        "embed",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "output",
        "q",
        "ruby",
        "rb",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "o:p",
        *[
            "math",
            "semantics",
            "mrow",
            "mi",
            "mn",
            "mo",
            "ms",
            "mtext",
            "msup",
            "msub",
            "msubsup",
            "mfrac",
            "msqrt",
            "mroot",
            "mstyle",
            "mover",
        ],
        *["munder", "munderover", "mpadded", "mphantom"],
        "st1:place",
        "st1:city",
    ]
)
HEADING = re.compile(r"h([1-6])")
WORD_HEADING = re.compile(r"(?:mso)?heading-?([1-9])", re.IGNORECASE)
WORD_LIST = re.compile(r"(?:(l\d{1,4})\s+)?level(\d{1,2})(?:\s+lfo(\d{1,4}))?", re.IGNORECASE)
GOOGLE_LIST = re.compile(r"lst-(kix_[\w]+)-(\d)")
QUOTES = frozenset(
    [
        "msoquote",
        "msointensequote",
        "msoblocktext",
        "quotations",
        "quote",
        "intensequote",
        "blocktext",
        "quotecxspfirst",
    ]
)
TITLES = frozenset(["msotitle", "title"])
EMBEDS = re.compile(
    r"https?://(?:www\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|player\.vimeo\.com|vimeo\.com)/", re.I
)
EMOJI = re.compile("[\u203c-\u3299\U0001f000-\U0001faff\ufe0f\u200d]+")
LARGEST_SPAN = 50
INDENTED = re.compile(r"(?:^|\s)(ql-indent-|listindent)(\d{1,2})(?:\s|$)")
SUGGESTED = re.compile(r"(?:^|;)\s*(color:\s*#(?!000000)[0-9a-f]{6})")
BOXES = frozenset(["block", "list-item", "flex", "grid", "table"])
# Word on the web, and editors that keep changes.
DELETED = re.compile(
    r"trackchange(?:text)?deletion|textdeletion|ice-del|deletion|ck-suggestion-marker-deletion"
    r"|suggestion-delet\w*|diff-?del(?:eted)?"
)
DRAWN = re.compile("[•●◦○▪■□‣⁃·]\\s+(?=\\S)")


@dataclass
class Collected:
    """The blocks found so far, and the line that is still open."""

    blocks: list[Block | Point | Quoted] = field(default_factory=list)
    line: Line = field(default_factory=Line)

    def flush(self) -> None:
        """Close the open line."""
        if not self.line.is_empty:
            self.blocks.append(self.line.paragraph())
        self.line = Line()

    def add(self, *blocks: Block | Point | Quoted) -> None:
        """Add blocks behind whatever stands there."""
        self.flush()
        self.blocks += blocks


class Reader:
    """One document being read."""

    def __init__(self, root: Any, sheet: Sheet) -> None:
        self.root, self.sheet = root, sheet
        self.notes: Notes = find_notes(root)
        self.left_out: Counter[Notice] = Counter()
        self.lists = 0
        self.in_note = False
        self.title = ""
        # A letter that is set large before its paragraph.
        self.dropped = ""

    def blocks(self, element: Any) -> list[Block]:
        """Return the blocks of an element and all within it."""
        into = Collected()
        self.walk(element, Look(), into, 0)
        into.line.add(self.dropped, Look())
        into.flush()
        return tidied(stitched(with_drawn_items(into.blocks)))

    def read_notes(self) -> tuple[Note, ...]:
        """Return the notes the text cites, their own numbers and the ways back taken off."""
        self.in_note = True
        found = []
        for name, body in self.notes.bodies.items():
            into = Collected()
            self.walk(body, Look(), into, 0)
            into.flush()
            passages = [passage for block in stitched(into.blocks) for passage in passages_of(block)]
            passages = [p for p in passages if not ARROWS.fullmatch(p.text)]
            if passages:
                passages[0] = cut(passages[0], without_mark(passages[0].text))
                found.append(Note(name, tuple(p for p in passages if p.text)))
        self.in_note = False
        return tuple(found)

    def walk(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        """Collect what stands inside an element."""
        if depth > DEEPEST:
            self.text(" ".join(element.itertext()), look, into)
            return
        if element.text:
            self.text(element.text, look, into)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child, look, into, depth + 1)
            if child.tail:
                self.text(child.tail, look, into)

    def text(self, text: str, look: Look, into: Collected) -> None:
        """Collect letters; where line ends are kept, each ends a line."""
        if not look.is_pre or "\n" not in text:
            into.line.add(text, look)
            return
        for number, part in enumerate(text.split("\n")):
            if number:
                into.flush()
            into.line.add(part, look)

    def element(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        """Collect one element, if a reader sees it."""
        tag = element.tag
        said = of_element(element, self.sheet)
        if self.is_left_out(element, said, into):
            return
        if tag == "br":
            into.flush()
        elif tag == "hr":
            if not self.opens_notes(element):
                into.add(Rule())
        elif tag == "img":
            self.picture(element, look, into)
        elif tag in ("ul", "ol", "menu", "dir"):
            self.list(element, look, into, depth)
        elif tag == "li" or (tag == "div" and element.get("role") == "listitem"):
            self.item(element, look, into, depth, name="", ordered=False, level=1)
        elif tag == "table":
            self.table(element, look, into, depth)
        elif tag == "iframe":
            self.frame(element, into)
        elif tag == "figure":
            self.figure(element, look, into, depth)
        elif (tag == "blockquote" and not is_moved_in(element)) or self.classes(element) & QUOTES:
            self.quote(element, look, into, depth)
        elif tag == "a":
            self.link(element, look.within(tag, said), into, depth)
        elif tag == "q":
            into.line.add("“", look)
            self.walk(element, look.within(tag, said), into, depth)
            into.line.add("”", look)
        elif tag in equations.SHAPES:
            self.equation(element, look, into, depth)
        elif is_inline(element, said):
            self.left_out[Notice.STRUCK] += is_struck(element, said)
            apart = " " if "inline-flex" in self.classes(element) else ""
            into.line.add(apart, look)
            self.walk(element, look.within(tag, said), into, depth)
            into.line.add(apart, look)
            if ends_inserted(element):
                into.line.end_inserted()
        else:
            self.box(element, said, look, into, depth)

    def equation(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        """Collect a part of an equation: what is raised or lowered in it stays so, and a fraction is one."""
        shape = equations.SHAPES[element.tag]
        into.line.add(shape.before, look)
        for number, part in enumerate(part for part in element if isinstance(part.tag, str)):
            into.line.add(shape.between if number else "", look)
            script = shape.scripts[number] if number < len(shape.scripts) else ""
            self.element(part, replace(look, script=script or look.script), into, depth + 1)
        into.line.add(shape.behind, look)

    def box(self, element: Any, said: dict[str, str], look: Look, into: Collected, depth: int) -> None:
        """Collect an element that begins and ends a line: a heading, an item of Word's, a paragraph."""
        if (level := self.heading_level(element, said)) and not self.in_note:
            self.heading(element, level, into, depth)
            return
        if list_ := WORD_LIST.search(said.get("mso-list", "")):
            self.word_item(element, look.within(element.tag, said), into, depth, list_)
            return
        if said.get("mso-element", "").startswith("dropcap"):
            self.dropped = self.dropped or " ".join("".join(element.itertext()).split())
            return
        into.flush()
        inner = look if element.tag in ("td", "th", "body", "html") else look.within(element.tag, said)
        if self.dropped and element.tag == "p":
            into.line.add(self.dropped, inner)
            self.dropped = ""
        if self.is_list_paragraph(element):
            self.typed_item(element, inner, into, depth)
            return
        self.walk(element, inner, into, depth)
        into.flush()

    # What nobody should get.

    def is_left_out(self, element: Any, said: dict[str, str], into: Collected) -> bool:
        """Tell whether an element is no part of the text, and count it if its writer should know."""
        tag, classes = element.tag, self.classes(element)
        if not self.in_note and element in self.notes.taken:
            return True
        if tag in SKIPPED:
            return True
        if tag == "del" or is_deleted(classes) or is_replaced(element):
            words = "".join(element.itertext())
            if words.strip():
                self.left_out[Notice.DELETED] += 1
            into.line.gap = into.line.gap or words[:1].isspace() or words[-1:].isspace()
            into.line.gap_behind = words[:1].isspace() and words[-1:].isspace() and bool(words.strip())
            return True
        if self.is_comment(element, said, classes):
            return True
        if said.get("mso-element", "") in ("header", "footer"):
            return True
        if any(name.startswith("msotoc") and name[6:].isdecimal() for name in classes):
            before = element.getprevious()
            self.left_out[Notice.CONTENTS] += before is None or "msotoc" not in " ".join(self.classes(before))
            return True
        if "katex-html" in classes or tag in ("annotation", "annotation-xml"):
            return True
        if is_hidden(element, said):
            if "".join(element.itertext()).strip():
                self.left_out[Notice.HIDDEN] += 1
            return True
        return "ignore" in said.get("mso-list", "") and element.tag == "span"

    def is_comment(self, element: Any, said: dict[str, str], classes: set[str]) -> bool:
        """Tell whether an element is what somebody noted beside a text, or the mark of it."""
        if said.get("mso-element", "").startswith("comment"):
            if said["mso-element"] != "comment-list":
                self.left_out[Notice.COMMENTS] += 1
            else:
                found = [
                    inner
                    for inner in element.iter("*")
                    if "mso-element:comment" in (inner.get("style") or "")
                ]
                self.left_out[Notice.COMMENTS] += max(len(found) - 1, 1)
            return True
        href = element.get("href") or ""
        if "msocomanchor" in classes or said.get("mso-special-character") == "comment":
            return True
        if "msocomtxt" in classes or (href.startswith(("#_msocom", "#cmnt"))):
            self.left_out[Notice.COMMENTS] += href.startswith("#cmnt") and "ref" not in href
            return True
        name = element.get("id") or ""
        if element.tag in ("div", "p") and leads_to_comment(element):
            return element.tag == "div" or element.getparent().tag != "div"
        return name.startswith(("_com_", "_msocom_"))

    # Lines and blocks.

    def link(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        """Collect a link: the mark of a note, a way to another page, or words alone."""
        if self.in_note and self.notes.is_back(element):
            return
        note = None if self.in_note else self.notes.note_of(element)
        if note == "":
            self.notes.dead += 1
            self.left_out[Notice.NOTE_WITHOUT_WORDS] += 1
            return
        if note is not None:
            into.line.cite(note)
            return
        address = followable(element.get("href") or "")
        self.walk(element, replace(look, link=address or look.link), into, depth)

    def heading_level(self, element: Any, said: dict[str, str]) -> int:
        """Return the level of a heading, 0 if an element is none."""
        if found := HEADING.fullmatch(element.tag):
            return int(found[1])
        if element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            return int(level) if level.isdecimal() and len(level) == 1 else 2
        outline = said.get("mso-outline-level", "")
        if outline[:1].isdecimal() and element.tag == "p" and 0 < int(outline[0]) < 7:
            return int(outline[0])
        for name in (*self.classes(element), said.get("mso-style-name", "").lower().replace(" ", "")):
            if found := WORD_HEADING.fullmatch(name):
                return int(found[1])
            if name in TITLES and element.tag == "p":
                return 1
        return 0

    def heading(self, element: Any, level: int, into: Collected, depth: int) -> None:
        inner = Collected()
        self.walk(element, Look(), inner, depth)
        inner.flush()
        into.flush()
        lines = [block for block in inner.blocks if isinstance(block, Paragraph)]
        if self.classes(element) & TITLES and not self.title and lines:
            self.title = " ".join(line.text for line in lines)
        into.blocks += [block for block in inner.blocks if isinstance(block, Figure)]
        if lines:
            into.blocks.append(as_heading(joined(lines), level))

    def quote(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        inner = Collected()
        self.walk(element, look, inner, depth)
        inner.flush()
        blocks = stitched(inner.blocks)
        into.flush()
        if not blocks:
            return
        # Each paragraph of a quotation has the style by itself in Word.
        before = element.getprevious()
        goes_on = element.tag == "p" and before is not None and bool(self.classes(before) & QUOTES)
        into.blocks.append(Quoted(blocks, goes_on=goes_on))

    def list(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        into.flush()
        self.lists += 1
        above = element.getparent()
        level = 1
        while above is not None and above.tag not in ("body", "td", "th", "blockquote"):
            level += above.tag in ("ul", "ol", "menu", "dir")
            above = above.getparent()
            if level > 30:
                break
        name = str(self.lists) if level == 1 else ""
        if google := GOOGLE_LIST.search(element.get("class") or ""):
            name, level = google[1], int(google[2]) + 1
        elif indent := indent_of(element):
            name, level = "indented", indent
        said = of_element(element, self.sheet)
        ordered = element.tag == "ol"
        if ordered and said.get("list-style-type", "") in ("disc", "circle", "square", "none"):
            ordered = said["list-style-type"] == "none"
        if element.text and element.text.strip():
            self.text(element.text, look, into)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag == "li":
                self.item(child, look, into, depth + 1, name=name, ordered=ordered, level=level)
            else:
                self.element(child, look, into, depth + 1)
            if child.tail and child.tail.strip():
                self.text(child.tail, look, into)
        into.flush()

    def item(
        self, element: Any, look: Look, into: Collected, depth: int, *, name: str, ordered: bool, level: int
    ) -> None:
        """Collect an item; lists inside it follow it as items of a deeper level."""
        said = of_element(element, self.sheet)
        if self.is_left_out(element, said, into):
            return
        stated = element.get("data-aria-level") or element.get("aria-level") or ""
        if stated.isdecimal() and len(stated) < 3:
            level, name = max(int(stated), 1), element.get("data-listid") or ""
        elif word := WORD_LIST.search(said.get("mso-list", "")):
            level = int(word[2])
        elif indent := indent_of(element):
            level = indent
        inner = Collected()
        self.walk(element, look.within("li", said), inner, depth)
        inner.flush()
        into.flush()
        point = Point(level, ordered, name)
        into.blocks.append(point)
        for block in inner.blocks:
            if isinstance(block, Point):
                into.blocks.append(replace(block, level=max(block.level, level + 1)))
                point = Point(level, ordered, name, goes_on=True)
            elif point.goes_on and not point.blocks:
                point.blocks.append(as_text(block))
                into.blocks.append(point)
            else:
                point.blocks.append(as_text(block))

    def word_item(self, element: Any, look: Look, into: Collected, depth: int, list_: re.Match[str]) -> None:
        """Collect a paragraph of Word's that is an item of a list; its marker is typed in it."""
        marker = "".join(
            "".join(part.itertext())
            for part in element.iter("span")
            if "mso-list:ignore"
            in re.sub(r"\s", "", (part.get("style") or part.get("data-style") or "").lower())
        )
        bulleted = self.sheet.is_bulleted(list_[1] or "", int(list_[2]))
        ordered = is_ordered(marker)
        if ordered is None:
            ordered = not bulleted if bulleted is not None else False
        inner = Collected()
        self.walk(element, look, inner, depth)
        inner.flush()
        into.flush()
        name = f"{list_[1] or ''} {list_[3] or ''}"
        into.blocks.append(Point(int(list_[2]), ordered, name, list(map(as_text, inner.blocks))))

    def is_list_paragraph(self, element: Any) -> bool:
        style = element.get("style") or ""
        return re.search(r"text-indent:\s*-", style) is not None or any(
            name.startswith(("msolistparagraph", "msolistbullet", "msolistnumber"))
            for name in self.classes(element)
        )

    def typed_item(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        """Collect a paragraph in the style of a list: an item if a marker is typed before its words."""
        raw = "".join(element.itertext()).lstrip(" \t\r\n")
        inner = Collected()
        self.walk(element, look, inner, depth)
        inner.flush()
        first = inner.blocks[0] if inner.blocks else None
        marker = opens_with_marker(Paragraph(raw))
        is_styled = any(name.startswith("msolist") for name in self.classes(element))
        # A number typed before a paragraph that is only set in may be part of its words: "A. Purpose."
        if marker is None or not isinstance(first, Paragraph) or not (is_styled or marker["bullet"]):
            before = into.blocks[-1] if into.blocks else None
            goes_on = self.classes(element) & {"msolistparagraphcxspmiddle", "msolistparagraphcxsplast"}
            if goes_on and marker is None and isinstance(before, Point):
                into.flush()
                into.blocks.append(replace(before, blocks=list(map(as_text, inner.blocks)), goes_on=True))
            else:
                into.add(*inner.blocks)
            return
        sign = marker["bullet"] or marker["number"]
        cut_off = len(sign) + len(first.text[len(sign) :]) - len(first.text[len(sign) :].lstrip())
        inner.blocks[0] = cut(first, cut_off) if first.text.startswith(sign) else first
        margin = declared_margin(element)
        into.flush()
        into.blocks.append(Point(margin, bool(marker["number"]), "typed", list(map(as_text, inner.blocks))))

    def table(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        rows = list(rows_of(element))
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        into.flush()
        if is_layout(element, cells):
            for row in cells:
                for cell in row:
                    self.walk(cell, look, into, depth)
                    into.flush()
            return
        for caption in element.iterchildren("caption"):
            self.walk(caption, look, into, depth)
            into.flush()
        heads = [row.getparent().tag == "thead" for row in rows]
        made: list[tuple[Cell, ...]] = []
        for element_of_row, row, is_head in zip(rows, cells, heads, strict=True):
            if self.is_left_out(element_of_row, of_element(element_of_row, self.sheet), into):
                continue
            if kept := [
                cell for cell in row if not self.is_left_out(cell, of_element(cell, self.sheet), into)
            ]:
                made.append(tuple(self.cell(cell, depth, is_head=is_head) for cell in kept))
        if any(cell.blocks for row in made for cell in row):
            into.blocks.append(Table(tuple(made)))

    def cell(self, element: Any, depth: int, *, is_head: bool) -> Cell:
        inner = Collected()
        self.walk(element, Look(), inner, depth)
        inner.flush()
        blocks = tuple(plain_level(block) for block in stitched(inner.blocks))
        header = is_head or element.tag == "th"
        if header:
            blocks = tuple(plain_weight(block) for block in blocks)
        return Cell(blocks, header, span_of(element, "colspan"), span_of(element, "rowspan"))

    def figure(self, element: Any, look: Look, into: Collected, depth: int) -> None:
        inner = Collected()
        caption = next(element.iter("figcaption"), None)
        for child in element:
            if isinstance(child.tag, str) and child is not caption:
                self.element(child, look, inner, depth)
        inner.flush()
        into.flush()
        words: list[Paragraph] = []
        if caption is not None:
            said = Collected()
            for part in caption.iterchildren("span", "cite", "small"):
                # Caption and credit stand apart by their looks alone.
                part.tail = part.tail or " "
            self.walk(caption, look, said, depth)
            said.flush()
            words = [passage for block in stitched(said.blocks) for passage in passages_of(block)]
        figures = [block for block in inner.blocks if isinstance(block, Figure)]
        if len(figures) == 1 and words:
            inner.blocks = [replace(b, caption=joined(words)) if b is figures[0] else b for b in inner.blocks]
            words = []
        into.blocks += [*inner.blocks, *words]

    def picture(self, element: Any, look: Look, into: Collected) -> None:
        """Collect a picture; a smiley is its words, and what is as small as a dot shows nothing."""
        alt = " ".join((element.get("alt") or element.get("title") or "").split())[:300]
        sides = [
            int(side)
            for name in ("width", "height")
            if (side := (element.get(name) or "").removesuffix("px")).isdecimal()
        ]
        if element.get("aria-roledescription") == "checkbox":
            return
        if alt and (EMOJI.fullmatch(alt) or is_sign(element)):
            into.line.add(equations.words_of(alt), look)
            return
        if sides and min(sides) <= 4:
            return
        address = element.get("src") or element.get("data-src") or ""
        if address.startswith("data:image/gif") and element.get("data-src"):
            address = element.get("data-src") or ""
        if address:
            figure = Figure(address=address, alt=alt)
            into.add(figure)

    def frame(self, element: Any, into: Collected) -> None:
        address = element.get("src") or ""
        address = f"https:{address}" if address.startswith("//") else address
        if EMBEDS.match(address):
            into.add(Embed(address))
        elif address:
            self.left_out[Notice.FRAMES] += 1

    def opens_notes(self, element: Any) -> bool:
        """Tell whether a line stands above nothing but notes."""
        after = element.getnext()
        return after is not None and after in self.notes.taken

    def classes(self, element: Any) -> set[str]:
        return set((element.get("class") or "").lower().split()[:40])


def followable(address: str) -> str:
    """Return an address readers can follow, out of the wrappers of mail programs and Google; else ""."""
    address = "".join(address.split()) if address[:4].lower() != "http" else address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    wrapped = ""
    if host in ("www.google.com", "google.com") and parts.path == "/url":
        query = parse_qs(parts.query)
        wrapped = (query.get("q") or query.get("url") or [""])[0]
    elif host.endswith("safelinks.protection.outlook.com"):
        wrapped = (parse_qs(parts.query).get("url") or [""])[0]
    elif host in ("l.facebook.com", "lm.facebook.com"):
        wrapped = (parse_qs(parts.query).get("u") or [""])[0]
    if wrapped:
        return followable(wrapped) if wrapped != address else ""
    if parts.scheme in ("http", "https") and host:
        return address
    return address if parts.scheme == "mailto" and "@" in parts.path else ""


def is_deleted(classes: set[str]) -> bool:
    """Tell whether classes are those by which programs mark what was deleted with tracked changes."""
    if "suggestion" in classes and "delete" in " ".join(classes):
        return True
    return "msodel" in classes or any(DELETED.fullmatch(name) for name in classes)


def indent_of(element: Any) -> int:
    """Return how deep an editor says a list or an item is, 0 where it says nothing."""
    said = element.get("data-indent") or ""
    if said.isdecimal() and len(said) < 3:
        return int(said) + 1
    found = INDENTED.search(element.get("class") or "")
    return (int(found[2]) + (found[1] == "ql-indent-")) if found else 0


def is_sign(element: Any) -> bool:
    """Tell whether a picture stands for a sign among words: a smiley, an equation."""
    names = (element.get("class") or "").lower()
    return "emoji" in names or "mwe-math" in names or element.get("data-stringify-type") == "emoji"


def is_struck(element: Any, said: dict[str, str]) -> bool:
    """Tell whether words are struck through: they may be meant so, or be what somebody would delete."""
    is_line = "line-through" in said.get("text-decoration", "")
    return (element.tag in ("s", "strike") or is_line) and bool("".join(element.itertext()).strip())


def is_replaced(element: Any) -> bool:
    """Tell what a suggestion of Google's replaces: it is struck, beside words underlined in its colour."""
    struck = SUGGESTED.search(element.get("style") or "") if element.tag == "span" else None
    if struck is None or "line-through" not in element.get("style"):
        return False
    beside = [(element.tail, element.getnext()), ("", element.getprevious())]
    return any(
        not tail
        and other is not None
        and "underline" in (style := other.get("style") or "")
        and struck[1] in style
        for tail, other in beside
    )


def is_inline(element: Any, said: dict[str, str]) -> bool:
    """Tell whether an element stands in its line."""
    display = said.get("display")
    if element.tag == "div":
        return display == "inline"
    # What a page names itself stands in its line, as any element browsers do not know.
    return (element.tag in INLINE or ":" in element.tag or "-" in element.tag) and display not in BOXES


def leads_to_comment(element: Any) -> bool:
    """Tell whether an element begins with the way back from one of Google's comments to its words."""
    for inner in element.iter("*"):
        if (inner.get("href") or "").startswith("#cmnt_ref"):
            return True
        if (inner.text and inner.text.strip()) or (
            inner is not element and inner.tail and inner.tail.strip()
        ):
            return False
    return False


def ends_inserted(element: Any) -> bool:
    """Tell whether inserted words end with an element; Word cuts what is inserted into pieces."""
    if element.tag != "ins":
        return False
    around = element.getparent()
    if "msoins" in (around.get("class") or "").lower() and element.getnext() is None and not element.tail:
        element = around
    after = element.getnext()
    goes_on = after is not None and (after.tag == "ins" or next(after.iter("ins"), None) is not None)
    return bool(element.tail) or not goes_on


def is_moved_in(element: Any) -> bool:
    """Tell a block that a mail program only moves in from a quotation: it has a margin and no border."""
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return "border:none" in style and "margin" in style


def with_drawn_items(blocks: list[Block | Point | Quoted]) -> list[Block | Point | Quoted]:
    """Return paragraphs that begin with a bullet as items, where two or more follow each other."""
    drawn = [DRAWN.match(block.text) if isinstance(block, Paragraph) else None for block in blocks]
    made: list[Block | Point | Quoted] = []
    for number, (block, bullet) in enumerate(zip(blocks, drawn, strict=True)):
        beside = drawn[number - 1] if number else None
        beside = beside or (drawn[number + 1] if number + 1 < len(drawn) else None)
        if bullet and beside and isinstance(block, Paragraph):
            made.append(Point(1, False, "drawn", [cut(block, bullet.end())]))
        else:
            made.append(block)
    return made


def rows_of(table: Any) -> list[Any]:
    """Return the rows of a table, not those of tables within it."""
    rows = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child if row.tag == "tr"]
    return rows


def is_layout(table: Any, cells: list[list[Any]]) -> bool:
    """Tell whether a table only puts things in their places, as mails do."""
    if table.get("role") in ("presentation", "none"):
        return True
    if any(cell.tag == "th" for row in cells for cell in row):
        return False
    if any(next(cell.iter("table"), None) is not None for row in cells for cell in row):
        return True
    return sum(len(row) for row in cells) <= 1


def span_of(cell: Any, name: str) -> int:
    """Return over how many columns or rows a cell goes."""
    value = (cell.get(name) or "1").strip()
    return min(int(value), LARGEST_SPAN) or 1 if value.isdecimal() and len(value) < 6 else 1


def joined(lines: list[Paragraph]) -> Paragraph:
    """Return several lines as one."""
    whole = lines[0]
    for line in lines[1:]:
        at = len(whole.text) + 1
        whole = Paragraph(
            f"{whole.text} {line.text}",
            marks=(*whole.marks, *(replace(m, start=m.start + at, end=m.end + at) for m in line.marks)),
            cites=(*whole.cites, *(replace(c, at=c.at + at) for c in line.cites)),
        )
    return whole


def as_heading(line: Paragraph, level: int) -> Heading:
    """Return a line as a heading of one of the two levels there are."""
    marks = tuple(mark for mark in line.marks if mark.kind != "strong")
    return Heading(line.text, level=level if level < 2 else min(level, 3), marks=marks, cites=line.cites)


def as_text(block: Block | Point | Quoted) -> Block | Point | Quoted:
    """Return a block as it may stand inside an item."""
    return block if isinstance(block, Point | Quoted) else plain_level(block)


def plain_level(block: Block) -> Block:
    """Return a block as it may stand inside an item or a cell: there are no headings there."""
    if isinstance(block, Heading):
        return Paragraph(block.text, marks=block.marks, cites=block.cites)
    return block


def plain_weight(block: Block) -> Block:
    """Return a cell's words without the weight that head cells have anyway."""
    if isinstance(block, Paragraph):
        return replace(block, marks=tuple(mark for mark in block.marks if mark.kind != "strong"))
    return block


def cut(line: Paragraph, at: int) -> Paragraph:
    """Return a line without its first letters."""
    if not at:
        return line
    marks = (replace(m, start=max(m.start - at, 0), end=m.end - at) for m in line.marks if m.end > at)
    cites = (replace(c, at=max(c.at - at, 0)) for c in line.cites)
    return replace(line, text=line.text[at:], marks=tuple(marks), cites=tuple(cites))


def declared_margin(element: Any) -> int:
    """Return the level of an item by how far it is set in: half an inch each."""
    style = (element.get("style") or element.get("data-style") or "").lower()
    found = re.search(r"margin(?:-left)?:\s*(?:[\d.]+\w+\s+){0,3}?([\d.]{1,8})(in|pt|cm|px)", style)
    if not found:
        return 1
    inches = float(found[1]) / {"in": 1, "pt": 72, "cm": 2.54, "px": 96}[found[2]]
    return max(1, min(9, round(inches / 0.5)))


def tidied(blocks: list[Block]) -> list[Block]:
    """Return blocks without lines across at either end, and never two in a row."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Rule) and (not kept or isinstance(kept[-1], Rule)):
            continue
        kept.append(block)
    while kept and isinstance(kept[-1], Rule):
        kept.pop()
    return kept
