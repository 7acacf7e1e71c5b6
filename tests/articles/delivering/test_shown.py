"""What was read is shown line by line, with every remark beside its line and nothing that could run."""

import pytest

from articles.delivering.shown import Row, counts_of, rows_of
from articles.importing import Options, plan_of
from manuscripts import (
    Bullets,
    Cell,
    Cite,
    Figure,
    Item,
    Manuscript,
    Mark,
    MarkKind,
    Notice,
    Paragraph,
    Quotation,
    QuoteSpan,
    Remark,
    SetAside,
    SourceLine,
    Table,
)
from tests.factories import make_person

pytestmark = pytest.mark.django_db

EVIL = "<script>window.hit = 1</script>"


def shown(*blocks: object, **more: object) -> tuple[list[str], list[Row]]:
    manuscript = Manuscript("Rain", blocks, **more)  # type: ignore[arg-type]
    return rows_of(plan_of(manuscript, digest="a" * 64, name="rain.txt", options=Options()))


def test_each_remark_is_beside_its_line_even_where_nothing_of_it_is_left() -> None:
    remarks = (
        Remark(Notice.DELETED, 0, "2"),
        Remark(Notice.SET_ASIDE, 1, "PRESS"),
        Remark(Notice.CITE_WITHOUT_ENTRY, 5, "[3]"),
        Remark(Notice.END_MARK_LEFT_OUT, 9, "###"),
    )
    items = tuple(Item((Paragraph(text, line=line),)) for line, text in ((4, "One"), (5, "Two [3]")))
    blocks = (Paragraph("It rains.", line=3), Bullets(items))
    whole, rows = shown(*blocks, remarks=remarks, set_aside=(SetAside("label", "PRESS", 1),))
    assert whole == ["2 passages that somebody had deleted were left out."]
    assert [(row.line, bool(row.html), row.words, len(row.remarks)) for row in rows] == [
        (1, False, "PRESS", 1),
        (3, True, "", 0),
        (4, True, "", 1),
        (9, False, "###", 1),
    ]


def test_notes_have_the_number_of_their_source_and_quotations_their_speaker() -> None:
    make_person(name="Ana Ruiz")
    text = "“No,” said Ana Ruiz."
    line = Paragraph(text, (QuoteSpan(0, 5, "q"),), cites=(Cite(20, "b"), Cite(20, "a")))
    _whole, [row] = shown(
        line,
        quotations=(Quotation("q", ("No,",), "Ana Ruiz"),),
        references=(SourceLine(title="One", id="a"), SourceLine(title="Two", id="b")),
    )
    [html] = row.html
    assert '<span class="said">“No,”</span>' in html and '<span class="known">Ana Ruiz</span>' in html
    assert html.endswith(
        '<sup><a href="#source-2">2</a></sup><sup>, </sup><sup><a href="#source-1">1</a></sup></p>'
    )
    assert row.speakers == ["Ana Ruiz"]


def test_nothing_that_was_read_runs() -> None:
    link = Mark(MarkKind.LINK, 0, 5, 'https://x.example/"onclick="x')
    words = Paragraph(EVIL, marks=(link, Mark(MarkKind.STRONG, 0, 3)))
    table = Table(((Cell((Paragraph(EVIL),), header=True, colspan=2),),))
    _whole, rows = shown(words, table, Figure(alt=EVIL), set_aside=(SetAside("label", EVIL, 1),))
    html = "".join(piece for row in rows for piece in row.html)
    assert "<script" not in html and "onclick=&quot;" not in html.replace("&quot;onclick=&quot;", "")
    assert html.count("&lt;script&gt;") + html.count("&lt;scr") >= 2 and 'colspan="2"' in html


def test_what_a_person_would_look_for_is_counted() -> None:
    manuscript = Manuscript("Rain", (Paragraph("It rains here."), Figure(alt="x")), remarks=())
    told = {"words": 3, "headings": 0, "quotations": 0, "sources": 0, "pictures": 1, "remarks": 0}
    assert counts_of(manuscript) == told
