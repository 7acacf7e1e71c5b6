"""Somebody stands in a byline once."""

from typing import Any

import pytest

from articles.models import Article, DraftCredit
from publishing.errors import InvalidText
from tests import factories as make
from tests.admin_forms import AdminPage

pytestmark = pytest.mark.django_db


def credit(person: Any = None, name: str = "", role: str = "") -> dict[str, Any]:
    return {"person": person.key if person else None, "name": name, "role": role, "is_agency": False}


def test_the_verb_refuses_somebody_twice_whatever_the_role() -> None:
    ana = make.make_person(name="Ana Ruiz")
    for role in ("", "Pictures"):
        with pytest.raises(InvalidText, match="Ana Ruiz stands in the byline twice"):
            make.make_article(credits=[credit(ana), credit(ana, role=role)])
    with pytest.raises(InvalidText, match="Reuters stands in the byline twice"):
        make.make_article(credits=[credit(name="REUTERS"), credit(name="Reuters")])
    assert not Article.objects.exists()


def test_whoever_is_chosen_is_not_written_beside_it_as_a_plain_name() -> None:
    ana = make.make_person(name="Ana Núñez", aliases=["A. Núñez"])
    for name in ("Ana Nunez", "ANA NÚÑEZ", "a. nuñez"):
        with pytest.raises(InvalidText, match="stands in the byline twice"):
            make.make_article(credits=[credit(name=name, role="Pictures"), credit(ana)])
    make.make_article(credits=[credit(ana), credit(name="Ana Nuñoz")])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "x" * 201}, "at most 200"),
        ({"name": "Jo", "role": "x" * 61}, "at most 60"),
        ({"name": "\u200d"}, "names nobody"),
        ({"name": ""}, "names nobody"),
    ],
)
def test_the_verb_refuses_what_the_form_would(wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(InvalidText, match=sentence):
        make.make_article(credits=[credit() | wrong])
    ana = credit(make.make_person(name="Ana Ruiz"))
    for person, words in ((ana | {"is_agency": True}, "no agency"), (ana | {"role": "x" * 61}, "most 60")):
        with pytest.raises(InvalidText, match=words):
            make.make_article(credits=[person])
    assert not Article.objects.exists()


def test_two_of_one_name_may_stand_in_a_byline() -> None:
    people = [make.make_person(name="Ana Ruiz") for _number in range(2)]
    make.make_article(credits=[credit(person) for person in people])
    make.make_article(
        credits=[credit(name="Staff"), credit(name="Staff", role="Pictures"), credit(name="Staffe")]
    )
    assert DraftCredit.objects.count() == 5


def test_the_form_says_so_and_keeps_what_was_typed() -> None:
    ana = make.make_person(name="Ana Ruiz")
    article = make.make_article(credits=[credit(ana)])
    page = AdminPage(make.make_user("editor"))
    address = f"/admin/articles/article/{article.pk}/change/"
    again = {"draft_credits-1-person": str(ana.pk), "draft_credits-1-role": "Pictures"}
    answer = page.send(address, page.form(address), **again, headline="Typed anew").content.decode()
    assert "the same was chosen in two rows" in answer
    assert "Typed anew" in answer
    assert DraftCredit.objects.count() == 1
