"""A text as a page that stands on its own: no file beside it, and nothing in it that runs."""

import base64
import json
from collections.abc import Iterable, Sequence
from html import escape

from manuscripts.manuscript import (
    Block,
    BlockQuote,
    Bullets,
    Cell,
    Embed,
    Figure,
    Heading,
    Manuscript,
    MarkKind,
    Paragraph,
    Rule,
    Table,
)

from .entries import entry_of
from .inline import Line, Notes, Stretch, nested, stretches
from .words import Words

_STYLE = """
body { margin: 2rem auto; max-width: 42rem; padding: 0 1rem; font: 1.1rem/1.6 Georgia, serif; }
h1, h2, h3 { line-height: 1.2; } h1 { font-size: 2rem; }
.standfirst { font-size: 1.25rem; } .byline { font-style: italic; }
figure { margin: 1.5rem 0; } img { max-width: 100%; height: auto; } figcaption { font-size: .9rem; }
table { border-collapse: collapse; } th, td { border: 1px solid; padding: .3rem .6rem; text-align: start; }
blockquote { margin-inline: 1.5rem; } .footnotes { font-size: .9rem; overflow-wrap: anywhere; }
""".strip()
_TAGS = {MarkKind.STRONG: "strong", MarkKind.EM: "em", MarkKind.SUP: "sup", MarkKind.SUB: "sub"}
_KINDS = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def write_page(manuscript: Manuscript, words: Words, lead: Figure | None = None) -> bytes:
    """Return a text as an HTML page."""
    page = Page(manuscript)
    opening = _opening(manuscript, words, page.figure(lead) if lead else "")
    if manuscript.embargo:
        opening += f"<p><strong>{escape(manuscript.embargo.text)}</strong></p>"
    direction = ' dir="rtl"' if manuscript.direction == "rtl" else ""
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(manuscript.language)}"{direction}>',
        f"<head>{''.join(_head(manuscript))}<style>{_STYLE}</style></head>",
        f"<body><article>{opening}",
        page.blocks(manuscript.blocks, "\n"),
        f"{page.closing(words)}</article></body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _head(manuscript: Manuscript) -> Iterable[str]:
    yield f'<meta charset="utf-8"><title>{escape(manuscript.headline)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    if manuscript.summary:
        yield f'<meta name="description" content="{escape(manuscript.summary)}">'
    for tag in manuscript.tags:
        yield f'<meta property="article:tag" content="{escape(tag)}">'
    if manuscript.address:
        yield f'<link rel="canonical" href="{escape(manuscript.address)}">'
    said = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": manuscript.headline,
        "author": [{"@type": "Person", "name": name} for name in manuscript.byline],
        "datePublished": manuscript.published,
        "inLanguage": manuscript.language,
    }
    data = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    yield f'<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script>'


def _opening(manuscript: Manuscript, words: Words, picture: str) -> str:
    summary = f'<p class="standfirst">{escape(manuscript.summary)}</p>' if manuscript.summary else ""
    by = words.by(manuscript.byline)
    byline = f'<p class="byline">{escape(by)}</p>' if by else ""
    return f"<header><h1>{escape(manuscript.headline)}</h1>{summary}{byline}{picture}</header>"


class Page:
    """One text while it is written."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.notes = Notes(manuscript, entry_of)
        self.pictures = {picture.id: picture for picture in manuscript.pictures}
        self.met: set[int] = set()

    def blocks(self, blocks: Iterable[Block], joint: str = "") -> str:
        """Write blocks."""
        return joint.join(filter(None, map(self.block, blocks)))

    def block(self, block: Block) -> str:
        """Write one block."""
        match block:
            case Paragraph():
                return f"<p>{self.line(block)}</p>"
            case Heading(level=level):
                name = "h2" if level <= 2 else "h3"
                return f"<{name}>{self.line(block)}</{name}>"
            case Bullets(items=items, ordered=ordered):
                name = "ol" if ordered else "ul"
                return f"<{name}>{''.join(f'<li>{self.within(item.blocks)}</li>' for item in items)}</{name}>"
            case Table(rows=rows):
                return self._table(rows)
            case BlockQuote(blocks=blocks):
                return f"<blockquote>{self.blocks(blocks)}</blockquote>"
            case Figure():
                return self.figure(block)
            case Rule():
                return "<hr>"
            case Embed(address=address):
                return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'

    def within(self, blocks: Sequence[Block]) -> str:
        """Write what stands in an item or a cell; one paragraph alone needs no tag of its own."""
        first, *rest = blocks or (Paragraph(""),)
        is_plain = isinstance(first, Paragraph) and all(isinstance(block, Bullets) for block in rest)
        if is_plain and isinstance(first, Paragraph):
            return self.line(first) + self.blocks(rest)
        return self.blocks(blocks)

    def figure(self, figure: Figure) -> str:
        """Write a picture, carried within its address where it came along."""
        picture = self.pictures.get(figure.picture)
        address = figure.address
        if picture is not None:
            kind = next((name for sign, name in _KINDS if picture.data.startswith(sign)), "jpeg")
            address = f"data:image/{kind};base64,{base64.b64encode(picture.data).decode()}"
        caption = f"<figcaption>{self.line(figure.caption)}</figcaption>" if figure.caption else ""
        if not address:
            return f"<figure>{caption}</figure>" if caption else ""
        return f'<figure><img src="{escape(address)}" alt="{escape(figure.alt)}">{caption}</figure>'

    def line(self, said: Line) -> str:
        """Write running text."""

        def write(part: Stretch) -> str:
            return self.mark(part) if part.cite else escape(part.text, quote=False)

        return nested(list(stretches(said)), write, _wrapped)

    def mark(self, part: Stretch) -> str:
        """Write the mark of a note, which leads to its words; the first of them is where they lead back."""
        note = self.notes.of(part.cite) if part.cite else None
        if note is None:
            return ""
        number = note.number
        place = "" if number in self.met else f' id="fnref{number}"'
        self.met.add(number)
        return f'<sup><a{place} href="#fn{number}" role="doc-noteref">{number}</a></sup>'

    def closing(self, words: Words) -> str:
        """Write the notes, and the sources that no place cites."""
        out = ""
        if general := self.notes.general():
            items = "".join(f"<li>{self.line(entry)}</li>" for entry in general)
            out += f"<h2>{escape(words.sources)}</h2><ul>{items}</ul>"
        if self.notes.found:
            items = "".join(
                f'<li id="fn{note.number}">{self.line(note.words)}'
                f' <a href="#fnref{note.number}" role="doc-backlink">↩</a></li>'
                for note in self.notes.found.values()
            )
            out += f'<section class="footnotes" role="doc-endnotes"><hr><ol>{items}</ol></section>'
        return out

    def _table(self, rows: Sequence[Sequence[Cell]]) -> str:
        written = ["".join(map(self._cell, row)) for row in rows]
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in written)}</table>"

    def _cell(self, cell: Cell) -> str:
        opening, closing = cell_tags(cell)
        return f"{opening}{self.within(cell.blocks)}{closing}"


def cell_tags(cell: Cell) -> tuple[str, str]:
    """Return the tags around a cell."""
    name = "th" if cell.header else "td"
    spans = (("colspan", cell.colspan), ("rowspan", cell.rowspan))
    written = "".join(f' {attribute}="{number}"' for attribute, number in spans if number > 1)
    return f"<{name}{written}>", f"</{name}>"


def _wrapped(kind: MarkKind, said: str, written: str, inner: Sequence[Stretch], before: str) -> str:
    if kind is MarkKind.LINK:
        return f'<a href="{escape(said)}">{written}</a>'
    return f"<{_TAGS[kind]}>{written}</{_TAGS[kind]}>"
