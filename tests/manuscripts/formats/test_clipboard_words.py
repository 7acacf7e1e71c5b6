"""Nothing a program puts on the clipboard loses words, glues them, or changes what a number says."""

import pytest

from manuscripts import Bullets, Manuscript, MarkKind, Notice, Paragraph, passages_of, texts_of
from manuscripts.formats.clipboard import read_clipboard
from manuscripts.formats.whole import read_whole

WORD = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>{}</body></html>'
GOOGLE = "<b style='font-weight:normal' id='docs-internal-guid-1'>{}</b>"
EQUATION = (
    "<!--[if gte msEquation 12]><m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>25</m:t>"
    "</m:r></m:sup></m:sSup></m:oMath><![endif]--><![if !msEquation]><img width=60 height=17 "
    'src="file:///C:/image001.png"><![endif]>'
)
DROP_CAP = (
    "<div style='mso-element:dropcap-dropped'><table><tr><td><p class=MsoNormal style='mso-element:"
    "dropcap-dropped'><span style='font-size:50pt'>T</span></p></td></tr></table></div>"
)


def words(manuscript: Manuscript) -> list[str]:
    return [text for block in manuscript.blocks for text in texts_of(block)]


CASES = {
    "what a suggestion replaces": (
        GOOGLE.format(
            "<p><span>The price is </span><span style='text-decoration:line-through;color:#38761d'>five</span>"
            "<span style='color:#38761d;text-decoration:underline'>six</span><span> euros.</span></p>"
        ),
        ["The price is six euros."],
    ),
    "comments of Google's": (
        GOOGLE.format(
            "<p>Some<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup> text</p>"
            "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>Please check</p></div>"
        ),
        ["Some text"],
    ),
    "boxes to tick": (
        "<ul><li role=checkbox><img src='data:image/png;base64,iVBORw0KGgo=' alt=unchecked "
        "aria-roledescription=checkbox><p>Call the mayor</p></li></ul>",
        ["Call the mayor"],
    ),
    "an equation of Word's": (
        WORD.format(f"<p class=MsoNormal>About {EQUATION} of them.</p>"),
        ["About 1025 of them."],
    ),
    "an equation of a page": (
        "<p>The area is <math><mi>π</mi><msup><mi>r</mi><mn>2</mn></msup></math> here.</p>",
        ["The area is πr2 here."],
    ),
    "an equation of Wikipedia": (
        "<p>Let <img class='mwe-math-fallback-image-inline' src='https://example.org/x.svg' "
        "alt='{\\displaystyle x}'> be</p>",
        ["Let x be"],
    ),
    "a letter set large": (
        WORD.format(DROP_CAP + "<p class=MsoNormal>he sea is cold.</p>"),
        ["The sea is cold."],
    ),
    "a list of contents": (
        WORD.format("<p class=MsoToc1>Intro 1</p><p class=MsoToc2>More 2</p><p class=MsoNormal>Words.</p>"),
        ["Words."],
    ),
    "a caption and its credit": (
        "<figure><img src='https://example.org/a.jpg' alt='A road'><figcaption><span>A road in May.</span>"
        "<span>Jane Doe</span></figcaption></figure>",
        [],
    ),
    "a tag in the line of a post": (
        "<div dir=auto><span>We are live in </span><div style='display:inline'><a href='https://x.com/b'>#Berlin"
        "</a></div><span> now</span></div>",
        ["We are live in #Berlin now"],
    ),
    "the source in an answer": (
        "<p>It rained.<span class='ms-1 inline-flex'><a href='https://example.org/'>Weather</a></span></p>",
        ["It rained. Weather"],
    ),
    "an element of a page's own": ("<p>Done <g-emoji>🚀</g-emoji> today</p>", ["Done 🚀 today"]),
}


@pytest.mark.parametrize("case", CASES)
def test_words_come_in_as_they_are_seen(case: str) -> None:
    html, wanted = CASES[case]
    assert words(read_clipboard(html)) == wanted


@pytest.mark.parametrize("case", ["an equation of Word's", "an equation of a page"])
def test_what_is_raised_stays_so(case: str) -> None:
    (block,) = read_clipboard(CASES[case][0]).blocks
    assert isinstance(block, Paragraph)
    (mark,) = block.marks
    assert (mark.kind, block.text[mark.start : mark.end]) in ((MarkKind.SUP, "25"), (MarkKind.SUP, "2"))


def test_a_caption_does_not_run_into_its_credit() -> None:
    (figure,) = read_clipboard(CASES["a caption and its credit"][0]).blocks
    assert figure.caption is not None and figure.caption.text == "A road in May. Jane Doe"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "html",
    [
        "<ul data-indent=0><li>a</li></ul><ul data-indent=1><li>b</li></ul>",
        "<ul class='listtype-bullet listindent1'><li>a</li></ul><ul class='listindent2'><li>b</li></ul>",
        "<ul><li>a</li><li class='ql-indent-1'>b</li></ul>",
    ],
)
def test_lists_that_editors_only_set_in_are_lists_within_lists(html: str) -> None:
    (block,) = read_clipboard(html).blocks
    assert isinstance(block, Bullets) and len(block.items) == 1
    inner = block.items[0].blocks[1]
    assert isinstance(inner, Bullets) and [p.text for p in passages_of(inner)] == ["b"]


def test_what_is_left_out_or_struck_is_counted() -> None:
    told = {
        remark.notice: remark.text for case in CASES.values() for remark in read_clipboard(case[0]).remarks
    }
    assert {Notice.DELETED, Notice.COMMENTS, Notice.CONTENTS} <= told.keys()
    (struck,) = read_clipboard("<p>Was <s>five</s>, is six</p>").remarks
    assert (struck.notice, struck.text) == (Notice.STRUCK, "1")


def test_the_colours_of_a_code_editor_say_nothing() -> None:
    html = (
        "<div style='color:#d4d4d4;font-family:Menlo, monospace;white-space:pre'><div># Head</div><div>Some "
        "**bold** text</div></div>"
    )
    read = read_clipboard(html, "# Head\nSome **bold** text")
    assert words(read) == ["Head", "Some bold text"]


def test_lines_that_a_viewer_broke_are_paragraphs_again() -> None:
    lines = (
        "The harbour wall will be taken down and rebuilt be\x02\nfore the storms of the coming winter, and nobody\n"
        "will be able to moor there from September until\nthe end of the year at the least, the town has said.\n\n"
        "Boats that lie there have to be gone by August."
    )
    first, second = words(read_clipboard("", lines))
    assert "rebuilt before the storms" in first and "nobody will be" in first
    assert second == "Boats that lie there have to be gone by August."


def test_what_pages_put_between_paragraphs_is_set_aside_from_an_article() -> None:
    told = "The wall in the harbour was taken down by the town in May, and " + "it was rebuilt at once " * 8
    html = f"<h1>A wall is rebuilt</h1><p>{told}.</p><div>Advertisement</div><p>{told}.</p><p>{told}.</p>"
    read = read_whole(html)
    assert "Advertisement" not in words(read)
    assert [one.text for one in read.set_aside] == ["Advertisement"]
