"""Pieces are made once of the same things, and never stand for other ones."""

from typing import Any

from publishing.pieces import Pieces, same


def test_a_piece_is_made_once_of_the_same_things() -> None:
    pieces: Pieces[str] = Pieces(10)
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return "a piece"

    assert [pieces.get(("title", "en"), make) for _ in range(3)] == ["a piece"] * 3
    assert pieces.get(("title", "de"), lambda: "ein Stück") == "ein Stück"
    assert len(made) == 1


def test_there_are_never_more_than_were_allowed() -> None:
    pieces: Pieces[int] = Pieces(10)
    for number in range(1000):
        assert pieces.get(number, lambda: number) == number  # noqa: B023
        assert len(pieces) <= 10
    assert pieces.get(999, lambda: 0) == 999, "the newest are those that stay"


def test_nothing_is_kept_while_templates_are_worked_on(settings: Any) -> None:
    settings.DEBUG = True
    pieces: Pieces[str] = Pieces(10)
    assert pieces.get("key", lambda: "before") == "before"
    assert pieces.get("key", lambda: "after") == "after"


def test_lists_that_differ_are_not_the_same() -> None:
    assert same([]) is None is same({})
    assert same([{"name": "Ada"}]) == same([{"name": "Ada"}]) != same([{"name": "Eve"}])
