"""HTML before it is parsed: what makes a parser slow is taken out, in time that grows with the text alone."""

import re

MOST_ATTRIBUTES = 100
_TAG = re.compile(r"<[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|))?""")


def without_most_attributes(html: str) -> str:
    """Leave out what a tag has beyond its first attributes: parsers compare each with all the others."""
    pieces: list[str] = []
    kept = at = 0
    while tag := _TAG.search(html, at):
        at = tag.end()
        count = cut = 0
        while found := _ATTRIBUTE.match(html, at):
            at = found.end()
            count += 1
            if count == MOST_ATTRIBUTES:
                cut = at
        if count > MOST_ATTRIBUTES:
            pieces.append(html[kept:cut])
            kept = at
    pieces.append(html[kept:])
    return "".join(pieces)


def split_off(html: str, tag: str) -> tuple[str, list[str]]:
    """Return a text without the elements of a tag that holds no text, and what stood inside them."""
    start = re.compile(f"<{tag}\\b", re.IGNORECASE)
    end = re.compile(f"</{tag}\\s*>", re.IGNORECASE)
    rest: list[str] = []
    inside: list[str] = []
    at = 0
    while opened := start.search(html, at):
        closed = end.search(html, opened.end())
        if closed is None:
            break
        rest.append(html[at : opened.start()])
        inside.append(html[opened.end() : closed.start()].partition(">")[2])
        at = closed.end()
    return "".join([*rest, html[at:]]), inside


def rules_of(sheet: str) -> list[tuple[str, str]]:
    """Return the rules of a style sheet, selectors and declarations."""
    rules: list[tuple[str, str]] = []
    depth, begun, selectors = 0, 0, ""
    for brace in re.finditer(r"[{}]", sheet):
        if brace.group() == "{":
            if depth == 0:
                selectors = sheet[begun : brace.start()][-2_000:]
            depth += 1
        elif depth:
            if depth == 1:
                rules.append((selectors, sheet[begun : brace.start()]))
            depth -= 1
        begun = brace.end()
    return rules


def without_comments(sheet: str) -> str:
    """Return a style sheet without its comments."""
    pieces: list[str] = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        pieces.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        if end < 0:
            return "".join(pieces)
        at = end + 2
    return "".join([*pieces, sheet[at:]])
