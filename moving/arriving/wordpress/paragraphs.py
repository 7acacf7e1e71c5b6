"""Line ends as the other system shows them: a blank line is a paragraph, a single one ends a line."""

import re
from collections.abc import Iterator
from itertools import pairwise

_BLOCKS = """
    address article aside blockquote body caption center col colgroup dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe legend li main map math menu nav noscript
    object ol option p pre script section select style summary table tbody td textarea tfoot th thead tr ul
    video audio
"""
BLOCKS = frozenset(_BLOCKS.split())
AS_IT_STANDS = frozenset(["pre", "script", "style", "textarea"])
EMPTY = frozenset(["br", "img", "hr", "input", "wbr", "col", "source", "track", "embed", "param"])
_NAME = re.compile(r"</?([a-zA-Z][\w:-]*)")
_BLANK = re.compile(r"\n[ \t\u00a0]*\n\s*")
_ALONE = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"\[\]]{4,1000})[ \t]*$")


def with_paragraphs(html: str, *, alone: str = r'<p><a href="\1">\1</a></p>') -> str:
    """Return classic text with its line ends as tags; an address alone on its line becomes `alone`."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    out: list[str] = []
    inline = 0
    verbatim = ""
    after_block = True
    tokens = [*tokens_of(html), ("", "")]
    for (kind, token), (_kind, following) in pairwise(tokens):
        name = _NAME.match(token) if kind == "tag" else None
        tag = name[1].lower() if name else ""
        if verbatim:
            out.append(token)
            verbatim = "" if tag == verbatim and token.startswith("</") else verbatim
        elif kind == "text":
            out.append(_set(token, inline, alone, at_start=after_block, at_end=_is_block(following)))
            after_block = after_block and not token.strip()
        else:
            out.append(token)
            if tag in AS_IT_STANDS and not token.startswith("</"):
                verbatim = tag
            if tag in BLOCKS or tag == "br":
                after_block = True
                inline = 0 if tag in BLOCKS else inline
            elif tag:
                after_block = False
                if tag not in EMPTY and not token.endswith("/>"):
                    inline = max(inline + (-1 if token.startswith("</") else 1), 0)
    return "".join(out)


def tokens_of(html: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in a text: tags, comments, and the text between them."""
    at = 0
    while (begin := html.find("<", at)) >= 0:
        is_comment = html.startswith("<!--", begin)
        if not is_comment and not _NAME.match(html, begin):
            # A sign, as in 1 < 2.
            following = html.find("<", begin + 1)
            stop = following if following >= 0 else len(html)
            yield "text", html[at:stop]
            at = stop
            continue
        end = html.find("-->" if is_comment else ">", begin)
        if end < 0:
            break
        if at < begin:
            yield "text", html[at:begin]
        at = end + (3 if is_comment else 1)
        yield "comment" if is_comment else "tag", html[begin:at]
    if at < len(html):
        yield "text", html[at:]


def _is_block(token: str) -> bool:
    name = _NAME.match(token)
    return not token or (name is not None and name[1].lower() in BLOCKS | {"br"})


def _set(text: str, inline: int, alone: str, *, at_start: bool, at_end: bool) -> str:
    """Return text between two tags with its line ends as tags; beside a block they say nothing."""
    if "\n" not in text and not (at_start and at_end):
        return text
    if at_start:
        text = text.lstrip("\n\t ") if text.strip() else ""
    if at_end:
        text = text.rstrip("\n\t ")
    between = "<br><br>" if inline else "</p>\n<p>"
    paragraphs = _BLANK.split(text)
    first, last = 0, len(paragraphs) - 1
    for number, paragraph in enumerate(paragraphs):
        whole = (number > first or at_start) and (number < last or at_end)
        if whole and not inline:
            paragraph = _ALONE.sub(alone, paragraph)
        paragraphs[number] = re.sub(r"\n(?!<p>|$)", "<br>\n", paragraph)
    return between.join(paragraphs)
