"""Footnotes and endnotes of a document: which links are their marks, and where their words stand."""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import unquote

# What programs call the place of a note, and the place it is cited from: Word, Google Docs, LibreOffice,
# Pandoc, Wikipedia, WordPress and most others.
NOTE = re.compile(
    r"_?(?:ftn|edn|ftnt|fn|en|sdfootnote|sdendnote|footnotes?|endnotes?|note|cite_note|refnote|fnote|easy-footnote"
    r"|user-content-fn|def)[-_:.]?[\w.:-]*",
    re.IGNORECASE,
)
BACK = re.compile(
    r"_?(?:ftnref|ednref|ftnt_ref|fnref|fn-?ref|enref|sdfootnote\d+anc|sdendnote\d+anc|footnote-?ref|endnote-?ref"
    r"|noteref|note-?ref|cite_ref|refmark|user-content-fnref|fna|.*-(?:ref|anchor|back)\b|ref-?\d+)[-_:.]?[\w.:-]*",
    re.IGNORECASE,
)
COMMENT = re.compile(r"_?(?:msocom|cmnt|_anchor|com_|_msocom)[\w.-]*", re.IGNORECASE)
MARK = re.compile(r"\W*(?:\d{1,4}|[ivxlc]{1,6}|[a-z]{1,2}|[*†‡§¶#]{1,4}|note\s+\d{1,4})\W*", re.IGNORECASE)
ARROWS = re.compile(r"[\s↩↑^⤴⏎\ufe0e\ufe0f⬆🔙]*(?:back|jump up|return)?[\s↩↑^⤴⏎\ufe0e\ufe0f]*", re.IGNORECASE)
LEADING = re.compile(r"^\s*(?:\[\w{1,4}\]|\(\w{1,4}\)|\d{1,4}[.)]|\^)\s*")
MOST_LINKS = 40
BLOCKS = frozenset(["li", "p", "div", "dd", "td", "section", "aside"])
WRAPPERS = frozenset(["div", "section", "ol", "ul", "dl", "aside", "footer", "table", "tbody"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "hr", "br"])


@dataclass
class Notes:
    """The notes of one document."""

    # From the id in a link to the element that holds the note's words.
    bodies: dict[str, Any] = field(default_factory=dict)
    # Elements that are no part of the running text.
    taken: set[Any] = field(default_factory=set)
    dead: int = 0

    def note_of(self, element: Any) -> str | None:
        """Return the id of the note a link marks; "" where its words are not there, None if it is none."""
        target = _target(element)
        if target is None or (BACK.fullmatch(target) and target not in self.bodies):
            return None
        if target in self.bodies:
            return target
        is_mark = MARK.fullmatch(_words(element)) is not None
        return "" if is_mark and NOTE.fullmatch(target) and not COMMENT.fullmatch(target) else None

    def is_back(self, element: Any) -> bool:
        """Tell whether a link leads from a note back to its mark."""
        target = _target(element)
        if target is None:
            return False
        words = _words(element)
        is_mark = MARK.fullmatch(words) is not None and target not in self.bodies
        return is_mark or ARROWS.fullmatch(words) is not None


def find_notes(root: Any) -> Notes:
    """Find the notes of a document and where their words stand."""
    places: dict[str, Any] = {}
    links: list[Any] = []
    for element in root.iter("*"):
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                places.setdefault(name, element)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            links.append(element)
    notes = Notes()
    cited_from = {name: link for link in links for name in (link.get("id"), link.get("name")) if name}
    bodies: set[Any] = set()
    for link in links:
        target = _target(link) or ""
        if (
            target in notes.bodies
            or target not in places
            or COMMENT.fullmatch(target)
            or BACK.fullmatch(target)
        ):
            continue
        # A link inside a note leads back, whatever it is called.
        if not MARK.fullmatch(_words(link)) or any(around in bodies for around in link.iterancestors()):
            continue
        body = _body(places[target], link)
        known = NOTE.fullmatch(target) is not None or link.get("role") == "doc-noteref"
        if body is not None and (known or _leads_back(body, link, cited_from)):
            notes.bodies[target] = body
            bodies.add(body)
    notes.taken = set(notes.bodies.values())
    tried: set[Any] = set()
    for body in list(notes.bodies.values()):
        _take_wrappers(body, notes.taken, tried)
    return notes


def place_in(address: str) -> str:
    """Return the name of a place, of an address that leads to one."""
    return unquote(address.rpartition("#")[2])


def is_note_mark(link: Any) -> bool:
    """Tell whether a link looks like the mark of a note: raised, or named one, and short."""
    around = [link, *link.iterancestors("sup", "span")][:3]
    named = any("note" in (element.get("class") or "").lower() for element in around)
    raised = any(element.tag == "sup" for element in around) or link.find(".//sup") is not None
    return (named or raised) and MARK.fullmatch(_words(link)) is not None


def without_mark(text: str) -> int:
    """Return how many letters at the beginning of a note's words are its own number."""
    found = LEADING.match(text)
    return found.end() if found else 0


def _target(element: Any) -> str | None:
    href = element.get("href") or ""
    return href[1:] if href.startswith("#") and len(href) > 1 else None


def _words(element: Any) -> str:
    return "".join(element.itertext()).replace("\u00a0", " ").strip()[:40]


def _body(place: Any, link: Any) -> Any:
    """Return the block that holds a note's words: around its anchor, or at its id."""
    element = place
    while element is not None and element.tag not in BLOCKS:
        element = element.getparent()
    if element is None or element in link.iterancestors():
        return None
    # Word and LibreOffice put all paragraphs of a note into a box of their own.
    around = element.getparent()
    while around is not None and around.tag == "div" and element.tag != "li":
        name = around.get("id") or ""
        boxed = re.fullmatch(r"(?:ftn|edn|sdfootnote|sdendnote|fn|en)-?\d+", name)
        if (
            not boxed
            and "mso-element:footnote;" not in _squeezed(around)
            and "mso-element:endnote;" not in _squeezed(around)
        ):
            break
        element, around = around, around.getparent()
    return element


def _squeezed(element: Any) -> str:
    return re.sub(r"\s", "", element.get("style") or element.get("data-style") or "").lower() + ";"


def _leads_back(body: Any, link: Any, cited_from: dict[str, Any]) -> bool:
    own = {
        link.get("id"),
        link.get("name"),
        *(parent.get("id") for parent in list(link.iterancestors())[:2]),
    } - {None}
    links = islice(body.iter("a"), MOST_LINKS)
    return any((other.get("href") or "").removeprefix("#") in own for other in links)


def _take_wrappers(body: Any, taken: set[Any], tried: set[Any]) -> None:
    """Take the boxes in which nothing but notes stands, with the line or heading above them."""
    around = body.getparent()
    while around is not None and around.tag in WRAPPERS and around not in tried:
        tried.add(around)
        if any(_has_words(child, taken) for child in around if isinstance(child.tag, str)):
            return
        if (around.text or "").strip() or any((child.tail or "").strip() for child in around):
            return
        taken.add(around)
        around = around.getparent()


def _has_words(element: Any, taken: set[Any]) -> bool:
    if element in taken or element.tag in HEADINGS:
        return False
    return bool("".join(element.itertext()).strip())
