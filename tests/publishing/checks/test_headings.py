"""Headings in order, with something under each."""

import pytest

from publishing.checks.headings import headings
from tests.publishing.checks.drafts import draft, p

ROWS = [
    (p("a"), []),
    ("<h2>A</h2>" + p("a") + "<h2>B</h2>" + p("b"), []),
    ("<h2>A</h2>" + p("a") + "<h3>B</h3>" + p("b"), []),
    ("<h2>A</h2><h3>B</h3>" + p("b") + "<h2>C</h2>" + p("c"), []),
    ("<h3>A</h3>" + p("a") + "<h2>B</h2>" + p("b"), [("heading_order", ["A"])]),
    ("<h3>A</h3>" + p("a") + "<h3>B</h3>" + p("b"), [("heading_order", ["A", "B"])]),
    ("<h2>A</h2><h2>B</h2>" + p("b"), [("heading_empty", ["A"])]),
    ("<h2>A</h2>" + p("a") + "<h3>B</h3><h2>C</h2>" + p("c"), [("heading_empty", ["B"])]),
    (p("a") + "<h2>A</h2>" + p("b") + "<h2>B</h2>", [("heading_empty", ["B"])]),
    (p("a") + "<h2>A</h2>" + p("b"), [("heading_alone", ["A"])]),
    ("<h2></h2>" + p("a"), [("heading_empty", [""])]),
    ("<h2> <br></h2>" + p("a"), [("heading_empty", [""])]),
    ('<h2>A</h2><figure data-image="k"></figure><h2>B</h2>' + p("b"), []),
]


@pytest.mark.parametrize(("body", "found"), ROWS)
def test_headings(body: str, found: list[tuple[str, list[str]]]) -> None:
    told = [(one.kind, [place.words for place in one.places]) for one in headings(draft(body))]
    assert told == found
