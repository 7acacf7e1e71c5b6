"""A second opinion on stored markup: html5lib's tree walked against the list of nodes."""

from html.parser import HTMLParser

import html5lib

from publishing.richtext.nodes import NODES, PARTS, TOP


def tree(markup):
    """Parse as a browser does; return the root and the parse errors."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parseFragment(markup)
    return root, [code for _, code, _ in parser.errors]


def breaches(markup):
    """Name everything in stored markup that the contract does not allow."""
    root, errors = tree(markup)
    found = [f"parse error: {code}" for code in errors]
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        found.append("text outside of blocks")
    for child in root:
        found += _element(child, TOP)
    return found


def _element(element, parent):
    if not isinstance(element.tag, str):
        return ["comment"]
    found = (
        [] if _allowed(element, parent) else [f"{element.tag} {dict(element.attrib)} in {parent or 'top'}"]
    )
    for child in element:
        found += _element(child, element.tag)
    return found


def _allowed(element, parent):
    part = PARTS.get(element.tag)
    if part:
        return parent in part.parents and _only(element.attrib, part.attributes)
    return any(
        parent in node.parents
        and node.accept(element.attrib) is not None
        and _only(element.attrib, node.attributes)
        for node in NODES
        if node.tag == element.tag
    )


def _only(written, attributes):
    allowed = {attribute.name: attribute.clean for attribute in attributes}
    return all(name in allowed and allowed[name](value) == value for name, value in written.items())


class _Words(HTMLParser):
    """Collects text and nothing else: it builds no tree, so it cannot lose what stands in odd places."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def words(markup):
    """Return all text between the tags of markup that has no scripts and no comments."""
    parser = _Words()
    parser.feed(markup)
    parser.close()
    return "".join(parser.found)
