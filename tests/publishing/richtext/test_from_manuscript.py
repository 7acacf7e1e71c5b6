"""The blocks of a manuscript as stored markup."""

import pytest

from manuscripts import (
    BlockQuote,
    Bullets,
    Cell,
    Cite,
    Embed,
    Figure,
    Heading,
    Item,
    Mark,
    MarkKind,
    MentionSpan,
    Paragraph,
    QuoteSpan,
    Rule,
    Table,
)
from publishing.richtext import RichTextError, document
from publishing.richtext.document import Attribution
from publishing.richtext.from_manuscript import Known, markup_of

MARKED = [
    (Mark(MarkKind.STRONG, 0, 3), "<strong>one</strong> two"),
    (Mark(MarkKind.EM, 4, 7), "one <em>two</em>"),
    (Mark(MarkKind.SUP, 4, 7), "one <sup>two</sup>"),
    (Mark(MarkKind.SUB, 1, 3), "o<sub>ne</sub> two"),
    (Mark(MarkKind.LINK, 0, 7, "https://example.org/a"), '<a href="https://example.org/a">one two</a>'),
    (Mark(MarkKind.LINK, 0, 7, "javascript:alert(1)"), "one two"),
    (Mark(MarkKind.COMMENT, 4, 7, "c1"), 'one <span data-note="n1">two</span>'),
    (Mark(MarkKind.COMMENT, 4, 7, "c2"), "one two"),
    (Mark(MarkKind.STRONG, 3, 3), "one two"),
    (Mark(MarkKind.STRONG, -4, 90), "<strong>one two</strong>"),
]


@pytest.mark.parametrize(("mark", "inner"), MARKED)
def test_says_of_letters_what_marks_say(mark: Mark, inner: str) -> None:
    text = Paragraph("one two", marks=(mark,))
    assert markup_of([text], known=Known(comments={"c1": "n1"})) == f"<p>{inner}</p>"


def test_lets_marks_overlap() -> None:
    text = Paragraph("abcdef", marks=(Mark(MarkKind.STRONG, 0, 4), Mark(MarkKind.EM, 2, 6)))
    assert markup_of([text]) == "<p><strong>ab<em>cd</em></strong><em>ef</em></p>"


def test_writes_words_as_words() -> None:
    assert markup_of([Paragraph("a < b & <script>c</script>")]) == (
        "<p>a &lt; b &amp; &lt;script&gt;c&lt;/script&gt;</p>"
    )


def test_puts_notes_where_they_are_cited() -> None:
    text = Paragraph("One. Two.", cites=(Cite(4, "fn1", "p. 7"), Cite(9, "fn2"), Cite(9, "unread")))
    known = Known(cites={"fn1": [document.Cite("ka")], "fn2": [document.Cite("ka"), document.Cite("kb")]})
    assert markup_of([text], known=known) == (
        '<p>One.<a data-reference="ka" data-locator="p. 7"></a> Two.'
        '<a data-reference="ka"></a><a data-reference="kb"></a></p>'
    )


def test_marks_quotations_and_whom_they_are_of() -> None:
    text = Paragraph("“Go,” she said.", quotes=(QuoteSpan(0, 5, "q1"),))
    assert markup_of([text]) == '<p><q data-quote="q1">“Go,”</q> she said.</p>'
    known = Known(quotations={"q1": Attribution("q1", person="kp")})
    assert '<q data-quote="q1" data-person="kp">“Go,”</q>' in markup_of([text], known=known)


def test_leads_names_to_people_also_in_a_list() -> None:
    listed = Bullets((Item((Paragraph("With Mira Holt"),)), Item((Paragraph("Mira Holt"),))))
    known = Known(mentions=[MentionSpan(1, 0, 5, 14, "kp")])
    assert markup_of([Paragraph("Mira Holt"), listed], known=known) == (
        '<p>Mira Holt</p><ul><li><p>With <a data-person="kp">Mira Holt</a></p></li>'
        "<li><p>Mira Holt</p></li></ul>"
    )


def test_keeps_lists_in_lists_and_headings_on_two_levels() -> None:
    inner = Bullets((Item((Paragraph("b"),)),))
    blocks = [Heading("One", 2), Heading("Two", 3), Bullets((Item((Paragraph("a"), inner)),), ordered=True)]
    assert markup_of(blocks) == (
        "<h2>One</h2><h3>Two</h3><ol><li><p>a</p><ul><li><p>b</p></li></ul></li></ol>"
    )


def test_builds_tables_quotations_rules_and_what_other_sites_show() -> None:
    table = Table(((Cell((Paragraph("h"),), header=True, colspan=2),), (Cell((Paragraph("c"),)), Cell(()))))
    blocks = [table, Rule(), BlockQuote((Paragraph("Words."),)), Embed("https://elsewhere.example/1")]
    assert markup_of(blocks) == (
        '<table><thead><tr><th colspan="2"><p>h</p></th></tr></thead>'
        "<tbody><tr><td><p>c</p></td><td></td></tr></tbody></table><hr>"
        '<blockquote data-quote="q1"><p>Words.</p></blockquote>'
        '<p><a href="https://elsewhere.example/1">https://elsewhere.example/1</a></p>'
    )


def test_shows_a_picture_that_is_known_and_leaves_a_place_for_others() -> None:
    blocks = [
        Figure(picture="p1", alt="A bridge", caption=Paragraph("The bridge.")),
        Figure(address="https://example.org/x.png", alt="A cat", caption=Paragraph("The cat.")),
        Figure(),
    ]
    assert markup_of(blocks, known=Known(figures={"p1": document.Figure("ki")})) == (
        '<figure data-image="ki" data-alt="A bridge"><figcaption>The bridge.</figcaption></figure>'
        '<figure data-gap="1" data-alt="A cat"></figure><p>The cat.</p><figure data-gap="2"></figure>'
    )


def test_refuses_more_than_a_text_may_hold() -> None:
    with pytest.raises(RichTextError):
        markup_of([Paragraph("a" * 600_000)])


def test_takes_thousands_of_marks_at_one_place() -> None:
    marks = tuple(Mark(MarkKind.STRONG, 0, place) for place in range(1, 20_000))
    assert markup_of([Paragraph("a" * 20_000, marks=marks)]).startswith("<p><strong>aaa")
