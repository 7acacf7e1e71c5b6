"""What OpenDocument texts and RTF hold, one thing a test."""

import pytest

from manuscripts import Bullets, Figure, Heading, Manuscript, ManuscriptError, Paragraph, Table
from manuscripts.formats.odt import read_odt
from manuscripts.formats.rtf import read_rtf
from tests.manuscripts.documents import PNG, zipped
from tests.manuscripts.formats.saying import marked, texts

NAMES = ("office", "text", "table", "draw", "style", "fo", "xlink", "dc", "svg")
SPACES = " ".join(f'xmlns:{name}="{name}"' for name in NAMES)
STYLES = """<office:automatic-styles>
<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:parent-style-name="T1"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T3"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T4"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>"""


def odt(body: str) -> Manuscript:
    """Read an OpenDocument text."""
    content = f"<office:document-content {SPACES}>{STYLES}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return read_odt(zipped({"mimetype": "", "content.xml": content, "Pictures/a.png": PNG}))


def rtf(body: str, page: int = 1252) -> Manuscript:
    """Read an RTF document."""
    head = r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset128 B;}{\f2\fcharset204 C;}}{\stylesheet{\s1 heading 1;}{\s2 Quote;}}"
    return read_rtf(rf"{{\rtf1\ansi\ansicpg{page}{head}{body}}}".encode("latin-1"))


def test_marks_of_odt_come_from_styles_and_their_parents() -> None:
    got = odt(
        '<text:p>Plain <text:span text:style-name="T1">bold</text:span> <text:span text:style-name="T2">both</text:span>'
        '<text:span text:style-name="T3">2</text:span><text:span text:style-name="T4">secret</text:span>'
        '<text:s text:c="9"/><text:a xlink:href="https://example.org/">web</text:a><text:line-break/>next</text:p>'
    )
    assert texts(got) == ["Plain bold both2 web", "next"]
    assert marked(got) == [
        ("strong", "bold both"),
        ("em", "both"),
        ("sup", "2"),
        ("https://example.org/", "web"),
    ]
    assert [(remark.notice.value, remark.text) for remark in got.remarks] == [("hidden words", "1")]


def test_notes_comments_and_suggestions_of_odt() -> None:
    got = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>One<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        '<text:p>A book.</text:p></text:note-body></text:note> is <office:annotation office:name="c"><dc:creator>Ada'
        '</dc:creator><text:p>Sure?</text:p></office:annotation>this<office:annotation-end office:name="c"/>.</text:p>'
    )
    assert texts(got) == ["One is this."]
    assert [note.paragraphs[0].text for note in got.notes] == ["A book."]
    assert (got.comments[0].text, got.comments[0].author) == ("Sure?", "Ada")
    assert marked(got) == [("c", "this")]


def test_headings_lists_tables_and_pictures_of_odt() -> None:
    got = odt(
        '<text:h text:outline-level="1">One</text:h><text:table-of-content><text:p>One 1</text:p></text:table-of-content>'
        '<text:list text:style-name="L"><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p>'
        "</text:list-item></text:list></text:list-item></text:list><text:h text:outline-level='1'>Two</text:h>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned='2'>"
        "<text:p>Head</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='16000'/></table:table-row></table:table>"
        '<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>A bridge</svg:desc></draw:frame></text:p>'
    )
    assert [type(block) for block in got.blocks] == [Heading, Bullets, Heading, Table, Figure]
    outer, table, figure = got.blocks[1], got.blocks[3], got.blocks[4]
    assert isinstance(outer, Bullets) and outer.ordered
    inner = outer.items[0].blocks[1]
    assert isinstance(inner, Bullets) and not inner.ordered
    assert isinstance(table, Table) and table.rows[0][0].header and table.rows[0][0].colspan == 2
    assert isinstance(figure, Figure) and figure.alt == "A bridge"


def test_looks_notes_and_links_of_rtf() -> None:
    got = rtf(
        r"Plain {\b bold {\i both}}{\super 2}{\v secret}{\deleted old} end{\super\chftn{\footnote\pard {\super\chftn} A book.}}\par"
        r'{\field{\*\fldinst{HYPERLINK "https://example.org/a"}}{\fldrslt{web}}}\line next\par'
    )
    assert texts(got) == ["Plain bold both2 end", "web", "next"]
    assert marked(got) == [
        ("strong", "bold both"),
        ("em", "both"),
        ("sup", "2"),
        ("https://example.org/a", "web"),
    ]
    assert [note.paragraphs[0].text for note in got.notes] == ["A book."]


def test_letters_of_rtf_in_every_encoding() -> None:
    got = rtf(
        r"caf\'e9 {\f1\'93\'fa\'96\{}{\f2\'cc\'e8\'f0} \u8364?\uc0\u26085 \uc1\u-10179?\u-8704? \emdash\~\{x\}\ldblquote q\rdblquote\par"
    )
    assert texts(got) == ["café 日本Мир €日😀 —\u00a0{x}“q”"]


def test_headings_lists_and_tables_of_rtf() -> None:
    got = rtf(
        r"\pard\s1 One\par\pard{\listtext 1.\tab}a\par{\listtext 2.\tab}b\par\pard{\*\unknown gone}Words.\par"
        r"\trowd\intbl A\cell B\cell\row\trowd\intbl c\cell d\cell\row\pard End.\par"
    )
    assert [type(block) for block in got.blocks] == [Heading, Bullets, Paragraph, Table, Paragraph]
    assert texts(got) == ["One", "a", "b", "Words.", "A", "B", "c", "d", "End."]


@pytest.mark.parametrize("data", [b"{" * 600, b"{\\rtf1 " + b"{\\b " * 600])
def test_endless_nesting_of_rtf_is_refused(data: bytes) -> None:
    with pytest.raises(ManuscriptError):
        read_rtf(data)
