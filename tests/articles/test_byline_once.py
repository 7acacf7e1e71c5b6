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
