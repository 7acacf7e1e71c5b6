"""Styles and lists of a Word document: what a paragraph is by its style, and how its letters look."""

import re
from dataclasses import dataclass, replace
from typing import Any

from manuscripts.formats.assembling import Part

from .names import attribute, child, is_on, local

HEADING = re.compile(
    r"(?:heading|berschrift|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|nagłówek|заголовок|標題|标题"
    r"|見出し|otsikko|nadpis|címsor|titlu|başlık|επικεφαλίδα|כותרת|عنوان)\s*([1-9])(?:\s+char)?",
    re.IGNORECASE,
)
TITLES = frozenset(["title", "titel", "titre", "titolo", "document title", "headline", "article title"])
SUBTITLES = frozenset(
    ["subtitle", "untertitel", "sous-titre", "subtítulo", "sottotitolo", "deck", "standfirst"]
)
QUOTES = frozenset(
    [
        "quote",
        "intense quote",
        "block text",
        "quotations",
        "block quote",
        "blockquote",
        "block quotation",
        "quotation",
        "zitat",
        "intensives zitat",
        "citation",
        "citation intense",
        "cita",
        "cita destacada",
        "citazione",
        "citat",
        "citaat",
        "extract",
        "long quote",
    ]
)
CAPTIONS = frozenset(
    ["caption", "beschriftung", "légende", "leyenda", "didascalia", "figure", "image caption"]
)
DEEPEST = 20


@dataclass(frozen=True)
class Style:
    """What a style says; None where it says nothing."""

    name: str = ""
    strong: bool | None = None
    em: bool | None = None
    hidden: bool | None = None
    script: str | None = None
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None

    def under(self, other: "Style") -> "Style":
        """Return this style with what another one says on top."""
        said = {name: value for name, value in vars(other).items() if value is not None and name != "name"}
        return replace(self, name=other.name or self.name, **said)

    @property
    def part(self) -> Part:
        """Return what a paragraph of this style is."""
        name = self.name.strip().lower()
        if name in TITLES:
            return Part.TITLE
        if name in SUBTITLES:
            return Part.SUBTITLE
        if name in QUOTES:
            return Part.QUOTE
        if name in CAPTIONS:
            return Part.CAPTION
        return Part.HEADING if self.level else Part.TEXT

    @property
    def level(self) -> int:
        """Return the level of a heading, 0 for what is none."""
        found = HEADING.fullmatch(self.name.strip())
        if found:
            return int(found[1])
        return self.outline + 1 if self.outline is not None and self.outline < 6 else 0


def said_by(properties: Any, name: str = "") -> Style:
    """Return what the properties of a run, a paragraph or a style say."""
    said: dict[str, Any] = {"name": name}
    for each in properties if properties is not None else ():
        match local(each):
            case "b":
                said["strong"] = is_on(each)
            case "i":
                said["em"] = is_on(each)
            case "vanish":
                said["hidden"] = is_on(each)
            case "vertAlign":
                said["script"] = {"superscript": "sup", "subscript": "sub"}.get(attribute(each, "val"), "")
            case "outlineLvl":
                said["outline"] = number(attribute(each, "val"), 9)
            case "numPr":
                list_id, level = child(each, "numId"), child(each, "ilvl")
                said["list_id"] = attribute(list_id, "val") if list_id is not None else None
                said["list_level"] = number(attribute(level, "val"), 0) if level is not None else None
    return Style(**said)


def number(text: str, otherwise: int) -> int:
    """Return a small number that was written; anything else is what is mostly meant."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


class Styles:
    """The styles of one document, by their ids."""

    def __init__(self, root: Any) -> None:
        self.own: dict[str, Any] = {}
        self.based: dict[str, str] = {}
        self.default = ""
        self.language = ""
        for each in root if root is not None else ():
            if local(each) == "style":
                self._take(each)
            elif local(each) == "docDefaults":
                self.language = attribute(child(each, "rPrDefault", "rPr", "lang"), "val")

    def _take(self, style: Any) -> None:
        id = attribute(style, "styleId")
        said = said_by(child(style, "pPr"), attribute(child(style, "name"), "val"))
        self.own[id] = said.under(said_by(child(style, "rPr")))
        self.based[id] = attribute(child(style, "basedOn"), "val")
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
            self.default = id

    def of(self, id: str) -> Style:
        """Return a style with all it is based on."""
        chain: list[str] = []
        while id and id not in chain and len(chain) < DEEPEST:
            chain.append(id)
            id = self.based.get(id, "")
        style = Style()
        for each in reversed(chain):
            # A style nobody described still has a name that says what it is.
            style = style.under(self.own.get(each, Style(_spaced(each))))
        if len(chain) > 1 and style.part is Part.TEXT:
            named = (self.own.get(each, Style()).part for each in chain[1:])
            inherited = next((at for at, part in enumerate(named, 1) if part is not Part.TEXT), 0)
            if inherited:
                style = replace(style, name=self.own[chain[inherited]].name)
        return style


def _spaced(id: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", id)


class Lists:
    """Which lists of a document are numbered."""

    def __init__(self, root: Any) -> None:
        kinds: dict[str, dict[str, str]] = {}
        self.kinds: dict[str, dict[str, str]] = {}
        for each in root if root is not None else ():
            if local(each) == "abstractNum":
                kinds[attribute(each, "abstractNumId")] = _levels(each)
            elif local(each) == "num":
                base = kinds.get(attribute(child(each, "abstractNumId"), "val"), {})
                changed = {
                    attribute(over, "ilvl"): kind
                    for over in each
                    if local(over) == "lvlOverride"
                    for kind in _levels(over).values()
                }
                self.kinds[attribute(each, "numId")] = base | changed

    def is_ordered(self, list_id: str, level: int) -> bool:
        """Tell whether the items of a list have numbers at a level."""
        return self.kinds.get(list_id, {}).get(str(level), "bullet") not in ("bullet", "none", "")


def _levels(element: Any) -> dict[str, str]:
    return {
        attribute(each, "ilvl"): attribute(child(each, "numFmt"), "val")
        for each in element
        if local(each) == "lvl"
    }
