"""Names that clearly are people's and that no profile has."""

import time

import pytest

from articles.checks import unknown_names
from profiles.never_asking import never_ask
from tests import factories
from tests.publishing.checks.drafts import draft, p

pytestmark = pytest.mark.django_db


def found(*paragraphs: str, **payload: object) -> list[str]:
    return [
        place.words for finding in unknown_names(draft(p(*paragraphs), **payload)) for place in finding.places
    ]


CLEAR = [
    ("“It was so,” said Jonas Weil.", ["Jonas Weil"]),
    ("The columnist Mira Holt wrote it.", ["Mira Holt"]),
    ("Prof. Tomas Lindqvist left.", ["Tomas Lindqvist"]),
    ("Jonas Weil, 53, left early.", ["Jonas Weil"]),
    ("Jonas Weil told the court.", ["Jonas Weil"]),
    ("They met in New York, and Deep Blue won.", []),
    ("The Bank of England said so.", []),
    ("In San Francisco, said the clerk, it rained.", []),
    ("The White House announced it.", []),
    ("the market leader Acme Widgets", []),
]


@pytest.mark.parametrize(("text", "names"), CLEAR)
def test_a_name_with_a_sign_of_a_person(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_who_has_a_profile_or_is_linked_or_credited_is_known() -> None:
    text = "“It was so,” said Jonas Weil."
    factories.make_person(name="Weil, Jonas", aliases=["jonas weil"])
    assert found(text) == []
    assert found('“So,” said <a href="https://example.org/">Mira Holt</a>.') == []
    assert found('Words <a href="https://example.org/">Mira Holt</a> wrote.') == []
    assert found("“So,” said Mira Holt.", credits=[{"person": None, "name": "Mira Holt", "role": ""}]) == []


def test_a_name_nobody_is_asked_about_is_left_alone() -> None:
    never_ask(name="Jonas Weil", actor=None)
    assert found("“It was so,” said Jonas Weil.") == []


def test_other_languages_have_other_signs_and_are_not_asked() -> None:
    assert found("“It was so,” said Jonas Weil.", language="de") == []


def test_each_is_said_once_at_its_first_place() -> None:
    (finding,) = unknown_names(draft(p("“So,” said Jonas Weil.", "“Yes,” said Jonas Weil.")))
    assert finding.sentence == "Jonas Weil has no profile" and finding.places[0].block == 0


def test_letters_without_an_end_are_looked_at_in_time() -> None:
    began = time.monotonic()
    assert found("Aa" * 100_000, "A." * 100_000) == []
    assert time.monotonic() - began < 5
