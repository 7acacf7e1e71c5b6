"""Put tags into a tree of bounded depth, repairing what does not fit as browsers roughly do."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from publishing.richtext import limits
from publishing.richtext.scan import End, Start, Token

_VOID_NAMES = "area base basefont br col embed frame hr img input link meta param source track wbr"
VOID = frozenset(_VOID_NAMES.split())
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# Elements that stand on their own lines; all others are inline.
_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form head header hgroup hr html legend li main menu nav ol optgroup option
    p pre section select summary table tbody td tfoot th thead tr ul
"""
BLOCKS = HEADINGS | frozenset(_BLOCK_NAMES.split())
# A start tag on the left ends an open element on the right, but looks no further than the fence.
_TABLE = frozenset(["table"])
_CELL = frozenset(["td", "th", "caption", "table"])
_LIST = frozenset(["ul", "ol", "dir", "menu", "blockquote", *_CELL])
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(["li"]), _LIST),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl", *_LIST])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl", *_LIST])),
    "td": (frozenset(["td", "th"]), frozenset(["tr", *_TABLE])),
    "th": (frozenset(["td", "th"]), frozenset(["tr", *_TABLE])),
    "tr": (frozenset(["tr"]), _TABLE),
    **dict.fromkeys(["thead", "tbody", "tfoot"], (frozenset(["thead", "tbody", "tfoot"]), _TABLE)),
    **dict.fromkeys(HEADINGS, (HEADINGS, BLOCKS - HEADINGS)),
    "option": (frozenset(["option"]), frozenset(["select"])),
    "a": (frozenset(["a"]), BLOCKS),
}


TOP_NAME = ""
_PARAGRAPH = frozenset(["p"])
_NOT_PARAGRAPH = BLOCKS - _PARAGRAPH


@dataclass
class Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)


def nest(tokens: Iterable[Token]) -> Element:
    """Return the root of the tree, refusing at once what is nested too deep."""
    root = Element(TOP_NAME)
    stack = [root]
    for token in tokens:
        if isinstance(token, str):
            stack[-1].children.append(token)
        elif isinstance(token, End):
            _close(stack, frozenset([token.name]), _fence(token.name))
        else:
            _open(stack, token)
    return root


def _open(stack: list[Element], start: Start) -> None:
    """Add an element, ending first what cannot hold it."""
    if start.name in BLOCKS:
        _close(stack, _PARAGRAPH, _NOT_PARAGRAPH)
    if start.name in _ENDS:
        _close(stack, *_ENDS[start.name])
    element = Element(start.name, start.attributes)
    stack[-1].children.append(element)
    if start.name in VOID:
        return
    if len(stack) > limits.MAX_DEPTH:
        raise limits.too_deep()
    stack.append(element)


def _fence(name: str) -> frozenset[str]:
    """Say which open elements an end tag may not reach across."""
    if name in ("table", "body", "html"):
        return frozenset()
    if name in ("td", "th", "caption", "tr", "thead", "tbody", "tfoot"):
        return _TABLE
    return _CELL if name in BLOCKS else BLOCKS


def _close(stack: list[Element], names: frozenset[str], fence: frozenset[str]) -> None:
    """End the innermost open element of those names, and all that is open inside it."""
    for index in range(len(stack) - 1, 0, -1):
        if stack[index].name in names:
            del stack[index:]
            return
        if stack[index].name in fence:
            return
