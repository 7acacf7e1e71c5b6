"""What Word documents hold, one thing a test."""

import json

from manuscripts import (
    BlockQuote,
    Bullets,
    Figure,
    Heading,
    Manuscript,
    MarkKind,
    Paragraph,
    Rule,
    Table,
    texts_of,
)
from manuscripts.formats.docx import read_docx
from tests.manuscripts.documents import PNG, code, docx, p, r
from tests.manuscripts.formats.saying import marked, texts

STYLES = (
    "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'
        for id, name, more in [
            ("T", "Title", ""),
            ("S", "Subtitle", ""),
            ("H1", "heading 1", ""),
            ("H2", "heading 2", ""),
            ("Mine", "Zwischentitel", '<w:basedOn w:val="H2"/>'),
            ("Q", "Quote", "<w:rPr><w:i/></w:rPr>"),
            ("C", "caption", ""),
        ]
    )
    + '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)


def read(body: str, relations: dict[str, tuple[str, str]] | None = None, **parts: bytes | str) -> Manuscript:
    """Read a document."""
    return read_docx(docx(body, relations, styles=STYLES, **parts))


def noticed(manuscript: Manuscript) -> dict[str, str]:
    """Return what is said of it."""
    return {remark.notice.value: remark.text for remark in manuscript.remarks}


def test_title_subtitle_and_headings_on_two_levels() -> None:
    got = read(
        p("A title", "T") + p("A deck", "S") + p("One", "H1") + p("Words.") + p("Two", "Mine") + p("More.")
    )
    assert (got.headline, got.summary) == ("A title", "A deck")
    assert [(b.text, b.level) for b in got.blocks if isinstance(b, Heading)] == [("One", 2), ("Two", 3)]


def test_one_heading_above_all_others_is_the_headline() -> None:
    got = read(p("Top", "H1") + p("Words.") + p("Section", "H2") + p("More."))
    assert got.headline == "Top"
    assert [(b.text, b.level) for b in got.blocks if isinstance(b, Heading)] == [("Section", 2)]


def test_outline_levels_are_headings_and_bold_lines_only_where_there_are_no_others() -> None:
    bold = p(r("What came of it?", "<w:b/>"))
    assert isinstance(
        read(p("First.") + bold + p("Text stands below it, long enough to be a section of its own.")).blocks[
            1
        ],
        Heading,
    )
    outlined = p("Section", properties='<w:outlineLvl w:val="1"/>')
    below = p("Text stands below it, long enough to be a section of its own.")
    got = read(p("First.") + outlined + bold + below)
    assert [type(block) for block in got.blocks] == [Paragraph, Heading, Paragraph, Paragraph]
    top = read(outlined + p("First.") + bold + below)
    assert top.headline == "Section" and isinstance(top.blocks[1], Heading)
    sentence = p(r("This is said with force.", "<w:b/>"))
    assert isinstance(
        read(
            p("First.") + sentence + p("Text stands below it, long enough to be a section of its own.")
        ).blocks[1],
        Paragraph,
    )


def test_marks_come_from_runs_and_character_styles() -> None:
    got = read(
        p(
            r("Plain ")
            + r("strong ", '<w:rStyle w:val="Strong"/>')
            + r("both", "<w:b/><w:i/>")
            + r(" not", '<w:b w:val="0"/>')
            + r("25", '<w:vertAlign w:val="superscript"/>')
            + r("2", '<w:vertAlign w:val="subscript"/>')
        )
    )
    assert texts(got) == ["Plain strong both not252"]
    assert marked(got) == [("strong", "strong both"), ("em", "both"), ("sup", "25"), ("sub", "2")]


def test_notes_are_cited_where_they_stand_and_one_may_be_cited_twice() -> None:
    foot = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>'
    got = read(
        p(r("One") + foot + r(" two") + foot + end),
        footnotes='<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">'
        + p("A book.")
        + "</w:footnote>",
        endnotes='<w:endnote w:id="3">' + p("A page.") + "</w:endnote>",
    )
    block = got.blocks[0]
    assert isinstance(block, Paragraph) and block.text == "One two"
    assert [(cite.at, cite.note) for cite in block.cites] == [
        (3, "footnote-2"),
        (7, "footnote-2"),
        (7, "endnote-3"),
    ]
    assert [note.paragraphs[0].text for note in got.notes] == ["A book.", "A page."]


def test_a_mark_whose_note_is_missing_is_said() -> None:
    got = read(p(r("One") + '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    assert noticed(got) == {"note without words": "1"}


def test_managers_fields_are_notes_with_what_they_keep_and_their_list_is_left_out() -> None:
    cited = json.dumps({"citationItems": [{"itemData": {"title": "Ice"}, "locator": "4-5"}]}).replace(
        '"', "&quot;"
    )
    got = read(
        p(r("Ice melts ") + code(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited} ", "(Smith 2013)") + r("."))
        + p(code("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "Smith. 2013. Ice."))
    )
    assert texts(got) == ["Ice melts (Smith 2013)."]
    assert json.loads(got.notes[0].csl[0])["title"] == "Ice"
    block = got.blocks[0]
    assert isinstance(block, Paragraph) and block.cites[0].locator == "pp. 4-5"
    assert "list of sources by a manager" in noticed(got)
    alone = read(p(code("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ", "Smith. 2013. Ice.")))
    assert texts(alone) == ["Smith. 2013. Ice."]


def test_a_managers_field_in_a_note_says_what_the_note_cites() -> None:
    endnote = (
        "ADDIN EN.CITE &lt;EndNote&gt;&lt;Cite&gt;&lt;record&gt;&lt;titles&gt;&lt;title&gt;Ice&lt;/title&gt;&lt;/titles&gt;"
        "&lt;dates&gt;&lt;year&gt;2013&lt;/year&gt;&lt;/dates&gt;&lt;/record&gt;&lt;/Cite&gt;&lt;/EndNote&gt;"
    )
    got = read(
        p(r("One") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        footnotes='<w:footnote w:id="2">' + p(r("See ") + code(endnote, "Smith")) + "</w:footnote>",
    )
    assert len(got.notes) == 1 and got.notes[0].paragraphs[0].text == "See Smith"
    assert json.loads(got.notes[0].csl[0]) == {"title": "Ice", "issued": {"date-parts": [[2013]]}}


def test_comments_are_marks_and_an_answer_stands_with_its_comment() -> None:
    def ends(id: str, which: str) -> str:
        return f'<w:commentRange{which} w:id="{id}"/>'

    got = read(
        p(
            r("Is ")
            + ends("1", "Start")
            + ends("2", "Start")
            + r("this so")
            + ends("1", "End")
            + ends("2", "End")
            + r("?")
        ),
        comments='<w:comment w:id="1" w:author="Ada">'
        + p("Check")
        + '</w:comment><w:comment w:id="2" w:author="Bo">'
        + p("Done")
        + "</w:comment>",
    )
    assert marked(got) == [("2", "this so")]
    assert [(c.text, c.author) for c in got.comments] == [("Check\nBo: Done", "Ada")]


def test_suggestions_are_taken_and_counted_and_hidden_words_left_out() -> None:
    got = read(
        p(
            r("The ")
            + "<w:del>"
            + r("old")
            + "</w:del><w:ins>"
            + r("new")
            + "</w:ins>"
            + r(" word")
            + r(" secret", "<w:vanish/>")
            + r(" struck", "<w:strike/>")
        )
        + p("Gone ", properties="<w:rPr><w:del/></w:rPr>")
        + p("on.")
    )
    assert texts(got) == ["The new word struck", "Gone on."]
    assert noticed(got) == {
        "deleted words": "2",
        "inserted words": "1",
        "hidden words": "1",
        "struck words": "1",
    }


def test_links_lead_to_the_web_or_are_words() -> None:
    def link(id: str, words: str) -> str:
        return f'<w:hyperlink r:id="{id}">{r(words)}</w:hyperlink>'

    got = read(
        p(
            link("a", "web")
            + link("b", "bad")
            + f'<w:hyperlink w:anchor="x">{r("inside")}</w:hyperlink>'
            + code('HYPERLINK "https://example.org/" \\l "part"', "field")
            + code('HYPERLINK \\l "x"', "place")
        ),
        {"a": ("hyperlink", "https://example.org/a"), "b": ("hyperlink", "javascript:alert(1)")},
    )
    assert texts(got) == ["webbadinsidefieldplace"]
    assert marked(got) == [("https://example.org/a", "web"), ("https://example.org/#part", "field")]
    assert noticed(got) == {"links elsewhere": "1"}


def test_tables_have_heads_and_spans_and_a_box_is_no_table() -> None:
    def cell(words: str, told: str = "") -> str:
        return f"<w:tc><w:tcPr>{told}</w:tcPr>{p(words)}</w:tc>"

    tall, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    table = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('A', tall)}{cell('B', wide)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('c')}{cell('d')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}</w:tr></w:tbl>"
    )
    got = read(table + f"<w:tbl><w:tr>{cell('Boxed')}</w:tr></w:tbl>")
    block = got.blocks[0]
    assert isinstance(block, Table)
    assert [[(c.header, c.colspan, c.rowspan) for c in row] for row in block.rows] == [
        [(True, 1, 2), (True, 2, 1)],
        [(False, 1, 1), (False, 1, 1)],
    ]
    assert texts(got) == ["A", "B", "c", "d", "Boxed"]


def test_lists_are_nested_by_level_and_numbered_by_their_kind() -> None:
    def item(words: str, level: int) -> str:
        told = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
        return p(words, properties=told)

    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    got = read(
        item("one", 0)
        + item("a", 1)
        + p("goes on", properties='<w:ind w:left="700"/>')
        + item("two", 0)
        + p("End."),
        numbering=numbering,
    )
    outer = got.blocks[0]
    assert isinstance(outer, Bullets) and outer.ordered and len(outer.items) == 2
    inner = outer.items[0].blocks[1]
    assert isinstance(inner, Bullets) and not inner.ordered
    assert [texts_of(block) for block in inner.items[0].blocks] == [("a",), ("goes on",)]


def test_pictures_come_with_descriptions_and_captions() -> None:
    drawn = '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="A bridge"/><a:blip r:embed="x"/></wp:inline></w:drawing></w:r>'
    old = '<w:r><w:pict><v:shape alt="A boat"><v:imagedata r:id="x"/></v:shape></w:pict></w:r>'
    got = read(p(drawn) + p("The bridge at night", "C") + p(old), {"x": ("image", "media/one.png")}, one=PNG)
    first, second = got.blocks
    assert isinstance(first, Figure) and isinstance(second, Figure)
    assert (first.alt, first.caption and first.caption.text) == ("A bridge", "The bridge at night")
    assert second.alt == "A boat" and [picture.data for picture in got.pictures] == [PNG]


def test_words_in_boxes_controls_fields_and_other_writing_directions_are_kept() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    got = read(
        p(
            f'<w:dir w:val="rtl">{r("שלום")}</w:dir> <w:smartTag>{r(" tag")}</w:smartTag>'
            f'<w:fldSimple w:instr="DATE">{r(" today")}</w:fldSimple><w:sdt><w:sdtContent>{r(" held")}</w:sdtContent></w:sdt>'
            f"<w:r><w:ruby><w:rt>{r('kana')}</w:rt><w:rubyBase>{r(' 字')}</w:rubyBase></w:ruby></w:r>"
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        + p("T", properties='<w:framePr w:dropCap="drop"/>')
        + p("he end.")
        + p(
            "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
        )
    )
    assert texts(got) == ["שלום tag today held 字", "In a box.", "The end.", "x2"]
    assert marked(got) == [("sup", "2")]


def test_lines_quotations_rules_and_lists_of_contents() -> None:
    got = read(
        p(r("One") + "<w:r><w:br/></w:r>" + r("two") + '<w:r><w:br w:type="page"/></w:r>' + r("three"))
        + p("Said.", "Q")
        + p("And said.", "Q")
        + p('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>')
        + p(code("TOC \\o", "Contents 1"))
    )
    assert [type(block) for block in got.blocks] == [Paragraph, Paragraph, BlockQuote, Rule]
    assert texts(got) == ["One", "two three", "Said.", "And said."]
    assert noticed(got) == {"list of contents": "1"}
    assert not any(kind == MarkKind.EM for kind, _words in marked(got))
