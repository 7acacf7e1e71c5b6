"""Footnotes as sources: what is named, what is meant by "Ibid.", and which words stay."""

import json

import pytest

from manuscripts import (
    Author,
    Bullets,
    Cite,
    Heading,
    Item,
    Manuscript,
    Mark,
    MarkKind,
    Note,
    Notice,
    Paragraph,
    texts_of,
)
from manuscripts.citing import from_csl, read_notes, sources_of_note, with_notes_as_sources

SMITH = "Anna Smith, The Tide Book (London: Harbour Press, 2016), 45."
BERG = "Berg, J. (2013). Ferries and fire. Safety Letters, 3(1), 5–9. https://doi.org/10.5555/sl.3.5"


def note(*paragraphs: str, id: str = "n1", csl: tuple[str, ...] = ()) -> Note:
    return Note(id, tuple(map(Paragraph, paragraphs)), csl=csl)


def test_a_note_that_is_a_source():
    (source,) = sources_of_note(note(BERG))
    assert (source.id, source.title, source.doi) == ("n1", "Ferries and fire", "10.5555/sl.3.5")
    assert not source.is_incomplete


def test_a_note_without_an_address_is_for_an_editor_to_look_at():
    (source,) = sources_of_note(note(SMITH))
    assert (source.title, source.authors) == ("The Tide Book", (Author("Smith", "Anna"),))
    assert source.is_incomplete


def test_a_note_that_only_explains_is_kept_word_for_word():
    words = "The council counts boats, not people; two families share a boat, as a rule."
    (source,) = sources_of_note(note(words))
    assert (source.title, source.is_incomplete, source.authors) == (words, True, ())


def test_an_address_alone():
    (source,) = sources_of_note(note("https://example.com/tides"))
    assert (source.title, source.url, source.is_incomplete) == ("", "https://example.com/tides", False)


def test_a_link_in_the_words():
    text = "The ministry’s table of tides"
    paragraph = Paragraph(text, marks=(Mark(MarkKind.LINK, 4, len(text), "https://example.com/tides"),))
    (source,) = sources_of_note(Note("n1", (paragraph,)))
    assert (source.title, source.url) == (text, "https://example.com/tides")


def test_two_links_are_two_sources():
    text = "Table of tides and Table of winds"
    marks = (
        Mark(MarkKind.LINK, 0, 14, "https://example.com/tides"),
        Mark(MarkKind.LINK, 19, 33, "https://example.com/winds"),
    )
    found = sources_of_note(Note("n1", (Paragraph(text, marks=marks),)))
    assert [(one.id, one.title, one.url) for one in found] == [
        ("n1", "Table of tides", "https://example.com/tides"),
        ("n1-2", "Table of winds", "https://example.com/winds"),
    ]


def test_several_sources_between_semicolons():
    found = sources_of_note(note(f"{SMITH[:-1]}; see also “No fish, no ferry”, The Observer, 2 Feb 2025."))
    assert [one.title for one in found] == ["The Tide Book", "No fish, no ferry"]


@pytest.mark.parametrize(
    "entry",
    [
        "Hale J. Medicine at sea. London: Harbour Press; 2010.",
        "VALADÃO, Inês; PINHAL, Álvaro. O preço do gelo. Revista da Ria, v. 12, p. 2-9, 2021.",
        "Aldous R. Shingle. J Shore Process. 2016;33(1):5-31.",
    ],
)
def test_semicolons_of_one_source(entry):
    assert len(sources_of_note(note(entry))) == 1


def test_words_around_a_source_are_kept():
    before = "The figures were revised in spring."
    behind = "The ministry has since withdrawn the table."
    (source,) = sources_of_note(note(f"{before} See “Tides”, https://example.com/tides. {behind}"))
    assert (source.title, source.url) == ("Tides", "https://example.com/tides")
    assert before in source.note
    assert behind in source.note


@pytest.mark.parametrize(
    ("text", "id", "place"),
    [
        ("Ibid., p. 7.", "b", "p. 7"),
        ("Ebd., S. 44", "b", "S. 44"),
        ("Ibid.", "b", ""),
        ("Smith, op. cit., p. 12", "a", "p. 12"),
        ("Smith, Tide Book, 88.", "a", "88"),
        ("See note 1, p. 3.", "a", "p. 3"),
        ("Smith (n 1) 45", "a", "45"),
        ("Vgl. Anm. 1, S. 3", "a", "S. 3"),
    ],
)
def test_an_earlier_source_is_cited_again_with_its_place(text, id, place):
    read = read_notes([note(SMITH, id="a"), note(BERG, id="b"), note(text, id="c")])
    assert read.cited["c"] == ((id, place),)
    assert [source.id for source in read.sources] == ["a", "b"]


def test_ibid_without_anything_before_it_is_kept():
    read = read_notes([note("Ibid., p. 7.", id="a")])
    assert read.sources[0].title == "Ibid., p. 7."
    assert read.sources[0].is_incomplete


CSL = {
    "type": "article-journal",
    "title": "A <i>full</i> comparison",
    "container-title": "Climate Dynamics",
    "DOI": "10.5555/cd.2013",
    "URL": "https://doi.org/10.5555/cd.2013",
    "volume": 41,
    "issue": "11-12",
    "page": "3325-3338",
    "author": [{"family": "Beek", "given": "D.", "non-dropping-particle": "van"}, {"literal": "Sea Office"}],
    "issued": {"date-parts": [["2013", 12]]},
    "accessed": {"date-parts": [[2014, 2, 3]]},
}


def test_csl():
    source = from_csl(CSL)
    assert (source.title, source.container) == ("A full comparison", "Climate Dynamics")
    assert source.authors == (Author("van Beek", "D."), Author(literal="Sea Office"))
    assert (source.volume, source.issue, source.pages) == ("41", "11-12", "3325–3338")
    assert (source.issued, source.accessed) == ("2013-12", "2014-02-03")
    assert (source.doi, source.url) == ("10.5555/cd.2013", "")


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"title": ["a"]},
        {"author": "x", "issued": 3},
        {"issued": {"date-parts": [[]]}, "URL": "javascript:1"},
    ],
)
def test_odd_csl_is_passed_over(item):
    source = from_csl(item)
    assert (source.url, source.authors, source.issued, source.is_incomplete) == ("", (), "", True)


def test_what_a_manager_kept_comes_before_any_string():
    (source,) = sources_of_note(note("(Beek and others, somewhere)", csl=(json.dumps(CSL),)))
    assert source.title == "A full comparison"
    assert source.raw == "(Beek and others, somewhere)"


def test_the_marks_of_a_text_lead_to_the_sources_of_its_notes():
    two = f"{SMITH[:-1]}; “No fish, no ferry”, The Observer, 2 Feb 2025."
    text = Manuscript(
        "Ferries",
        (
            Heading("Fire", cites=(Cite(4, "a"),)),
            Paragraph("It burned.", cites=(Cite(10, "b"), Cite(10, "c"))),
            Bullets((Item((Paragraph("One", cites=(Cite(3, "a", "p. 2"),)),)),)),
        ),
        notes=(note(BERG, id="a"), note("Ibid., p. 9.", id="b"), note(two, id="c")),
    )
    read = with_notes_as_sources(text)
    heading, paragraph, bullets = read.blocks
    assert heading.cites == (Cite(4, "a"),)
    assert paragraph.cites == (Cite(10, "a", "p. 9"), Cite(10, "c"), Cite(10, "c-2"))
    assert bullets.items[0].blocks[0].cites == (Cite(3, "a", "p. 2"),)
    assert [source.id for source in read.references] == ["a", "c", "c-2"]
    assert [texts_of(block) for block in read.blocks] == [texts_of(block) for block in text.blocks]
    assert read.notes == ()
    assert {remark.notice for remark in read.remarks} == {Notice.NOTE_WITHOUT_ADDRESS}
