"""What programs put on the clipboard: HTML and plain text side by side, or plain text alone."""

import json
import re
from dataclasses import replace
from html import unescape

from manuscripts.manuscript import Heading, Manuscript, Paragraph

from .html.fragment import read_fragment
from .markdown import is_markdown, read_markdown

# An answer of a chat program or a message may be Markdown as it was typed, in one box that says nothing.
ANY_BLOCK = re.compile(
    r"<(?:p|h[1-6]|li|table|blockquote|br|b|strong|i|em|a|img|tr|hr)\b|<div\b[^>]*>\s*<", re.IGNORECASE
)
TAG = re.compile(r"<[^>]*>")


def read_clipboard(html: str, plain: str = "") -> Manuscript:
    """Read a clipboard: its HTML, or its plain text where it has none or all of it stands in one box."""
    if not html.strip():
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
    lines = (line.strip() for line in text.splitlines())
    return Manuscript("", tuple(Paragraph(line) for line in lines if line))


def _all_of(manuscript: Manuscript) -> Manuscript:
    """Keep a title in the text: whoever pastes has a headline already, or means it to be part of this."""
    if not manuscript.headline:
        return manuscript
    return replace(manuscript, headline="", blocks=(Heading(manuscript.headline), *manuscript.blocks))


def read_bytes(data: bytes) -> Manuscript:
    """Read what the child was handed as a clipboard: JSON of its HTML and its plain text."""
    return read_clipboard(**json.loads(data))
