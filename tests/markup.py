"""Faults in a page's markup: browsers forgive them, and readers' other software may not."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "list")
OBSOLETE = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "frameborder", "hspace", "nowrap"}
OBSOLETE |= {"valign", "vspace", "language", "rev", "scrolling"}
GONE = {"acronym", "big", "center", "font", "frame", "frameset", "marquee", "strike", "tt"}
SIZED = {"canvas", "embed", "iframe", "img", "input", "object", "source", "video"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def faults(html: str) -> list[str]:
    """Say what is wrong with a page."""
    root, errors = parsed(html)
    found = [f"line {line}: {code} {details}" for (line, _column), code, details in errors]
    for check in (_doubled, _unnamed, _dangling, _without_words, _skipped, _obsolete, _too_late):
        found += check(root)
    return found


@lru_cache(maxsize=512)
def parsed(html: str) -> tuple[Element, list[Any]]:
    """Return a page's tree and the errors on the way to it; several tests look at one page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(html), parser.errors


def identifiers(html: str) -> set[str]:
    """Return what a link's fragment may lead to."""
    root, _errors = parsed(html)
    return {element.get("id", "") for element in elements(root)}


def elements(root: Element) -> Iterator[Element]:
    """Go through a page's elements; comments are none."""
    return (element for element in root.iter() if isinstance(element.tag, str))


def _doubled(root: Element) -> list[str]:
    seen = Counter(element.get("id") for element in elements(root) if "id" in element.attrib)
    return [f"the id “{name}” is there {count} times" for name, count in seen.items() if count > 1]


def _unnamed(root: Element) -> list[str]:
    return [f"<{element.tag}> has an empty id" for element in elements(root) if element.get("id") == ""]


def _dangling(root: Element) -> list[str]:
    there = {element.get("id") for element in elements(root)}
    wanted = [
        (f"{attribute}=“{name}”", name)
        for element in elements(root)
        for attribute in NAMING
        for name in element.get(attribute, "").split()
    ]
    links = [element.get("href", "") for element in root.iter("a")]
    wanted += [(f"the link to {link}", link[1:]) for link in links if link.startswith("#") and link != "#"]
    return [f"{what} leads to nothing" for what, name in wanted if name not in there]


def _without_words(root: Element) -> list[str]:
    return [
        f"a picture without alt: {image.get('src')}"
        for image in root.iter("img")
        if "alt" not in image.attrib
    ]


def _skipped(root: Element) -> list[str]:
    levels = [HEADINGS.index(element.tag) + 1 for element in elements(root) if element.tag in HEADINGS]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} headings of the first level"]
    steps = zip([0, *levels], levels, strict=False)
    return found + [f"h{level} follows h{before}" for before, level in steps if level > before + 1]


def _obsolete(root: Element) -> list[str]:
    found = [f"<{element.tag}> is obsolete" for element in elements(root) if element.tag in GONE]
    for element in elements(root):
        if element.tag.startswith("{"):
            continue  # Drawings have rules of their own.
        old = OBSOLETE & set(element.attrib)
        if element.tag not in SIZED:
            old |= {"width", "height"} & set(element.attrib)
        found += [f"<{element.tag} {name}> is obsolete" for name in sorted(old)]
    return found


def _too_late(root: Element) -> list[str]:
    """Some browsers refuse an import map once a module is on its way, and what needs it is dead there."""
    scripts = [script for script in root.iter("script") if script.get("type") in ("module", "importmap")]
    late = [script for script in scripts[1:] if script.get("type") == "importmap"]
    return ["an import map behind a module"] * len(late)
