"""Suggestions as one types, and what browsers and machines are told of the search."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import (
    fill_in_newsroom,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    text_of,
)
from tests.reading import get, json_ld, text

pytestmark = pytest.mark.django_db

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def suggested(typed: str) -> list[tuple[str, str]]:
    words, labels, details, places = Client().get("/search/starting/", {"q": typed}).json()
    assert words == typed and len(labels) == len(details) == len(places)
    return list(zip(labels, [place.removeprefix("http://127.0.0.1:8000") for place in places], strict=True))


def test_tags_people_and_headlines_begin_as_one_types(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tag, person = make_tag("Wolfram & Co"), make_person(name="Wolf Vogel", published=True)
        article = make_published_article(headline="Wolves <return>", tags=[tag.key])
        make_published_article(headline="Elsewhere", body=text_of("Only the text has a wolf."))
        make_reference(title="Wolf atlas")
    assert suggested("wol") == [
        ("Wolfram & Co", tag.get_absolute_url()),
        ("Wolf Vogel", f"/people/{person.slug}/"),
        ("Wolves <return>", f"/articles/{article.slug}/"),
    ]
    assert suggested("wolf vo") == [("Wolf Vogel", f"/people/{person.slug}/")]


def test_nothing_is_suggested_for_nothing() -> None:
    make_published_article(headline="Wolves return")
    for typed in ("", " ", "%", "*", '"', "qqq"):
        assert suggested(typed.strip()) == []


def test_browsers_are_told_how_the_site_is_searched() -> None:
    fill_in_newsroom(name="The <Morning> & Evening Post\x0b of the port")
    answer = get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.content)
    name = root.findtext(f"{SPACE}ShortName") or ""
    assert name.startswith("The <Morning>") and len(name) <= 16
    templates = {url.get("type"): url.get("template") for url in root.iter(f"{SPACE}Url")}
    assert templates["text/html"] == "http://127.0.0.1:8000/search/?q={searchTerms}"
    assert (
        templates["application/x-suggestions+json"]
        == "http://127.0.0.1:8000/search/starting/?q={searchTerms}"
    )
    assert 'rel="search"' in text("/") and 'href="/opensearch.xml"' in text("/")


def test_machines_are_told_on_the_front_page_how_the_site_is_searched() -> None:
    site = json_ld("/")["@reverse"]["publisher"]
    assert site["@type"] == "WebSite" and site["potentialAction"]["@type"] == "SearchAction"
    address = site["potentialAction"]["target"]["urlTemplate"]
    assert address == "http://127.0.0.1:8000/search/?q={search_term_string}"
