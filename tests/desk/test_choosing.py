"""Where something is chosen, what tells two of one name apart is seen."""

from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.make_user("editor"))
    return client


WHERE = {
    "url": {"url": "https://www.mint.org/first/"},
    "doi": {"doi": "10.1000/182"},
    "title": {},
}


def offered(desk: Client, model: str, field: str, term: str) -> list[dict[str, Any]]:
    app, name = model.split(".")
    question = {"app_label": app, "model_name": name, "field_name": field, "term": term}
    results: list[dict[str, Any]] = desk.get("/admin/autocomplete/", question).json()["results"]
    return results


def test_two_people_of_one_name_are_told_apart(desk: Client) -> None:
    make.make_person(name="Ana Ruiz", occupation="Mayor of Porto")
    make.make_person(name="Ana Ruiz", occupation="")
    texts = {row["text"] for row in offered(desk, "articles.draftcredit", "person", "ruiz")}
    assert texts == {"Ana Ruiz – Mayor of Porto", "Ana Ruiz – ana-ruiz-2"}


def test_two_sources_of_one_title_are_told_apart(desk: Client) -> None:
    for domain in ("one.com", "two.com"):
        publisher = make.make_publisher(name=f"Paper {domain}", domain=domain)
        make.make_reference(title="Editorial", url="", publisher=publisher)
    texts = {row["text"] for row in offered(desk, "articles.draftsource", "reference", "editorial")}
    assert texts == {f"Editorial – Paper {domain} · {domain}" for domain in ("one.com", "two.com")}


def test_two_sources_of_one_title_and_publisher_are_told_apart(desk: Client) -> None:
    publisher = make.make_publisher(name="Mint", domain="mint.org")
    long = "a" * 100
    for place in ("url", "doi", "title"):
        named = {"url": "", "doi": ""}
        make.make_reference(title="Annual report", publisher=publisher, **named | WHERE[place])
    for year in ("2023", "2024"):
        address = f"https://www.mint.org/{long}/{year}/"
        make.make_reference(title="Annual report", publisher=publisher, url=address)
    texts = [row["text"] for row in offered(desk, "articles.draftsource", "reference", "annual")]
    assert len(texts) == len(set(texts)) == 5
    assert "Annual report – Mint · mint.org/first" in texts
    assert all(len(text) < 100 for text in texts)


def test_two_pages_of_one_title_are_told_apart(client: Client) -> None:
    client.force_login(make.make_user("administrator"))
    for slug in ("about", "about-es"):
        make.make_page(title="About", slug=slug)
    texts = {row["text"] for row in offered(client, "masthead.menuitem", "page", "about")}
    assert texts == {"About – /about/", "About – /about-es/"}


def test_a_picture_is_offered_as_itself(desk: Client) -> None:
    image = make.make_image(title="Harbour", credit="Ana Ruiz")
    [row] = offered(desk, "articles.article", "main_image", "harbour")
    assert row["text"] == "Harbour – Ana Ruiz"
    assert desk.get(row["thumbnail"]).status_code == 200
    assert image.key in row["thumbnail"]


def test_what_is_chosen_already_is_told_apart_too(desk: Client) -> None:
    person = make.make_person(name="Ana Ruiz", occupation="Mayor of Porto")
    image = make.make_image(title="Harbour", credit="Bo Li")
    source = make.make_reference(title="Editorial", publisher=None, url="https://one.com/a")
    credits = [{"person": person.key, "name": "", "role": "", "is_agency": False}]
    article = make.make_article(main_image=image.key, credits=credits, sources=[source.key])
    page = desk.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    for words in ("Ana Ruiz – Mayor of Porto", "Harbour – Bo Li", "Editorial – one.com/a"):
        assert f"{words}</option>" in page
    assert f'data-thumbnail="/images/{image.key}/' in page
