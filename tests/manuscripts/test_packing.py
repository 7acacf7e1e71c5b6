"""A manuscript goes through JSON and comes back as it was; anything else is refused."""

import json

import pytest

from manuscripts import (
    Bullets,
    Cell,
    Cite,
    Comment,
    Embargo,
    Figure,
    Heading,
    Item,
    Manuscript,
    Mark,
    MarkKind,
    Note,
    Notice,
    Paragraph,
    Picture,
    Remark,
    Rule,
    Table,
)
from manuscripts.formats.readers import read_any
from manuscripts.packing import PackingError, packed, unpacked

WHOLE = Manuscript(
    "Headline",
    (
        Heading("One", cites=(Cite(3, "n1", "p. 4"),)),
        Paragraph("bold 字", marks=(Mark(MarkKind.STRONG, 0, 4),), line=3),
        Bullets((Item((Paragraph("a"), Bullets((Item((Paragraph("b"),)),), ordered=True))),)),
        Table(((Cell((Paragraph("x"),), header=True, colspan=2),),)),
        Rule(),
        Figure("p1", caption=Paragraph("A bridge")),
    ),
    remarks=(Remark(Notice.DELETED, 0, "2"),),
    notes=(Note("n1", (Paragraph("A note"),), ('{"title": "T"}',)),),
    comments=(Comment("c1", "Is this so?", "A colleague"),),
    pictures=(Picture("p1", "bridge.png", bytes(range(256))),),
    embargo=Embargo("until Monday"),
)


def test_a_whole_manuscript_comes_back() -> None:
    assert unpacked(json.loads(json.dumps(packed(WHOLE)))) == WHOLE


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"is": "Heading", "text": "x"},
        {"is": "Manuscript", "headline": "x"},
        {"is": "Manuscript", "headline": 3, "blocks": []},
        {"is": "Manuscript", "headline": "x", "blocks": [{"is": "Popen", "args": "ls"}]},
        {"is": "Manuscript", "headline": "x", "blocks": [], "more": 1},
        {"is": "Manuscript", "headline": "x", "blocks": [{"is": "Paragraph", "text": "x", "line": True}]},
        {"is": "Manuscript", "headline": "x", "blocks": [], "notes": "x"},
    ],
)
def test_what_is_no_manuscript_is_refused(values: object) -> None:
    with pytest.raises(PackingError):
        unpacked(values)


def test_a_value_of_an_unknown_kind_is_not_packed() -> None:
    with pytest.raises(PackingError):
        packed(Manuscript("x", (Paragraph(b"no".hex(), line=1.5),)))  # type: ignore[arg-type]


def test_what_a_page_says_of_itself_can_be_packed() -> None:
    """Libraries hand out words of their own kind, which nothing but a text can be made of."""
    page = (
        "<html lang=de><head><title>The pier</title><meta name=author content='Ada'>"
        "<link rel=canonical href='https://harbour.example/pier'><meta property='article:tag' content='Port'>"
        "</head><body><article><h1>The pier</h1><p>Words.</p></article></body></html>"
    )
    found = read_any(page.encode(), "pier.html")
    assert found.address == "https://harbour.example/pier"
    assert unpacked(packed(found)) == found
