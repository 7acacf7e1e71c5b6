"""Where the words asked for stand in a text: in every script, and cut out without half a word."""

import time

import pytest

from publishing.marking import LONGEST, Marker


@pytest.mark.parametrize(
    "asked, text, marked",
    [
        ("cafe", "The Café is open, cafés are not", "The <mark>Café</mark> is open, cafés are not"),
        ("PARL*", "Parliament and parlour", "<mark>Parliament</mark> and <mark>parlour</mark>"),
        ("strasse", "Straße 12, STRASSE 13", "<mark>Straße</mark> 12, <mark>STRASSE</mark> 13"),
        ("Straße", "Strasse", "<mark>Strasse</mark>"),
        ('"was decided"', "It was: decided. Was it?", "It <mark>was: decided</mark>. Was it?"),
        ("budget -cut", "budget cut", "<mark>budget</mark> cut"),
        ("文锋", "梁文锋创立", "梁<mark>文锋</mark>创立"),
        ("محمد", "قال مُحَمَّد إن", "قال <mark>مُحَمَّد</mark> إن"),
        ("12", "عام ١٢", "عام <mark>١٢</mark>"),
        ("कान", "कानून", "कानून"),
        ("кафе", "Ёлка в кафе", "Ёлка в <mark>кафе</mark>"),
        ("елка", "Ёлка", "<mark>Ёлка</mark>"),
        ("<b>", "a <b> & c", "a &lt;<mark>b</mark>&gt; &amp; c"),
        ("", "Nothing & nobody", "Nothing &amp; nobody"),
        ("encyclopaedia", "Encyclopædia", "<mark>Encyclopædia</mark>"),
    ],
)
def test_words_are_marked_as_they_are_found(asked: str, text: str, marked: str) -> None:
    assert Marker.of(asked).mark(text) == marked


def test_further_forms_are_marked_too() -> None:
    assert Marker.of("vote", also=["votes", "voting"]).mark("Votes were voting") == (
        "<mark>Votes</mark> were <mark>voting</mark>"
    )


def test_a_snippet_begins_near_the_first_of_the_words() -> None:
    text = "Long ago nothing happened. " * 50 + "Then the zeppelin rose. " + "It was calm. " * 50
    snippet = Marker.of("zeppelin").snippet(text)
    assert "<mark>zeppelin</mark>" in snippet and len(snippet) < LONGEST + 40
    assert snippet.startswith("… ") and snippet.endswith(" …")
    assert Marker.of("zeppelin").snippet("Nothing.", otherwise="In short") == "In short"


@pytest.mark.parametrize(
    "asked", ["a" * 300, "a* " * 12, '"' + "a " * 12, "æ" * 300, "́" * 300, "((((*+?[", "\\"]
)
def test_no_question_takes_long_on_any_text(asked: str) -> None:
    text = "a" * 50_000 + " " + "a ! " * 10_000 + "́" * 5_000
    begun = time.process_time()
    Marker.of(asked).snippet(text)
    assert time.process_time() - begun < 2
