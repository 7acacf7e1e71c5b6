import pytest

from publishing.richtext import (
    CitationPlace,
    ImageUse,
    Mention,
    extract,
    render,
    sanitise,
    split_blocks,
    texts_of_blocks,
)
from tests.publishing.richtext.samples import STORED


def test_the_words_and_their_number():
    read = extract(
        "<h2>Two words</h2><p>It’s <strong>bo</strong>ld — and 3.5 %.</p><ul><li><p>last</p></li></ul>"
    )
    assert read.text == "Two words\nIt’s bold — and 3.5 %.\nlast"
    assert read.words == 2 + 4 + 1


def test_raised_and_lowered_figures_stay_what_they_are_in_plain_text():
    read = extract("<h2>CO<sub>2</sub></h2><p>10<sup>25</sup> H<sub>2</sub>O, the 1<sup>st</sup>.</p>")
    assert read.text == "CO₂\n10²⁵ H₂O, the 1st."
    assert read.words == 1 + 4
    assert read.headings[0].id == "co2"


def test_chinese_characters_count_as_words():
    assert extract("<p>梁文锋 founded 深度求索</p>").words == 8


def test_a_pull_quote_is_not_counted_again():
    assert extract("<p>Some words.</p>" + STORED["pull quote"]).text == "Some words."


def test_headings_have_the_addresses_of_the_page():
    stored = "<h2>One</h2><p>x</p><h3>One</h3>"
    assert [(found.level, found.text, found.id) for found in extract(stored).headings] == [
        (2, "One", "one"),
        (3, "One", "one-2"),
    ]
    assert 'id="one-2"' in render(stored)


def test_people_are_named_once_as_first_written():
    stored = (
        '<p><a data-person="b">Mr <em>Li</em></a> and <a data-person="a">Ann</a>, '
        '<a data-person="b">Li</a>.</p>'
    )
    assert extract(stored).mentions == [Mention("b", "Mr Li"), Mention("a", "Ann")]


def test_a_citation_knows_the_sentence_it_is_for():
    note = '<a data-reference="{}" data-locator="{}"></a>'
    stored = (
        f"<p>The U.S. did it.{note.format('k1', 'p. 4')} "
        f"Then Mr. Li{note.format('k2', '')} left. No more.</p>"
        f"<ul><li><p>Again{note.format('k1', 'p. 9')}</p></li></ul>"
    )
    first, second = extract(stored).citations
    assert first.key == "k1"
    assert first.places == [
        CitationPlace(1, "p. 4", "The U.S. did it."),
        CitationPlace(3, "p. 9", "Again"),
    ]
    assert second.places == [CitationPlace(2, "", "Then Mr. Li left.")]


def test_a_cited_block_quotation_is_a_place_too():
    (citation,) = extract(STORED["block quotation"]).citations
    assert citation.places == [CitationPlace(1, "", "Long words.")]


def test_a_quotation_in_two_parts_is_one():
    stored = (
        '<p><q data-quote="q1" data-speaker="an unnamed researcher">“It <em>works</em>,”</q> said one. '
        '<q data-quote="q1">“Well.”</q> <q data-quote="q2" data-person="p1">“No.”</q></p>'
    )
    first, second = extract(stored).quotations
    assert (first.id, first.parts, first.speaker, first.person) == (
        "q1",
        ["“It works,”", "“Well.”"],
        "an unnamed researcher",
        "",
    )
    assert (second.parts, second.person) == (["“No.”"], "p1")


def said(attributes: str, words: str) -> str:
    return f'<q data-quote="k3"{attributes}>{words}</q>'


LIANG, MUSK = ' data-person="liang"', ' data-person="musk"'
ANALYST = ' data-speaker="an analyst"'
REPORT, BOOK = ' data-reference="report"', ' data-reference="book"'


@pytest.mark.parametrize(
    ("parts", "records"),
    [
        ([LIANG, MUSK], [("liang", "", "", "0"), ("musk", "", "", "1")]),
        ([LIANG, ANALYST], [("liang", "", "", "0"), ("", "an analyst", "", "1")]),
        ([LIANG, MUSK, LIANG, MUSK], [("liang", "", "", "02"), ("musk", "", "", "13")]),
        ([LIANG + REPORT, LIANG + BOOK], [("liang", "", "report", "0"), ("liang", "", "book", "1")]),
        ([LIANG, MUSK, ""], [("liang", "", "", "02"), ("musk", "", "", "1")]),
        (["", LIANG, REPORT], [("liang", "", "report", "012")]),
        (
            ["", LIANG, ANALYST, MUSK],
            [("liang", "", "", "01"), ("", "an analyst", "", "2"), ("musk", "", "", "3")],
        ),
    ],
)
def test_parts_that_disagree_about_speaker_or_source_are_records_of_their_own(parts, records):
    inline = "<p>" + " and ".join(said(part, str(place)) for place, part in enumerate(parts)) + "</p>"
    blocks = "".join(
        f'<blockquote data-quote="k3"{part}><p>{place}</p></blockquote>' for place, part in enumerate(parts)
    )
    for stored in (inline, blocks, sanitise(inline), sanitise(sanitise(blocks))):
        found = extract(stored).quotations
        assert [(q.person, q.speaker, q.reference, "".join(q.parts)) for q in found] == records
        assert found[0].id == "k3"
        assert len({quotation.id for quotation in found}) == len(records)


def test_ids_for_what_was_parted_are_free_and_always_the_same():
    stored = f'<p>{said(LIANG, "a")} {said(MUSK, "b")} <q data-quote="q1"{LIANG}>c</q></p>'
    assert sanitise(stored) == (
        f'<p>{said(LIANG, "a")} <q data-quote="q2"{MUSK}>b</q> <q data-quote="q1"{LIANG}>c</q></p>'
    )


def test_a_note_inside_a_quotation_does_not_cut_it():
    stored = '<p><q data-quote="q1">“One<a data-reference="k1"></a> two”</q></p>'
    assert sanitise(stored) == stored
    assert extract(stored).quotations[0].parts == ["“One two”"]


def test_a_block_quotation_and_a_sentence_can_be_parts_of_one():
    stored = '<blockquote data-quote="q1"><p>A</p><p>B</p></blockquote><p><q data-quote="q1">C</q></p>'
    assert [quotation.parts for quotation in extract(stored).quotations] == [["A\nB", "C"]]


def test_pictures_notes_links_and_embeds():
    read = extract("".join(STORED.values()))
    assert read.images == [ImageUse("i1", 'A "view"', "The view.", "wide")]
    assert read.notes == ["31"]
    assert read.links == ["https://example.org/?a=1&b=2"]
    assert read.embeds == ["https://www.youtube.com/watch?v=abc"]


def test_the_words_of_each_block_are_those_of_the_text() -> None:
    items = "<ul><li><p>Four</p></li><li><p>five</p></li></ul>"
    stored = f"<h2>One</h2><p>Two <strong>three</strong></p>{items}<hr>"
    blocks = texts_of_blocks(stored)
    assert [block for block, _words in blocks] == split_blocks(stored)
    assert [words for _block, words in blocks] == ["One", "Two three", "Four\nfive", ""]
    assert "\n".join(words for _block, words in blocks if words) == extract(stored).text
