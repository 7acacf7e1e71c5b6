"""What further programs put on the clipboard, and that none of it keeps the reader busy."""

import contextlib
import time

import pytest

from manuscripts import Bullets, MarkKind, Table, texts_of
from manuscripts.errors import ManuscriptError
from manuscripts.formats.clipboard import read_clipboard
from manuscripts.formats.markdown import read_markdown
from manuscripts.remarks import Notice
from tests.manuscripts.formats.saying import texts

WHOLE = {
    "a note mark of Wikipedia without its note": (
        '<p>The model<sup id="cite_ref-1" class="reference"><a href="https://en.wikipedia.org/wiki/X#cite_note-1">'
        "[1]</a></sup> was new.</p>",
        ["The model was new."],
    ),
    "links to edit a section": ('<h2>History<span class="mw-editsection">[edit]</span></h2>', ["History"]),
    "words for those who hear pages": (
        '<p>Read <a href="https://a.org/">the report<span class="sr-only"> (new window)</span></a></p>',
        ["Read the report"],
    ),
    "changes kept by Word on the web": (
        '<p class="Paragraph">We <span class="TrackedChange TrackChangeTextDeletion">old </span>'
        '<span class="TrackedChange TrackChangeTextInsertion">new </span>plan</p>',
        ["We new plan"],
    ),
    "inserted words between words": (
        "<p>the<del> quick brown </del><ins>s</ins><ins>low</ins>fox</p>",
        ["the slow fox"],
    ),
    "parts of one inserted word": ("<p><ins>IAdapter</ins><ins>Attribute</ins></p>", ["IAdapterAttribute"]),
    "half a word deleted": (
        "<p>Our team<del>s</del> guarantee<ins>s</ins> it</p>",
        ["Our team guarantees it"],
    ),
    "a formula in a line": (
        '<p>So <span class="katex"><math><semantics><mrow><mi>x</mi></mrow><annotation>x^2</annotation>'
        '</semantics></math><span class="katex-html">x</span></span> holds</p>',
        ["So x holds"],
    ),
    "letters too small to see": ('<p>a<span style="font-size:0">secret</span> b</p>', ["a b"]),
    "readings beside Chinese signs": (
        "<p>これは<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です</p>",
        ["これは漢字です"],
    ),
    "what Gmail moves in": (
        '<div>Hello</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>in</div></blockquote>',
        ["Hello", "in"],
    ),
    "lines that only a style keeps apart": (
        '<div><span style="display:block">one</span><span style="display:block">two</span></div>',
        ["one", "two"],
    ),
    "a raised comma between two notes": (
        '<p>A<sup><a href="#fn1" id="r1">1</a>,<a href="#fn2" id="r2">2</a></sup>.</p>'
        '<ol><li id="fn1">x <a href="#r1">↩</a></li><li id="fn2">y <a href="#r2">↩</a></li></ol>',
        ["A."],
    ),
    "a lettered paragraph that is only set in": (
        '<p style="text-indent:-.5in">A.&nbsp;&nbsp; Use of this manual.</p>',
        ["A. Use of this manual."],
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_words_come_in_as_they_were_seen(name: str) -> None:
    html, expected = WHOLE[name]
    assert texts(read_clipboard(html)) == expected


NOTES = {
    "Substack": (
        '<p>Claim<a id="footnote-anchor-1" href="https://x.substack.com/p/y#footnote-1" class="footnote-anchor">1</a>'
        ' end.</p><div class="footnote"><a id="footnote-1" href="https://x.substack.com/p/y#footnote-anchor-1">1</a>'
        "<div><p>The note</p></div></div>"
    ),
    "Word saved as a page": (
        '<p>Claim<a href="file:///C:/a/x.htm#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>'
        ' end.</p><div style="mso-element:footnote-list"><hr><div style="mso-element:footnote" id="ftn1"><p>'
        '<a href="file:///C:/a/x.htm#_ftnref1" name="_ftn1">[1]</a> The note</p></div></div>'
    ),
    "WordPress": (
        '<p>Claim<sup data-fn="ab-12" class="fn"><a href="#ab-12" id="ab-12-link">1</a></sup> end.</p>'
        '<ol><li id="ab-12">The note <a href="#ab-12-link">↩︎</a></li></ol>'
    ),
}


@pytest.mark.parametrize("program", NOTES)
def test_a_note_is_cited_where_its_mark_stood(program: str) -> None:
    manuscript = read_clipboard(NOTES[program])
    assert texts(manuscript) == ["Claim end."]
    (note,) = manuscript.notes
    assert [paragraph.text for paragraph in note.paragraphs] == ["The note"]
    assert [(cite.at, cite.note) for cite in manuscript.blocks[0].cites] == [(5, note.id)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>• one</p><p>• two</p>",
        "".join(
            f'<p style="margin-left:0.5in;text-indent:-0.25in"><span style="font-family:Symbol">·<span>&nbsp; &nbsp;'
            f" </span></span>{word}</p>"
            for word in ("one", "two")
        ),
    ],
)
def test_typed_bullets_are_a_list(html: str) -> None:
    (block,) = read_clipboard(html).blocks
    assert isinstance(block, Bullets)
    assert texts_of(block) == ("one", "two")


def test_a_second_paragraph_of_an_item_does_not_end_its_list() -> None:
    middle = '<p class="MsoListParagraphCxSpMiddle" style="margin-left:.5in">more of one</p>'
    first, last = (
        f'<p class="MsoListParagraphCxSp{place}" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">'
        f"{marker}</span>{word}</p>"
        for place, marker, word in (("First", "1.", "one"), ("Last", "2.", "two"))
    )
    (block,) = read_clipboard(first + middle + last).blocks
    assert isinstance(block, Bullets)
    assert block.ordered
    assert [len(item.blocks) for item in block.items] == [2, 1]


def test_hidden_rows_of_a_sheet_stay_out_and_are_said() -> None:
    manuscript = read_clipboard(
        "<table><tr><td>a</td><td>b</td></tr><tr style='display:none'><td>c</td><td>d</td></tr></table>"
    )
    (table,) = manuscript.blocks
    assert isinstance(table, Table)
    assert texts_of(table) == ("a", "b")
    assert [remark.notice for remark in manuscript.remarks] == [Notice.HIDDEN]


def test_rules_for_paper_say_nothing_of_the_screen() -> None:
    manuscript = read_clipboard(
        "<style>@media print { p { display: none } .a { font-weight: bold } } .b { font-weight: 700 }</style>"
        '<p><span class="a">plain</span> <span class="b">bold</span></p>'
    )
    (block,) = manuscript.blocks
    assert [(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks] == [
        (MarkKind.STRONG, "bold")
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(130_000)) + ">hi</p>",
        "<p " + " ".join(f'a{number}="<"' for number in range(80_000)) + ">hi</p>",
        "<style>" + "a" * 1_000_000 + "</style>hi",
        "<style>" + "/*" * 400_000 + "</style>hi",
        "<style>" * 100_000 + "hi",
        "<xml " * 150_000 + "hi",
        "<div>" * 200_000 + "hi",
    ],
    ids=["attributes", "marked attributes", "selector", "comments", "sheets", "islands", "divisions"],
)
def test_a_hostile_clipboard_is_over_soon(html: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(ManuscriptError):
        read_clipboard(html)
    assert time.process_time() - begun < 5


def test_thousands_of_brackets_in_markdown_stay_and_are_read_soon() -> None:
    begun = time.process_time()
    manuscript = read_markdown("# Title\n\n" + "[" * 100_000)
    assert texts(manuscript) == ["[" * 100_000]
    assert time.process_time() - begun < 5
