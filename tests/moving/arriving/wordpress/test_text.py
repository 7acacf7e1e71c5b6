"""The text of a post, as the site showed it."""

import time
from typing import Any

import pytest

from manuscripts import BlockQuote, Bullets, Embed, Figure, Heading, Manuscript, Notice, Paragraph, Table
from manuscripts.formats.post import read_post
from moving.arriving.wordpress.shortcodes import figures
from moving.arriving.wordpress.text import html_of, plain


def gallery(attributes: dict[str, str]) -> str:
    return f'<figure><img src="https://old.example/{attributes.get("ids", "all")}.png" alt="G"></figure>'


def read(content: str, **fields: str) -> Manuscript:
    html, _remarks = html_of(content, fields=fields, gallery=gallery)
    return read_post(html, address="https://old.example/", language="en")


def remarks(content: str) -> list[tuple[Notice, str]]:
    return [(remark.notice, remark.text) for remark in html_of(content, fields={}, gallery=gallery)[1]]


def lines(content: str, **fields: str) -> list[str]:
    return [block.text for block in read(content, **fields).blocks if isinstance(block, Paragraph | Heading)]


def kinds(content: str) -> list[Any]:
    return [type(block) for block in read(content).blocks]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        ("One,\ntwo.", ["One,", "two."]),
        ("<em>One\n\nTwo</em> three.", ["One", "Two three."]),
        ("<h2>Head</h2>\nUnder it.\n\nMore.", ["Head", "Under it.", "More."]),
        ("1 < 2 and 3 > 2\n\na <b>b</b> <i>c</i>", ["1 < 2 and 3 > 2", "a b c"]),
        ("<div>In\n\na box</div>", ["In", "a box"]),
        ("<p>Own.</p>\n\n<p>Paragraphs.</p>", ["Own.", "Paragraphs."]),
        ("Before<!--more Read on-->behind", ["Beforebehind"]),
        ("Before<br />behind", ["Before", "behind"]),
        ("A [sic] B [1] C [note to self]", ["A [sic] B [1] C [note to self]"]),
        ("Array[0] and [[gallery]] here", ["Array[0] and [gallery] here"]),
        ("A smile :(( and f((x))", ["A smile :(( and f((x))"]),
        ("<code>[gallery]</code> is code", ["[gallery] is code"]),
        ('Unclosed [caption id="1"] here', ['Unclosed [caption id="1"] here']),
        ("Half [gallery", ["Half [gallery"]),
        ("A tag <b", ["A tag"]),
    ],
)
def test_words_are_as_they_were(content: str, said: list[str]) -> None:
    assert lines(content) == said


def test_lists_tables_and_quotations_stay_whole() -> None:
    assert kinds(
        "<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\n<table>\n<tr>\n<td>x</td><td>y</td>\n</tr></table>"
    ) == [
        Bullets,
        Table,
    ]
    assert kinds("<blockquote>One.\n\nTwo.</blockquote>\nAfter.") == [BlockQuote, Paragraph]


NOTE = 'A book, <a href="https://source.example/a">here</a>'


@pytest.mark.parametrize(
    "written",
    [
        "[efn_note]{}[/efn_note]",
        "[fn]{}[/fn]",
        "[footnote]{}[/footnote]",
        "[ref]{}[/ref]",
        "[mfn]{}[/mfn]",
        "(({}))",
    ],
)
def test_a_note_is_a_citation_in_its_place(written: str) -> None:
    found = read(f"Words{written.format(NOTE)} and more.\n\nNext.")
    first = found.blocks[0]
    assert isinstance(first, Paragraph) and first.text == "Words and more."
    assert [(cite.at, cite.note) for cite in first.cites] == [(5, found.references[0].id)]
    assert found.references[0].url == "https://source.example/a"
    assert lines(f"Words{written.format(NOTE)} and more.\n\nNext.") == ["Words and more.", "Next."]


def test_a_note_cited_twice_is_one() -> None:
    mark = '<sup data-fn="a-b" class="fn"><a href="#a-b" id="a-b-link">1</a></sup>'
    content = f"<!-- wp:paragraph --><p>One{mark} two{mark}.</p><!-- /wp:paragraph -->"
    fields = '[{"id":"a-b","content":"See https:\\/\\/source.example\\/a"}]'
    found = read(content, footnotes=fields)
    assert len(found.references) == 1
    assert isinstance(found.blocks[0], Paragraph) and len(found.blocks[0].cites) == 2


def test_core_notes_that_are_damaged_keep_their_marks() -> None:
    mark = '<sup data-fn="a" class="fn"><a href="#a">1</a></sup>'
    assert lines(f"One{mark}", footnotes="[{") == ["One"] or lines(f"One{mark}", footnotes="[{") == ["One1"]


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ('[caption width="3"]<img src="/a.png" alt="A" /> The quay[/caption]', "The quay"),
        ('[caption width="3" caption="The quay"]<img src="/a.png" alt="A" />[/caption]', "The quay"),
        ('[caption caption="The <em>old</em> quay"]<img src="/a.png" alt="A" />[/caption]', "The old quay"),
        ('[wp_caption]<a href="/b"><img src="/a.png" alt="A"></a> By [Moor][/wp_caption]', "By [Moor]"),
        ('<figure><img src="/a.png" alt="A"><figcaption>The quay</figcaption></figure>', "The quay"),
    ],
)
def test_a_caption_stays_with_its_picture(caption: str, words: str) -> None:
    found = read(f"Before.\n\n{caption}\n\nAfter.")
    assert [type(block) for block in found.blocks] == [Paragraph, Figure, Paragraph]
    figure = found.blocks[1]
    assert isinstance(figure, Figure) and figure.caption is not None
    assert (figure.address, figure.alt, figure.caption.text) == ("https://old.example/a.png", "A", words)


@pytest.mark.parametrize(
    "written",
    [
        "https://youtu.be/abc",
        "[embed]https://youtu.be/abc[/embed]",
        '[embed width="3"]https://youtu.be/abc[/embed]',
        "[youtube https://youtu.be/abc]",
        "[youtube=https://youtu.be/abc]",
        '<!-- wp:embed {"url":"https://youtu.be/abc"} --><figure><div>\nhttps://youtu.be/abc\n</div></figure>'
        "<!-- /wp:embed -->",
        '<!-- wp:core-embed/youtube {"url":"https://youtu.be/abc"} --><figure></figure>'
        "<!-- /wp:core-embed/youtube -->",
        '<iframe src="https://www.youtube.com/embed/abc"></iframe>',
    ],
)
def test_what_another_site_shows_is_shown(written: str) -> None:
    assert [block for block in read(written).blocks if isinstance(block, Embed)]


def test_an_address_in_a_sentence_is_no_player() -> None:
    assert kinds("See https://youtu.be/abc for more.\n\nhttps://elsewhere.example/x") == [
        Paragraph,
        Paragraph,
    ]


@pytest.mark.parametrize(
    ("content", "notice", "text", "left"),
    [
        ('[contact-form-7 id="1"]', Notice.PART_LEFT_OUT, "[contact-form-7]", ""),
        ('[su_box title="x"]Words[/su_box]', Notice.SHORTCODE, "[su_box]", "Words"),
        ('[audio mp3="https://a.example/x.mp3"]', Notice.PART_AS_LINK, "[audio]", "https://a.example/x.mp3"),
        ('<video controls src="/x.mp4"></video>', Notice.PART_AS_LINK, "/x.mp4", "/x.mp4"),
        ("<!-- wp:latest-posts /-->", Notice.PART_LEFT_OUT, "latest-posts", ""),
        ('<!-- wp:block {"ref":7} /-->', Notice.PART_LEFT_OUT, "block", ""),
        ("One<!--nextpage-->Two", Notice.PAGES_JOINED, "2", "One Two"),
    ],
)
def test_what_has_no_place_here_is_said(content: str, notice: Notice, text: str, left: str) -> None:
    assert remarks(content) == [(notice, text)]
    assert " ".join(lines(content)).strip() == left


def test_blocks_with_attributes_end_where_they_end() -> None:
    content = (
        '<!-- wp:heading {"level":3} -->\n<h3>A</h3>\n<!-- /wp:heading -->\n'
        '<!-- wp:columns {"a":{"b":1}} --><div><!-- wp:column --><p>In\na column.</p><!-- /wp:column --></div>'
        '<!-- /wp:columns -->\n<!-- wp:latest-posts {"c":2} /-->\nLoose\n\nwords.'
    )
    assert lines(content) == ["A", "In a column.", "Loose", "words."]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("A &amp; B", "A & B"),
        ("A &#8211; <em>B</em>", "A – B"),
        ("1 < 2", "1 < 2"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("  A\n B ", "A B"),
    ],
)
def test_a_title_is_plain_words(title: str, said: str) -> None:
    assert plain(title) == said


@pytest.mark.parametrize(
    "hostile",
    [
        "[a " * 100_000,
        '[a "' * 100_000,
        "[a b=1]" * 100_000,
        "[a][/a]" * 50_000,
        "((" * 200_000,
        "((a b" * 100_000,
        "<!-- wp:a {" * 50_000,
        "<!--" * 200_000,
        "<video " * 50_000,
        "<a" * 200_000,
        "\n" * 500_000,
        " \n" * 200_000,
        "[caption]" * 50_000 + "[/caption]" * 50_000,
        '<sup data-fn="a">' * 50_000,
    ],
)
def test_what_is_made_to_be_slow_is_read_in_time(hostile: str) -> None:
    begun = time.process_time()
    html_of(hostile, fields={"footnotes": '[{"id":"a","content":"b"}]'}, gallery=gallery)
    assert time.process_time() - begun < 4


def test_a_caption_of_a_gallery_is_words() -> None:
    assert "<figcaption>1 &lt; 2 &amp; 3</figcaption>" in figures([("a.png", "", "1 < 2 & 3")])
