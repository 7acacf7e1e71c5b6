"""What programs put on the clipboard comes in as its writer saw it."""

import time

import pytest

from manuscripts import (
    BlockQuote,
    Bullets,
    Heading,
    Manuscript,
    ManuscriptError,
    MarkKind,
    Notice,
    Paragraph,
    Rule,
    Table,
)
from manuscripts.formats.clipboard import read_clipboard
from manuscripts.manuscript import Block, passages_of


def words(manuscript: Manuscript) -> list[str]:
    return [text for block in manuscript.blocks for text in texts(block)]


def texts(block: Block) -> list[str]:
    return [block.text] if isinstance(block, Heading) else [passage.text for passage in passages_of(block)]


def marked(html: str, kind: MarkKind) -> list[str]:
    passages = [p for block in read_clipboard(html).blocks for p in passages_of(block)]
    return [p.text[mark.start : mark.end] for p in passages for mark in p.marks if mark.kind is kind]


def left_out(html: str) -> dict[Notice, str]:
    return {remark.notice: remark.text for remark in read_clipboard(html).remarks}


WORD_ITEM = (
    "<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]><span style='mso-list:"
    "Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>{text}</p>"
)


def test_google_docs_is_not_all_bold() -> None:
    html = (
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">'
        'Plain </span><span style="font-weight:700">strong</span><span style="font-style:italic"> slanted</span></p></b>'
    )
    assert words(read_clipboard(html)) == ["Plain strong slanted"]
    assert marked(html, MarkKind.STRONG) == ["strong"]
    assert marked(html, MarkKind.EM) == ["slanted"]


def test_bold_and_raised_letters_come_from_a_style_sheet_too() -> None:
    html = (
        "<style>@import url(x);.c1{font-weight:700}\n.c2{vertical-align:super;font-size:8pt}</style>"
        '<p><span class="c1">Ten</span> is 10<span class="c2">1</span></p>'
    )
    assert marked(html, MarkKind.STRONG) == ["Ten"]
    assert marked(html, MarkKind.SUP) == ["1"]


def test_word_lists_are_lists_within_lists() -> None:
    items = [(1, "1.", "One"), (2, "·", "Inner"), (2, "·", "Inner too"), (1, "2.", "Two")]
    html = "".join(WORD_ITEM.format(level=level, marker=marker, text=text) for level, marker, text in items)
    (block,) = read_clipboard(html).blocks
    assert isinstance(block, Bullets) and block.ordered and len(block.items) == 2
    inner = block.items[0].blocks[1]
    assert isinstance(inner, Bullets) and not inner.ordered and texts(inner) == ["Inner", "Inner too"]
    assert texts(block) == ["One", "Inner", "Inner too", "Two"]


def test_lists_of_word_online_and_google_are_stitched_by_their_levels() -> None:
    online = "".join(
        f'<div class="ListContainerWrapper"><ul><li data-aria-level="{level}" aria-level="{level}"><p>{text}</p></li></ul></div>'
        for level, text in [(1, "a"), (2, "b"), (1, "c")]
    )
    google = (
        '<ul class="lst-kix_x1-0"><li>a</li></ul><ul class="lst-kix_x1-1"><li>b</li></ul>'
        '<ul class="lst-kix_x1-0"><li>c</li></ul>'
    )
    for html in (online, google):
        (block,) = read_clipboard(html).blocks
        assert isinstance(block, Bullets) and len(block.items) == 2 and texts(block) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "html",
    [
        '<p>A claim<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>.</p>'
        '<div style="mso-element:footnote-list"><hr><div style="mso-element:footnote" id=ftn1><p class=MsoFootnoteText>'
        '<a href="#_ftnref1" name="_ftn1">[1]</a> Its source.</p></div></div>',
        '<p>A claim<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym">1</a></sup>.</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Its source.</p></div>',
        '<p>A claim<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>.</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a>'
        "<span>&nbsp;Its source.</span></p></div>",
        '<p>A claim<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup>.</p><ol class="references"><li id="cite_note-1">'
        '<a href="#cite_ref-1">^</a> Its source.</li></ol>',
        '<p>A claim<sup id="fnref:1"><a href="#fn:1" role="doc-noteref">1</a></sup>.</p><div class="footnotes"><hr><ol>'
        '<li id="fn:1"><p>Its source. <a href="#fnref:1">↩</a></p></li></ol></div>',
        '<p>A claim<a id="r1" href="#n1">1</a>.</p><h4>Notes</h4><p id="n1"><a href="#r1">1</a> Its source.</p>',
    ],
)
def test_notes_of_every_program_are_cites(html: str) -> None:
    manuscript = read_clipboard(html)
    (first, *rest) = manuscript.blocks
    assert isinstance(first, Paragraph) and first.text == "A claim."
    (cite,) = first.cites
    (note,) = manuscript.notes
    assert cite.at == len("A claim") and cite.note == note.id
    assert [paragraph.text for paragraph in note.paragraphs] == ["Its source."]
    assert not [block for block in rest if not isinstance(block, Heading)]


def test_a_mark_whose_words_stayed_behind_is_said_and_no_dead_number() -> None:
    html = '<p>A claim<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>'
    assert words(read_clipboard(html)) == ["A claim."]
    assert left_out(html) == {Notice.NOTE_WITHOUT_WORDS: "1"}


def test_tracked_changes_read_as_accepted() -> None:
    html = (
        "<p>Our team<del>s</del> guarantee<ins>s</ins> it. The<span class=msoDel><del> old</del></span>"
        "<span class=msoIns><ins>new</ins></span> way<a style='mso-comment-reference:AB_1'>s</a>"
        "<span class=MsoCommentReference><span style='mso-special-character:comment'><a class=msocomanchor>[AB1]</a></span></span></p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Not so</p></div></div>"
    )
    assert words(read_clipboard(html)) == ["Our team guarantees it. The new ways"]
    assert left_out(html) == {Notice.DELETED: "2", Notice.COMMENTS: "1"}


def test_hidden_words_stay_out_and_are_said() -> None:
    html = '<p>Seen<span style="mso-hide:all;display:none"> secret</span><span hidden>too</span></p>'
    assert words(read_clipboard(html)) == ["Seen"]
    assert left_out(html) == {Notice.HIDDEN: "2"}


def test_headings_by_tag_role_and_style_stand_on_two_levels() -> None:
    html = (
        '<h1>One</h1><h2>Two</h2><h4>Four</h4><p role="heading" aria-level="3">Three</p>'
        "<p class=MsoTitle>Title</p><p class=MsoHeading8>Eight</p><h2><br></h2>"
    )
    found = [(block.text, block.level) for block in read_clipboard(html).blocks if isinstance(block, Heading)]
    assert found == [("One", 1), ("Two", 2), ("Four", 3), ("Three", 3), ("Title", 1), ("Eight", 3)]


def test_a_line_break_keeps_two_lines_apart() -> None:
    assert words(read_clipboard("<p>One<br>Two</p><div>Three<div>Four</div>Five</div>")) == [
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
    ]


def test_links_lead_where_they_led_and_nowhere_else() -> None:
    html = (
        '<p><a href="https://www.google.com/url?q=https://a.example/x%3Fy%3D1&sa=D">one</a> '
        '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fb.example%2F&data=1">two</a> '
        '<a href="javascript:alert(1)">three</a> <a href="file:///c:/x">four</a> <a href="mailto:a@b.example">five</a></p>'
    )
    (block,) = read_clipboard(html).blocks
    assert isinstance(block, Paragraph)
    assert [mark.value for mark in block.marks] == [
        "https://a.example/x?y=1",
        "https://b.example/",
        "mailto:a@b.example",
    ]


def test_tables_quotations_and_lines_across() -> None:
    html = (
        "<table><thead><tr><th>Year</th><th>Sum</th></tr></thead><tr><td colspan=2>All <b>told</b></td></tr></table>"
        "<hr><blockquote><p>One</p><p>Two</p></blockquote><p class=MsoQuote>Three</p><p class=MsoQuote>Four</p><p>End</p>"
    )
    table, rule, quote, word, _end = read_clipboard(html).blocks
    assert isinstance(table, Table) and table.rows[0][0].header and table.rows[1][0].colspan == 2
    assert isinstance(rule, Rule) and isinstance(quote, BlockQuote) and texts(quote) == ["One", "Two"]
    assert isinstance(word, BlockQuote) and texts(word) == ["Three", "Four"]


def test_a_table_that_only_puts_a_mail_in_its_place_is_none() -> None:
    html = "<table role=presentation><tr><td><table><tr><td><p>Hello</p><p>there</p></td></tr></table></td></tr></table>"
    assert [type(block) for block in read_clipboard(html).blocks] == [Paragraph, Paragraph]


def test_blanks_are_set_as_they_are_seen() -> None:
    html = "<p>one&nbsp; two\n   three<span style='mso-spacerun:yes'>&nbsp;&nbsp; </span>four&nbsp;: « oui&nbsp;» 5&nbsp;km</p>"
    assert words(read_clipboard(html)) == ["one two three four\u00a0: « oui\u00a0» 5\u00a0km"]


def test_markdown_in_one_box_or_as_plain_text_is_read_as_meant() -> None:
    typed = "# Title\n\nSome **bold** text with a [link](https://a.example/).\n\n- one\n- two\n"
    for manuscript in (read_clipboard(f"<span>{typed}</span>"), read_clipboard("", typed)):
        heading, paragraph, bullets = manuscript.blocks
        assert isinstance(heading, Heading) and isinstance(bullets, Bullets)
        assert texts(paragraph) == ["Some bold text with a link."]


def test_plain_text_is_a_paragraph_a_line() -> None:
    assert words(read_clipboard("", "One * two\r\n\r\nThree_four_five\n")) == ["One * two", "Three_four_five"]


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">x",
        "<p class=MsoQuote>x" * 30_000,
        "<table><tr>" + "<td>x" * 100_000,
        "".join(f'<a href="#fn{n}">[1]</a>' for n in range(8_000))
        + "".join(f"<div id=fn{n}>x</div>" for n in range(8_000)),
        "<p>" + "a\u00a0" * 150_000,
        "<b style='font-weight:bold'>" * 200 + "x",
    ],
    ids=["attributes", "quotations", "cells", "notes", "blanks", "bold"],
)
def test_a_hostile_clipboard_takes_no_time(html: str) -> None:
    before = time.process_time()
    read_clipboard(html)
    assert time.process_time() - before < 8


def test_what_is_nested_without_end_is_refused_in_a_sentence() -> None:
    with pytest.raises(ManuscriptError):
        read_clipboard("<div>" * 100_000 + "x")
