"""The one list of what a text may hold.

The editor's extensions, the sanitiser, the renderer and the tests all read it. A node is known by its
tag and its required attributes; where several share a tag (three kinds of `<a>`), the first that fits wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing.richtext import attributes as check
from publishing.richtext import waiting
from publishing.richtext.attributes import Validator


@dataclass(frozen=True)
class Attribute:
    """One allowed attribute; `clean` returns the value to keep, or None to drop it."""

    name: str
    clean: Validator
    required: bool = False


@dataclass(frozen=True)
class Part:
    """A tag that belongs to a node and stands only inside the tags named."""

    tag: str
    parents: tuple[str, ...]
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True)
class Node:
    """One row of the contract: its tag, attributes, places, and the editor's extensions for it."""

    name: str
    tag: str
    parents: tuple[str, ...]
    extensions: Mapping[str, Any]
    attributes: tuple[Attribute, ...] = ()
    parts: tuple[Part, ...] = ()
    # False for extensions that the editor package brings, True for those this project writes itself.
    own: bool = field(default=False, kw_only=True)

    def accept(self, written: Mapping[str, str]) -> dict[str, str] | None:
        """Return the attributes to keep, or None when a required one is missing or wrong."""
        kept = {}
        for attribute in self.attributes:
            value = attribute.clean(written[attribute.name]) if attribute.name in written else None
            if value is not None:
                kept[attribute.name] = value
            elif attribute.required:
                return None
        return kept


TOP = ""
CONTAINERS = ("li", "th", "td", "blockquote")
LINES = ("p", "h2", "h3", "figcaption")
MARKS = ("q", "span", "a", "strong", "em", "sup", "sub")
INLINE = (*LINES, *MARKS)

_ATTRIBUTION = (
    Attribute("data-person", check.key),
    Attribute("data-speaker", check.text_up_to(check.SPEAKER_LENGTH)),
    Attribute("data-reference", check.key),
)
_SPANS = (
    Attribute("colspan", check.number_up_to(50)),
    Attribute("rowspan", check.number_up_to(200)),
)
_ITEM = (Part("li", ("ul", "ol")),)
_ALT = Attribute("data-alt", check.text_up_to(check.ALT_LENGTH))

NODES: tuple[Node, ...] = (
    Node("paragraph", "p", (TOP, *CONTAINERS), {"Paragraph": True}),
    Node("heading 2", "h2", (TOP,), {"Heading": {"levels": [2, 3]}}),
    Node("heading 3", "h3", (TOP,), {"Heading": {"levels": [2, 3]}}),
    Node("bullet list", "ul", (TOP, *CONTAINERS), {"BulletList": True, "ListItem": True}, parts=_ITEM),
    Node(
        "numbered list",
        "ol",
        (TOP, *CONTAINERS),
        {"OrderedList": True, "ListItem": True},
        (Attribute("start", check.number_up_to(9999)),),
        _ITEM,
    ),
    Node(
        "table",
        "table",
        (TOP,),
        {"Table": True, "TableRow": True, "TableHeader": True, "TableCell": True},
        parts=(
            Part("thead", ("table",)),
            Part("tbody", ("table",)),
            Part("tr", ("thead", "tbody")),
            Part("th", ("tr",), _SPANS),
            Part("td", ("tr",), _SPANS),
        ),
    ),
    Node("rule", "hr", (TOP,), {"HorizontalRule": True}),
    Node("bold", "strong", INLINE, {"Bold": True}),
    Node("italic", "em", INLINE, {"Italic": True}),
    Node("superscript", "sup", INLINE, {"Superscript": True}),
    Node("subscript", "sub", INLINE, {"Subscript": True}),
    Node(
        "citation",
        "a",
        INLINE,
        {"Citation": True},
        (
            Attribute("data-reference", check.key, required=True),
            Attribute("data-locator", check.text_up_to(check.LOCATOR_LENGTH)),
        ),
        own=True,
    ),
    Node(
        "waiting note",
        "a",
        INLINE,
        {"WaitingNote": True},
        (
            Attribute("data-waiting", check.text_up_to(waiting.LONGEST), required=True),
            Attribute("data-read", waiting.as_read),
            Attribute("data-locator", check.text_up_to(check.LOCATOR_LENGTH)),
        ),
        own=True,
    ),
    Node(
        "mention",
        "a",
        INLINE,
        {"Mention": True},
        (Attribute("data-person", check.key, required=True),),
        own=True,
    ),
    Node(
        "link",
        "a",
        INLINE,
        {"Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]}},
        (Attribute("href", check.link, required=True),),
    ),
    Node(
        "inline quotation",
        "q",
        INLINE,
        {"InlineQuotation": True},
        (Attribute("data-quote", check.key, required=True), *_ATTRIBUTION),
        own=True,
    ),
    Node(
        "pull quote",
        "blockquote",
        (TOP,),
        {"PullQuote": True},
        (Attribute("data-pull", check.present, required=True),),
        own=True,
    ),
    Node(
        "block quotation",
        "blockquote",
        (TOP,),
        {"BlockQuotation": True},
        (Attribute("data-quote", check.key, required=True), *_ATTRIBUTION),
        own=True,
    ),
    Node(
        "figure",
        "figure",
        (TOP,),
        {"LibraryFigure": True},
        (
            Attribute("data-image", check.key, required=True),
            _ALT,
            Attribute("data-decorative", check.present),
            Attribute("data-size", check.size),
        ),
        (Part("figcaption", ("figure",)),),
        own=True,
    ),
    Node(
        "missing picture",
        "figure",
        (TOP,),
        {"MissingPicture": True},
        (Attribute("data-gap", check.gap, required=True), _ALT),
        own=True,
    ),
    Node(
        "embed",
        "figure",
        (TOP,),
        {"Embed": True},
        (Attribute("data-embed", check.embed, required=True),),
        own=True,
    ),
    Node(
        "private note",
        "span",
        INLINE,
        {"Note": True},
        (Attribute("data-note", check.key, required=True),),
        own=True,
    ),
)

BY_TAG: dict[str, tuple[Node, ...]] = {
    tag: tuple(node for node in NODES if node.tag == tag) for tag in {node.tag for node in NODES}
}
PARTS = {part.tag: part for node in NODES for part in node.parts}
EDITOR_EXTENSIONS: dict[str, Any] = {
    name: settings for node in NODES for name, settings in node.extensions.items()
}
OWN_EXTENSIONS = frozenset(name for node in NODES if node.own for name in node.extensions)


def match(tag: str, written: Mapping[str, str]) -> tuple[Node, dict[str, str]] | None:
    """Find the node an element is, with the attributes it keeps."""
    for node in BY_TAG.get(tag, ()):
        kept = node.accept(written)
        if kept is not None:
            return node, kept
    return None
