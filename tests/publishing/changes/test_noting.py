"""The note of a correction as it is drafted from the changed words."""

import time

import pytest

from articles.models import Article
from publishing.changes import Comparison, drafted_note
from tests.factories import text_of

LONG = "The machine had 480 chips made for chess, and it looked at 100 to {} million positions a second."


def note(old: str, new: str, **fields: str) -> str:
    before = {"headline": "One", "body": old, "language": "en"}
    return drafted_note(Comparison(Article, before, before | {"body": new} | fields))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (LONG.format(20), LONG.format(200),
         "An earlier version said “looked at 100 to 20 million positions a second”. "
         "It is “looked at 100 to 200 million positions a second”."),
        ("It won in May.", "It won in March.",
         "An earlier version said “It won in May”. It is “It won in March”."),
        ("It is true. It is so.", "It is true. It is not so.",
         "An earlier version said “It is so”. It is “It is not so”."),
        ("He said “we won” then.", "He said “we lost” then.",
         "An earlier version said “He said ‘we won’ then”. It is “He said ‘we lost’ then”."),
        ("In May it won by 2 to 4.", "In March it won by 2 to 5.",
         "An earlier version said “In May it won by 2 to 4”. It is “In March it won by 2 to 5”."),
        ("One stays.", "One stays. Two came.", "An earlier version did not say “Two came”."),
        ("One stays. Two goes.", "One stays.", "An earlier version said “Two goes”. That was taken out."),
    ],
)  # fmt: skip
def test_it_says_what_was_said_and_what_it_is(old: str, new: str, said: str) -> None:
    assert note(f"<p>{old}</p>", f"<p>{new}</p>") == said


def test_places_far_apart_are_said_one_by_one_and_the_headline_too() -> None:
    old = text_of("It won in May.", "Nothing else.", "It cost 20 pounds.")
    new = text_of("It won in June.", "Nothing else.", "It cost 30 pounds.")
    assert note(old, new, headline="Two") == (
        "An earlier version said “One”. It is “Two”. "
        "An earlier version said “It won in May”. It is “It won in June”. "
        "An earlier version said “It cost 20 pounds”. It is “It cost 30 pounds”."
    )


def test_of_many_places_some_are_said_and_the_others_counted() -> None:
    old, new = (text_of(*(f"It cost {n}{tail} pounds." for n in range(1, 8))) for tail in ("", "0"))
    assert note(old, new).endswith("It is “It cost 40 pounds”. 3 more places were changed.")


def test_where_the_same_words_changed_twice_it_is_said_once() -> None:
    old, new = (text_of(f"It won in {month}.", "Well.", f"It won in {month}.") for month in ("May", "June"))
    assert note(old, new) == "An earlier version said “It won in May”. It is “It won in June”."


def test_where_no_words_changed_nothing_is_drafted() -> None:
    assert note("<p>One</p>", '<p><a href="https://a.example/">One</a></p>') == ""


def test_thousands_of_changed_lines_are_read_in_time() -> None:
    before, now = (
        {"body": text_of(*(f"Line {number} {word}" for number in range(8000))), "language": "en"}
        for word in ("one", "two")
    )
    began = time.monotonic()
    assert drafted_note(Comparison(Article, before, now)).startswith("An earlier version said “Line 0 one")
    assert time.monotonic() - began < 5
