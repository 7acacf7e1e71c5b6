"""Write a document as stored markup: one form for one meaning, byte for byte."""

from collections.abc import Callable, Iterable

from publishing.richtext.characters import escape, escape_attribute
from publishing.richtext.document import (
    Attribution,
    Block,
    BlockQuotation,
    Bullets,
    Cell,
    Cite,
    Embed,
    Figure,
    Gap,
    Line,
    Marks,
    Paragraph,
    PullQuote,
    Rule,
    Table,
)

Opened = tuple[str, str]
"""A mark as two strings, what opens it and what closes it."""


def write(blocks: Iterable[Block]) -> str:
    """Return stored markup."""
    return "".join(map(write_block, blocks))


def write_block(block: Block) -> str:
    """Return one block's stored markup."""
    match block:
        case Paragraph(line=line, tag=name):
            return f"<{name}>{_line(line)}</{name}>"
        case Bullets(items=items, tag=name, start=start):
            inside = "".join(f"<li>{write(item)}</li>" for item in items)
            return f"{tag(name, start=start)}{inside}</{name}>"
        case Table(rows=rows):
            return _table(rows)
        case Rule():
            return "<hr>"
        case BlockQuotation(attribution=attribution, blocks=blocks):
            return f"{_attributed('blockquote', attribution)}{write(blocks)}</blockquote>"
        case PullQuote(blocks=blocks):
            return f'<blockquote data-pull="">{write(blocks)}</blockquote>'
        case Figure(caption=caption):
            inside = f"<figcaption>{_line(caption)}</figcaption>" if caption else ""
            return f"{open_figure(block)}{inside}</figure>"
        case Gap(number=number, alt=alt):
            return f"{tag('figure', data_gap=number, data_alt=alt)}</figure>"
        case Embed(url=url):
            return f"{tag('figure', data_embed=url)}</figure>"


def open_figure(figure: Figure) -> str:
    """Return the start tag of a picture."""
    opening = tag("figure", data_image=figure.key, data_alt=figure.alt, data_size=figure.size)
    return f'{opening[:-1]} data-decorative="">' if figure.decorative else opening


def tag(name: str, **attributes: str) -> str:
    """Return a start tag; an attribute without a value is left out."""
    written = "".join(
        f' {attribute.replace("_", "-")}="{escape_attribute(value)}"'
        for attribute, value in attributes.items()
        if value
    )
    return f"<{name}{written}>"


def nest_marks(
    line: Line, *, open_marks: Callable[[Marks], list[Opened]], write_cite: Callable[[Cite], str]
) -> str:
    """Write a line, keeping a tag open as long as the words that follow share it."""
    out: list[str] = []
    opened: list[Opened] = []
    for leaf in line:
        wanted = open_marks(leaf.marks)
        kept = 0
        while kept < min(len(opened), len(wanted)) and opened[kept] == wanted[kept]:
            kept += 1
        out += [closing for _, closing in reversed(opened[kept:])]
        out += [opening for opening, _ in wanted[kept:]]
        opened = wanted
        out.append(write_cite(leaf) if isinstance(leaf, Cite) else escape(leaf.text))
    return "".join([*out, *(closing for _, closing in reversed(opened))])


def write_cite(cite: Cite) -> str:
    """Return a note's stored markup."""
    if not cite.key:
        return tag("a", data_waiting=cite.words, data_read=cite.read, data_locator=cite.locator) + "</a>"
    return tag("a", data_reference=cite.key, data_locator=cite.locator) + "</a>"


def _line(line: Line) -> str:
    return nest_marks(line, open_marks=_open_marks, write_cite=write_cite)


def _open_marks(marks: Marks) -> list[Opened]:
    """Return the tags around words, outermost first."""
    opened: list[Opened] = []
    if marks.quotation:
        opened.append((_attributed("q", marks.quotation), "</q>"))
    if marks.note:
        opened.append((tag("span", data_note=marks.note), "</span>"))
    if marks.link or marks.person:
        opened.append((tag("a", href=marks.link, data_person=marks.person), "</a>"))
    if marks.strong:
        opened.append(("<strong>", "</strong>"))
    if marks.em:
        opened.append(("<em>", "</em>"))
    if marks.script:
        opened.append((f"<{marks.script}>", f"</{marks.script}>"))
    return opened


def _attributed(name: str, attribution: Attribution) -> str:
    return tag(
        name,
        data_quote=attribution.id,
        data_person=attribution.person,
        data_speaker=attribution.speaker,
        data_reference=attribution.reference,
    )


def _table(rows: list[list[Cell]]) -> str:
    head, *body = ["".join(["<tr>", *map(_cell, row), "</tr>"]) for row in rows]
    rest = f"<tbody>{''.join(body)}</tbody>" if body else ""
    return f"<table><thead>{head}</thead>{rest}</table>"


def _cell(cell: Cell) -> str:
    name = "th" if cell.head else "td"
    return f"{tag(name, colspan=cell.colspan, rowspan=cell.rowspan)}{write(cell.blocks)}</{name}>"
