"""Agencies and desks in bylines are told from people, and from who wrote for them."""

import pytest

from manuscripts import is_agency, parse

TEXT = "A headline that stands here\n{byline}\n\nThe lock jammed on Tuesday and held forty barges.\n\nIt was mended.\n"


@pytest.mark.parametrize(
    ("byline", "people", "agencies"),
    [
        ("By The Associated Press", [], ["The Associated Press"]),
        ("By REUTERS", [], ["Reuters"]),
        ("Von dpa", [], ["dpa"]),
        ("By Staff Writer", [], ["Staff Writer"]),
        ("By Marta Helm | The Associated Press", ["Marta Helm"], ["The Associated Press"]),
        ("By MARTA HELM Associated Press", ["Marta Helm"], ["Associated Press"]),
        ("Von Marta Helm/dpa", ["Marta Helm"], ["dpa"]),
        ("Par Marta Helm avec AFP", ["Marta Helm"], ["AFP"]),
        ("By Marta Helm for Reuters", ["Marta Helm"], []),
        ("By Bill Press and Ann Desk-Meyer", ["Bill Press", "Ann Desk-Meyer"], []),
    ],
)
def test_who_wrote_it_and_for_which_agency(byline: str, people: list[str], agencies: list[str]) -> None:
    names = parse(TEXT.format(byline=byline)).byline
    assert [name for name in names if not is_agency(name)] == people
    assert [name for name in names if is_agency(name)] == agencies


@pytest.mark.parametrize(
    "name", ["", " ", "Bill Press", "The staff of the museum", "Ada Byron", "Tass Saada"]
)
def test_nobody_else_is_one(name: str) -> None:
    assert not is_agency(name)
