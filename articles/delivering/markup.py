"""A manuscript's blocks as one looks at them before they are a draft: words, notes, and who is quoted."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing.richtext import document

WORDS = format_html("{}", "")


def block_in_html(block: document.Block) -> SafeString:
    """Return one block; a link leads nowhere here, and shows where it would."""
    match block:
        case document.Paragraph(line=line, tag=tag):
            return _within({"h2": "h3", "h3": "h4"}.get(tag, "p"), _line(line))
        case document.Bullets(items=items, tag=tag):
            rows = format_html_join("", "<li>{}</li>", ((_blocks(item),) for item in items))
            return _within("ol" if tag == "ol" else "ul", rows)
        case document.Table(rows=rows):
            return _table(rows)
        case document.BlockQuotation(blocks=blocks) | document.PullQuote(blocks=blocks):
            return format_html("<blockquote>{}</blockquote>", _blocks(blocks))
        case document.Figure(alt=alt, caption=caption):
            return _picture(alt, _line(caption))
        case document.Gap(alt=alt):
            return _picture(alt, WORDS)
        case document.Rule():
            return format_html("<hr>{}", "")
        case document.Embed(url=address):
            return format_html('<p class="place">{} <span class="address">{}</span></p>', _("Embed"), address)
    return WORDS


def _blocks(blocks: Iterable[document.Block]) -> SafeString:
    return format_html_join("", "{}", ((block_in_html(block),) for block in blocks))


def _within(tag: str, inner: SafeString) -> SafeString:
    return format_html("<{}>{}</{}>", tag, inner, tag)


def _table(rows: list[list[document.Cell]]) -> SafeString:
    lines = [
        format_html_join(
            "",
            '<{} colspan="{}" rowspan="{}">{}</{}>',
            (
                (tag, cell.colspan or 1, cell.rowspan or 1, _blocks(cell.blocks), tag)
                for cell in row
                for tag in ["th" if cell.head else "td"]
            ),
        )
        for row in rows
    ]
    body = format_html_join("", "<tr>{}</tr>", ((line,) for line in lines))
    return format_html('<div class="scroll"><table>{}</table></div>', body)


def _picture(alt: str, caption: SafeString) -> SafeString:
    return format_html(
        '<p class="place">{} <span>{}</span> {}</p>', _("Picture"), alt or _("not described"), caption
    )


def _line(line: document.Line) -> SafeString:
    pieces, before = [], None
    for leaf in line:
        are_notes = isinstance(before, document.Cite) and isinstance(leaf, document.Cite)
        pieces.append((format_html("<sup>, </sup>{}", _leaf(leaf)) if are_notes else _leaf(leaf),))
        before = leaf
    return format_html_join("", "{}", pieces)


def _leaf(leaf: document.Leaf) -> SafeString:
    if isinstance(leaf, document.Cite):
        # The number of its source in the list beside it.
        return format_html('<sup><a href="#source-{}">{}</a></sup>', leaf.key, leaf.key)
    html, marks = conditional_escape(leaf.text), leaf.marks
    for tag, holds in (("strong", marks.strong), ("em", marks.em), (marks.script, bool(marks.script))):
        if holds:
            html = _within(tag, html)
    if marks.link:
        html = format_html('<span class="leads" title="{}">{}</span>', marks.link, html)
    if marks.person:
        html = format_html('<span class="known">{}</span>', html)
    if marks.note:
        html = format_html('<span class="noted">{}</span>', html)
    return format_html('<span class="said">{}</span>', html) if marks.quotation else html
