"""Read a list: every item holds blocks, and what stands between items joins the one before."""

from collections.abc import Callable

from publishing.richtext.document import Block, Bullets
from publishing.richtext.nesting import Element

Content = list[Element | str]


def read_list(element: Element, start: str, read: Callable[[Content], list[Block]]) -> Bullets:
    """Return the list with its items."""
    items: list[Content] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "li":
            items.append(list(child.children))
        elif items:
            items[-1].append(child)
        elif isinstance(child, Element) or child.strip():
            items.append([child])
    return Bullets([read(item) for item in items], element.name, start)
