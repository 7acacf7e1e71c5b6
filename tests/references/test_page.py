"""A source's page: what it is, and every sentence that rests on it."""

import pytest
from django.test import Client

from publishing.records import save_record
from publishing.workflow import withdraw
from tests.factories import (
    citing,
    make_person,
    make_published_article,
    make_publisher,
    make_reference,
)
from tests.reading import by_class, links, text, tree, words

pytestmark = pytest.mark.django_db


def test_the_page_shows_each_sentence_with_its_place() -> None:
    source = make_reference(
        title="The paper",
        url="https://paper.example/1",
        issued="2025-01",
        publisher=make_publisher(name="Journal", domain="journal.example"),
        archive_url="https://archive.example/1",
    )
    article = make_published_article(
        headline="On the paper",
        body=citing(source, "It was cheap.", locator="p. 4") + citing(source, "It was quick."),
    )
    person = make_person(published=True, name="Ada", body=citing(source, "She said so."))
    general = make_published_article(headline="Generally", sources=[source.key])
    page = tree(source.get_absolute_url())
    assert words(page.find(".//h1")) == "The paper"
    assert "Journal (journal.example). January 2025." in words(by_class(page, "imprint")[0])
    assert {"https://paper.example/1", "https://archive.example/1"} <= set(links(page))
    assert {f"/articles/{a.slug}/" for a in (article, general)} <= set(links(page))
    assert f"/people/{person.slug}/" in links(page)
    sentences = [words(quote) for quote in page.iter("blockquote")]
    assert sentences == ["It was cheap.", "It was quick.", "She said so."]
    assert "p. 4" in words(page) and "A source of the whole text" in words(page)


def test_a_source_without_an_address_gets_none() -> None:
    source = make_reference(title="A letter", url="")
    make_published_article(sources=[source.key])
    page = tree(source.get_absolute_url())
    assert not [a for a in page.iter("a") if (a.get("href") or "").startswith("http")]


def test_the_key_finds_it_whatever_its_title_was() -> None:
    source = make_reference(title="First title")
    make_published_article(sources=[source.key])
    old = source.get_absolute_url()
    save_record(record=source, changes={"title": "Second title"}, version=source.version, actor=None)
    for path in (old, f"/references/{source.key}/"):
        response = Client().get(path)
        assert (response.status_code, response["Location"]) == (301, source.get_absolute_url())
    assert "Second title" in text(source.get_absolute_url())


def test_it_is_public_exactly_while_something_cites_it() -> None:
    source = make_reference()
    article = make_published_article(sources=[source.key])
    path = source.get_absolute_url()
    assert Client().get(path).status_code == 200
    withdraw(working_copy=article, edition=1, actor=None)
    assert Client().get(path).status_code == 404


def test_a_source_made_confidential_is_gone_at_once() -> None:
    source = make_reference(title="CANARY")
    article = make_published_article(body=citing(source), sources=[source.key])
    assert "CANARY" in text(f"/articles/{article.slug}/")
    save_record(record=source, changes={"confidential": True}, version=source.version, actor=None)
    assert "CANARY" not in text(f"/articles/{article.slug}/") + text("/feed/") + text("/sitemap.xml")
    assert Client().get(source.get_absolute_url()).status_code == 404


@pytest.mark.same_on_both
def test_what_colleagues_think_of_a_source_is_not_shown() -> None:
    source = make_reference(note="CANARYNOTE", reliability="unreliable")
    article = make_published_article(sources=[source.key])
    for path in (source.get_absolute_url(), f"/articles/{article.slug}/", "/feed/"):
        assert "CANARY" not in text(path) and "unreliable" not in text(path)


def test_long_lists_of_citations_go_on() -> None:
    source = make_reference()
    headlines = [make_published_article(body=citing(source)).headline for _ in range(21)]
    path = source.get_absolute_url()
    first = tree(path)
    older = next(a.get("href") for a in first.iter("a") if a.get("rel") == "next")
    shown = [words(h) for page in (first, tree(path + older)) for h in page.iter("h3")]
    assert shown == headlines[::-1]


@pytest.mark.same_on_both
@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Who pays", "Who pays."),
        ("Who pays?", "Who pays?"),
        ("It is over!", "It is over!"),
        ("So it ends.", "So it ends."),
        ("And then…", "And then…"),
        ("它结束了。", "它结束了。"),
    ],
)
def test_a_title_that_brings_its_own_end_gets_no_second_one(title: str, line: str) -> None:
    article = make_published_article(body=citing(make_reference(title=title, publisher=None)))
    [entry] = by_class(tree(f"/articles/{article.slug}/"), "sources")[0].iter("li")
    assert words(entry) == f"↑ {line} about this source"
