"""What programs put on the clipboard: HTML and plain text side by side, or plain text alone."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from manuscripts.layout import BROKEN, Line, unwrap
from manuscripts.manuscript import Heading, Manuscript, Paragraph

from .html.fragment import read_fragment
from .markdown import is_markdown, read_markdown

# An answer of a chat program or a message may be Markdown as it was typed, in one box that says nothing.
ANY_BLOCK = re.compile(
    r"<(?:p|h[1-6]|li|table|blockquote|br|b|strong|i|em|a|img|tr|hr)\b|<div\b[^>]*>\s*<", re.IGNORECASE
)
FIRST_STYLE = re.compile(r"<(?:div|pre|span)[^>]{0,20}\bstyle=[\"']([^\"'>]{1,600})", re.IGNORECASE)
MONOSPACED = re.compile(r"monospace|consolas|menlo|monaco|courier", re.IGNORECASE)
KEEPS_BLANKS = re.compile(r"white-space:\s*pre\b", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")


def read_clipboard(html: str, plain: str = "") -> Manuscript:
    """Read a clipboard: its HTML, or its plain text where it has none or all of it stands in one box."""
    if not html.strip() or (plain.strip() and is_of_code_editor(html)):
        return read_plain(plain)
    if not ANY_BLOCK.search(html) and "\n" in html.strip():
        typed = unescape(TAG.sub("", html))
        if is_markdown(typed):
            return _all_of(read_markdown(typed))
    return read_fragment(html)


def read_plain(text: str) -> Manuscript:
    """Read text that says nothing of its form: as Markdown if it is that, else a paragraph a line."""
    if is_markdown(text):
        return _all_of(read_markdown(text))
    return Manuscript("", tuple(Paragraph(line.text) for line in unwrap(list(_lines(text)))))


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines with words in them; one that viewers of pages broke within a word goes on."""
    gap = False
    for number, raw in enumerate(BROKEN.sub("", text).splitlines(), start=1):
        if words := raw.strip():
            yield Line(number, words, gap=gap, indented=raw[:1] in (" ", "\t"))
        gap = not words


def is_of_code_editor(html: str) -> bool:
    """Tell whether HTML is only the colours of a text as it was typed."""
    first = FIRST_STYLE.search(html[:1_000])
    return bool(first and MONOSPACED.search(first[1]) and KEEPS_BLANKS.search(first[1]))


def _all_of(manuscript: Manuscript) -> Manuscript:
    """Keep a title in the text: whoever pastes has a headline already, or means it to be part of this."""
    if not manuscript.headline:
        return manuscript
    return replace(manuscript, headline="", blocks=(Heading(manuscript.headline), *manuscript.blocks))


def read_bytes(data: bytes) -> Manuscript:
    """Read what the child was handed as a clipboard: JSON of its HTML and its plain text."""
    return read_clipboard(**json.loads(data))
