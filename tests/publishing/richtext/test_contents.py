"""The headings of a published text, as a list of contents needs them."""

import pytest

from publishing.richtext import Heading, build, contents, extract, render


def headings(body: str) -> list[Heading]:
    return list(contents(render(body)))


def test_headings_come_in_order_with_the_ids_they_have_on_the_page() -> None:
    body = (
        build.heading(2, build.text("One & only <here>"))
        + "<hr>"
        + build.heading(3, build.text("Two"))
        + build.paragraph(build.text("Not <h2 id=“this”>."))
        + build.heading(2, build.text("One & only <here>"))
    )
    assert headings(body) == [
        Heading(2, "One & only <here>", "one-and-only-here"),
        Heading(3, "Two", "two"),
        Heading(2, "One & only <here>", "one-and-only-here-2"),
    ]
    assert headings(body) == extract(body).headings


def test_a_heading_is_its_words_without_notes_and_marks() -> None:
    inside = f"Why <strong>{build.mention('p1', 'Ada')}</strong> wrote{build.citation('r1', 'p. 4')} it"
    assert headings(build.heading(2, inside)) == [Heading(2, "Why Ada wrote it", "why-ada-wrote-it")]


def test_a_heading_of_a_note_alone_has_nothing_to_be_listed_by() -> None:
    assert headings(build.heading(2, build.citation("r1"))) == []


@pytest.mark.parametrize(
    ("words", "id"),
    [("GPT-4.5 and/or GPT-45", "gpt-4-5-and-or-gpt-45"), ("{", "section-1"), ("C#", "c-sharp")],
)
def test_what_a_sign_keeps_apart_stays_apart_in_an_id(words: str, id: str) -> None:
    assert [found.id for found in headings(build.heading(2, words))] == [id]


def test_a_raised_figure_in_a_heading_is_not_another_number() -> None:
    body = build.heading(2, "10<sup>25</sup> of CO<sub>2</sub>")
    assert headings(body) == extract(body).headings == [Heading(2, "10²⁵ of CO₂", "10-2-5-of-co2")]
