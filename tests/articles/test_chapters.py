"""What is in a long article: the list beside its text."""

import pytest

from publishing.richtext import build
from tests.factories import make_published_article, text_of
from tests.reading import by_class, links, tree, words

pytestmark = pytest.mark.django_db


def headed(*titles: str, level: int = 2, length: int = 3) -> str:
    return "".join(build.heading(level, build.text(title)) + text_of("word " * length) for title in titles)


def contents_of(body: str):
    article = make_published_article(body=body)
    return tree(f"/articles/{article.slug}/")


def test_a_long_article_lists_its_headings_and_each_leads_to_its_place() -> None:
    page = contents_of(headed("One", "Two") + headed("Inside", level=3) + headed("Three"))
    [nav] = by_class(page, "contents")
    assert list(links(nav).values()) == ["One", "Two", "Inside", "Three"]
    ids = {element.get("id") for element in page.iter() if element.tag in ("h2", "h3")}
    assert {address.removeprefix("#") for address in links(nav)} <= ids
    inner = nav.find(".//ol/li/ol")
    assert inner is not None and words(inner) == "Inside"
    assert nav.find(".//h2") is None, "the headings are the article's own"


def test_a_short_article_has_no_such_list() -> None:
    assert not by_class(contents_of(headed("One", "Two", "Three")), "contents")
    assert not by_class(contents_of(text_of("word " * 2_000)), "contents")


def test_three_headings_are_enough_in_a_very_long_text() -> None:
    assert by_class(contents_of(headed("One", "Two", "Three", length=450)), "contents")


def test_a_text_that_begins_with_a_small_heading_lists_it_too() -> None:
    page = contents_of(headed("Small", level=3) + headed("One", "Two", "Three"))
    [nav] = by_class(page, "contents")
    assert list(links(nav).values()) == ["Small", "One", "Two", "Three"]


def test_a_heading_may_be_called_as_a_part_of_the_page_is() -> None:
    page = contents_of(headed("Sources", "Related", "References", "Contents"))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
