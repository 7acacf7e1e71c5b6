"""Read a table: rows of cells, the first row its header."""

from collections.abc import Callable

from publishing.richtext.document import Block, Cell, Table
from publishing.richtext.nesting import Element
from publishing.richtext.nodes import PARTS, Attribute

Content = list[Element | str]
_GROUPS = frozenset(["thead", "tbody", "tfoot"])
_CELLS = frozenset(["td", "th"])


def read_table(element: Element, read: Callable[[Content], list[Block]]) -> tuple[Table, Content]:
    """Return the table, and what stood in it outside all cells."""
    stray: Content = []
    rows: list[list[Cell]] = []
    for row in _rows(element, stray):
        cells = [child for child in row.children if isinstance(child, Element) and child.name in _CELLS]
        stray += [child for child in row.children if isinstance(child, str) or child.name not in _CELLS]
        if cells:
            rows.append([_cell(cell, len(rows), place, read) for place, cell in enumerate(cells)])
    return Table(rows), stray


def _rows(element: Element, stray: Content) -> list[Element]:
    """Return the rows of a table or of a group of rows."""
    rows: list[Element] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "tr":
            rows.append(child)
        elif isinstance(child, Element) and child.name in _GROUPS:
            rows += _rows(child, stray)
        else:
            stray.append(child)
    return rows


def _cell(cell: Element, row: int, place: int, read: Callable[[Content], list[Block]]) -> Cell:
    """Return a cell; besides the first row only a first cell may be a header."""
    head = row == 0 or (place == 0 and cell.name == "th")
    colspan, rowspan = (_span(attribute, cell) for attribute in PARTS[cell.name].attributes)
    return Cell(read(cell.children), head, colspan, rowspan)


def _span(attribute: Attribute, cell: Element) -> str:
    return attribute.clean(cell.attributes.get(attribute.name, "")) or ""
