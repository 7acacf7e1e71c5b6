"""The text of a post as HTML: paragraphs, pictures, players and notes as the site showed them."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from manuscripts import Notice, Remark

from .notes import Notes, core_notes, with_bracketed_notes, with_core_notes
from .paragraphs import tokens_of, with_paragraphs
from .shortcodes import Gallery, Shortcodes, as_link, embedded

PAGE = "<!--nextpage-->"
_MARK = re.compile(r"<!--\s{0,9}(?=/?wp:)")
_BLOCK = re.compile(r"(/?)wp:([a-z][\w/-]{0,80})\s*(\{.*\})?\s*(/?)", re.DOTALL)
_MEDIA = re.compile(r"<(video|audio)\b[^>]{0,2000}>", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']([^"']{1,2000})["']""", re.IGNORECASE)
_ALONE = '<p data-alone="1">\\1</p>'
_STANDS_ALONE = re.compile(r'<p data-alone="1">(.*?)</p>')
# Blocks that say nothing themselves, and those whose words are in the text anyway.
_SILENT = frozenset(["more", "nextpage", "footnotes", "spacer", "shortcode", "core/footnotes"])
_CLASSIC = frozenset(["freeform", "shortcode"])


def html_of(content: str, *, fields: Mapping[str, str], gallery: Gallery) -> tuple[str, tuple[Remark, ...]]:
    """Return the HTML of a post and what in it has no place here."""
    notes = Notes()
    remarks: list[Remark] = []
    if pages := content.count(PAGE):
        content = content.replace(PAGE, "\n\n")
        remarks.append(Remark(Notice.PAGES_JOINED, 0, str(pages + 1)))
    html = "".join(_blocks(content, remarks)) if "<!-- wp:" in content else _classic(content)
    html = with_core_notes(html, notes, core_notes(fields.get("footnotes", "")))
    codes = Shortcodes(notes, gallery)
    if "[" in html:
        html = codes.read(html)
    if "((" in html:
        html = _bracketed(html, notes)
    if "<video" in html or "<audio" in html:
        html = _with_media_as_links(html, remarks)
    return html + notes.listed(), (*remarks, *codes.remarks())


def _classic(content: str) -> str:
    html = with_paragraphs(content, alone=_ALONE)
    return _STANDS_ALONE.sub(lambda found: embedded(unescape(found[1])), html)


def _blocks(content: str, remarks: list[Remark]) -> Iterator[str]:
    """Yield the text between the comments that mark blocks; where none does, line ends count."""
    at = depth = 0
    classic = embed = ""
    for begin, end, (closing, name, said, alone) in _marks(content):
        between = content[at:begin]
        at = end
        name = name.removeprefix("core/")
        is_embed = name == "embed" or name.startswith(("embed/", "core-embed/"))
        if not embed:
            yield _classic(between) if classic or not depth else between
        if alone:
            yield _dynamic(name, _read(said), remarks)
            continue
        depth = max(depth + (-1 if closing else 1), 0)
        classic = "" if closing else (name if name in _CLASSIC else classic)
        if is_embed and not closing:
            embed = str(_read(said).get("url", ""))
        elif is_embed and embed:
            yield embedded(embed) + _caption_in(between)
            embed = ""
    rest = content[at:]
    yield rest if depth else _classic(rest)


def _marks(content: str) -> Iterator[tuple[int, int, tuple[str, str, str, str]]]:
    """Yield where the mark of a block begins and ends, and what it says."""
    end = 0
    while begun := _MARK.search(content, end):
        close = content.find("-->", begun.end())
        if close < 0:
            return
        end = close + len("-->")
        if found := _BLOCK.fullmatch(content, begun.end(), close):
            yield begun.start(), end, (found[1], found[2], found[3] or "", found[4])


def _caption_in(between: str) -> str:
    found = re.search(r"<figcaption[^>]{0,300}>(.{0,5000}?)</figcaption>", between, re.DOTALL)
    return f"<p>{found[1]}</p>" if found else ""


def _read(said: str) -> dict[str, Any]:
    try:
        read = json.loads(said) if said else {}
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _dynamic(name: str, said: dict[str, Any], remarks: list[Remark]) -> str:
    """Return what a block without a text of its own shows, or say that it is left out."""
    if name in _SILENT:
        return ""
    url = said.get("url") or said.get("src")
    if isinstance(url, str) and url.startswith("http"):
        return embedded(url)
    remarks.append(Remark(Notice.PART_LEFT_OUT, 0, name))
    return ""


def _bracketed(html: str, notes: Notes) -> str:
    """Take notes in double brackets out of a text, links and italics within them too."""
    out: list[str] = []
    held = ""
    for kind, token in tokens_of(html):
        if kind == "text" or (held and not re.match(r"</?(?:p|div|h\d|li|ul|ol|td|tr|table)\b", token, re.I)):
            held += token
        else:
            out += [with_bracketed_notes(held, notes), token]
            held = ""
            continue
        if "((" not in held or held.count("((") <= held.count("))"):
            out.append(with_bracketed_notes(held, notes))
            held = ""
    return "".join([*out, with_bracketed_notes(held, notes)])


def _with_media_as_links(html: str, remarks: list[Remark]) -> str:
    """Put a link in front of each player: its file does not come along."""
    out: list[str] = []
    at = 0
    for found in _MEDIA.finditer(html):
        closed = html.find(f"</{found[1].lower()}", found.end())
        inside = html[found.start() : closed if closed >= 0 else found.end()]
        source = _SOURCE.search(inside)
        out.append(html[at : found.start()])
        if source:
            out.append(as_link(unescape(source[1])))
            remarks.append(Remark(Notice.PART_AS_LINK, 0, unescape(source[1])))
        else:
            remarks.append(Remark(Notice.PART_LEFT_OUT, 0, found[1].lower()))
        at = found.start()
    return "".join([*out, html[at:]])


def plain(html: str) -> str:
    """Return a title or a summary without its tags."""
    text = html
    if "<" in html:
        text = "".join(token for kind, token in tokens_of(html) if kind == "text")
    return " ".join(unescape(unescape(text) if "&amp;" in text else text).split())
