"""Guiding sentences in square brackets keep a page from readers until they are replaced."""

import pytest

from pages.models.placeholders import placeholders
from pages.starting_points import STARTING_POINTS
from publishing import workflow
from publishing.errors import NotReady
from publishing.richtext import build, sanitise
from tests.factories import make_page, make_published_page, save, text_of, tomorrow

SENTENCE = "[Say who owns the newsroom, and who pays.]"


def payload(*paragraphs: str, title: str = "About", summary: str = "") -> dict[str, str]:
    return {"title": title, "summary": summary, "body": text_of(*paragraphs)}


def test_they_are_found_wherever_they_stand() -> None:
    inside = f"We are free. {SENTENCE} And we are few."
    assert placeholders(payload(inside)) == [SENTENCE]
    assert placeholders(payload("Text.", summary=SENTENCE)) == [SENTENCE]
    assert placeholders(payload("Text.", title=SENTENCE)) == [SENTENCE]
    bold = build.bullets([f"<strong>{SENTENCE[:10]}</strong>{SENTENCE[10:]}"])
    assert placeholders(payload() | {"body": sanitise(bold)}) == [SENTENCE]
    assert placeholders(payload(SENTENCE, SENTENCE, "[Say what you report on and for whom?]")) == [
        SENTENCE,
        "[Say what you report on and for whom?]",
    ]


@pytest.mark.parametrize(
    "words", ["[sic]", "[...]", "[…]", "[the company]", "He said [the bank] would [not] pay.", "a[0] = 1."]
)
def test_what_editors_put_into_quotations_is_none(words: str) -> None:
    assert placeholders(payload(words)) == []


@pytest.mark.django_db
def test_publishing_is_refused_with_a_sentence_that_names_each() -> None:
    page = make_page(body=text_of(SENTENCE, "Text."))
    with pytest.raises(NotReady, match=r"“\[Say who owns the newsroom, and who pays\.\]” waits for"):
        workflow.publish(working_copy=page, version=page.version, actor=None)
    with pytest.raises(NotReady):
        workflow.schedule(working_copy=page, version=page.version, actor=None, starts_at=tomorrow())
    assert not page.editions.exists()
    workflow.publish(working_copy=page, version=save(page, body=text_of("We own it.")), actor=None)


@pytest.mark.django_db
def test_nor_does_one_get_into_what_is_live() -> None:
    page = make_published_page(body=text_of("We own it."))
    with pytest.raises(NotReady):
        workflow.fix_live(
            working_copy=page, edition=1, payload={"body": text_of(SENTENCE)}, actor=None, change="minor"
        )
    version = save(page, body=text_of(SENTENCE))
    with pytest.raises(NotReady):
        workflow.correct(working_copy=page, version=version, actor=None, kind="update", note="New.")
    assert page.editions.count() == 1


@pytest.mark.parametrize("point", STARTING_POINTS.values(), ids=lambda point: point.name)
def test_every_section_of_a_starting_point_asks_for_something(point) -> None:
    begun = point.payload(language="en")
    assert begun["body"].count("<h2>") == len(point.sections) >= 3
    assert len(placeholders(begun)) == len(point.sections)
    assert sanitise(begun["body"]) == begun["body"]
    assert "[" not in begun["title"] + begun["summary"] and begun["slug"] == point.name
