"""What styles say: those in a tag, and those a style sheet gives to classes and elements."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .markup import rules_of, without_comments

Declared = dict[str, str]

COMMENT = re.compile(r"<!--|-->")
# It may stand in front of the first rule without a line end, and would swallow it.
IMPORT = re.compile(r"@(?:import|charset|namespace)[^;{}]*;", re.IGNORECASE)
LIST_LEVEL = re.compile(r"@list\s+(l\d{1,4}):level(\d{1,2})", re.IGNORECASE)
SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]{1,100}))?", re.IGNORECASE)
KNOWN = frozenset(
    [
        "font-weight",
        "font-style",
        "font",
        "vertical-align",
        "display",
        "visibility",
        "white-space",
        "text-decoration",
        "mso-hide",
        "mso-list",
        "mso-element",
        "mso-outline-level",
        "mso-style-name",
        "mso-style-parent",
        "mso-level-number-format",
        "mso-special-character",
        "mso-comment-reference",
        "mso-footnote-id",
        "mso-endnote-id",
        "mso-level-text",
        "list-style-type",
        "mso-prop-change",
        "font-size",
        "opacity",
        "max-height",
    ]
)
MOST_RULES = 5_000
NOTHING = re.compile(r"0(?:\.0+)?(?:px|pt|em|rem|%)?")
# What pages write for those who hear them, and for those who edit them.
UNSEEN = frozenset(
    [
        "sr-only",
        "screen-reader-text",
        "screen-reader-only",
        "visually-hidden",
        "visuallyhidden",
        "assistive-text",
        "mw-editsection",
        "headerlink",
        "header-anchor",
        "anchorjs-link",
        "noprint",
        "msoplaceholdertext",
    ]
)
BOLD = re.compile(r"\b(?:bold|bolder|[6-9]\d\d)\b")


def declared(style: str) -> Declared:
    """Return the declarations of a style that say something of words; the last of a name counts."""
    found: Declared = {}
    for part in style.split(";")[:500]:
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in KNOWN:
            found[name] = value.strip().lower() if name != "mso-style-name" else value.strip(" \"'\n")
    return found


class Sheet:
    """The rules of a document's own style sheet, by element and class."""

    def __init__(self, text: str = "") -> None:
        self._by_class: dict[str, dict[str, Declared]] = defaultdict(dict)
        self._by_tag: dict[str, Declared] = {}
        self._levels: dict[tuple[str, str], Declared] = {}
        text = IMPORT.sub("", COMMENT.sub(" ", without_comments(text)))
        for selectors, body in rules_of(text)[:MOST_RULES]:
            if not selectors.lstrip().lower().startswith("@media"):
                self._take(selectors, declared(body.replace("\n", " ")))

    def _take(self, selectors: str, said: Declared) -> None:
        if level := LIST_LEVEL.search(selectors):
            self._levels[level[1].lower(), level[2]] = said
            return
        if not said:
            return
        for selector in selectors.split(","):
            simple = SIMPLE.fullmatch(selector.strip())
            if simple is None:
                continue
            tag, name = (simple[1] or "").lower(), simple[2]
            if name:
                rules = self._by_class[name].setdefault(tag, {})
                rules.update(said)
            elif tag:
                self._by_tag.setdefault(tag, {}).update(said)

    def of(self, tag: str, classes: list[str]) -> Declared:
        """Return what the sheet says of an element."""
        said = dict(self._by_tag.get(tag, {}))
        for name in classes:
            rules = self._by_class.get(name)
            if rules:
                said |= rules.get("", {}) | rules.get(tag, {})
        return said

    def is_bulleted(self, name: str, level: int) -> bool | None:
        """Tell whether a level of one of Word's lists has bullets; None where the sheet does not say."""
        said = self._levels.get((name, str(level)))
        if said is None or "mso-level-number-format" not in said:
            return None if said is None else False
        return said["mso-level-number-format"] == "bullet"


@dataclass(frozen=True)
class Look:
    """How letters look here: what an element gets from those around it, changed by its own style."""

    bold: bool = False
    italic: bool = False
    script: str = ""
    link: str = ""
    is_pre: bool = False

    def within(self, tag: str, said: Mapping[str, str]) -> "Look":
        """Return the look inside an element."""
        bold, italic, script, is_pre = self.bold, self.italic, self.script, self.is_pre
        if tag in ("b", "strong"):
            bold = True
        elif tag in ("i", "em", "dfn", "var", "cite"):
            italic = True
        elif tag in ("sup", "sub"):
            script = tag
        elif tag in ("pre", "textarea"):
            is_pre = True
        weight, slant = said.get("font-weight", ""), said.get("font-style", "")
        short = said.get("font", "")
        if weight:
            bold = BOLD.search(weight) is not None or (bold and weight in ("inherit", "unset"))
        elif short and BOLD.search(short.partition("px")[0]):
            bold = True
        if slant:
            italic = slant.startswith(("italic", "oblique")) or (italic and slant in ("inherit", "unset"))
        align = said.get("vertical-align", "")
        if align.startswith(("super", "sub")):
            script = "sup" if align.startswith("super") else "sub"
        elif align.startswith("baseline") and tag not in ("sup", "sub"):
            script = ""
        space = said.get("white-space", "")
        if space:
            is_pre = (
                space.startswith(("pre", "break-spaces")) and space != "pre-line" if tag != "pre" else True
            )
        return Look(bold, italic, script, self.link, is_pre)


def of_element(element: Any, sheet: Sheet) -> Declared:
    """Return all that is said of an element's look, its own style last."""
    classes = (element.get("class") or "").split()[:40]
    said = sheet.of(element.tag, classes)
    own = element.get("style") or element.get("data-style")
    return said | declared(own) if own else said


def is_hidden(element: Any, said: Mapping[str, str]) -> bool:
    """Tell whether nobody sees an element."""
    return (
        said.get("display", "").startswith("none")
        or said.get("visibility", "").startswith(("hidden", "collapse"))
        or said.get("mso-hide", "") in ("all", "screen")
        or element.get("hidden") is not None
        or any(NOTHING.fullmatch(said.get(name, "")) for name in ("font-size", "opacity", "max-height"))
        or not UNSEEN.isdisjoint((element.get("class") or "").lower().split()[:40])
    )
