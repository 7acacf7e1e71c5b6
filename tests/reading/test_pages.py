"""Home, tags and the lists that can be read on into the past."""

from itertools import chain, pairwise

import pytest
from django.test import Client

from articles.models import Article
from publishing.workflow import retract
from tests.factories import (
    citing,
    make_article,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    mentioning,
    quoting,
)
from tests.reading import by_class, links, queries, text, tree, words

pytestmark = pytest.mark.django_db


def walk(path: str) -> list[list[str]]:
    """Follow the "older" link to the end; return the headlines of each page."""
    pages, here = [], path
    while here:
        page = tree(here)
        pages.append([words(h) for item in by_class(page, "listing") for h in item.iter("a")])
        older = [a.get("href") or "" for a in page.iter("a") if a.get("rel") == "next"]
        here = path + older[0] if older else ""
    return pages


def headlines(articles: list[Article]) -> list[str]:
    return [article.headline for article in reversed(articles)]


def test_an_empty_site_says_so() -> None:
    assert "Nothing has been published yet." in text("/")
    assert Client().get("/?before=").status_code == 200


def test_home_lists_the_newest_first_and_goes_on_without_gap_or_repeat() -> None:
    articles = [make_published_article() for _ in range(45)]
    pages = walk("/")
    assert [len(page) for page in pages] == [20, 20, 5]
    assert list(chain(*pages)) == headlines(articles)


def test_a_place_in_a_list_holds_while_new_articles_come() -> None:
    articles = [make_published_article() for _ in range(25)]
    older = next(a.get("href") for a in tree("/").iter("a") if a.get("rel") == "next")
    make_published_article()
    rest = [words(h) for item in by_class(tree(f"/{older}"), "listing") for h in item.iter("a")]
    assert rest == headlines(articles[:5])


def test_a_tag_lists_what_carries_it() -> None:
    tag = make_tag("Café & Bar", description="Where people meet.")
    articles = [make_published_article(tags=[tag.key]) for _ in range(21)]
    make_published_article()
    make_article(tags=[tag.key])
    page = tree(tag.get_absolute_url())
    assert words(page.find(".//h1")) == "Café & Bar" and "Where people meet." in words(page)
    assert list(chain(*walk(tag.get_absolute_url()))) == headlines(articles)


def test_a_tag_in_any_script_has_a_page() -> None:
    tag = make_tag("Москва", slug="москва")
    make_published_article(tags=[tag.key])
    assert "Москва" in text(tag.get_absolute_url())
    assert tag.get_absolute_url() in links(tree("/tags/"))


def test_the_list_of_tags_leads_to_each_tag_that_leads_somewhere() -> None:
    used, unused = make_tag("Used"), make_tag("Unused")
    make_published_article(tags=[used.key])
    shown = links(tree("/tags/"))
    assert used.get_absolute_url() in shown and unused.get_absolute_url() not in shown


@pytest.mark.same_on_both
def test_lists_cost_the_same_however_long_they_are() -> None:
    person, tag, source = make_person(published=True), make_tag(), make_reference()

    def publish_one() -> None:
        make_published_article(
            tags=[tag.key],
            credits=[{"person": person.key, "name": "", "role": ""}],
            body=mentioning(person) + citing(source) + quoting("Yes.", person=person, reference=source),
        )

    paths = [
        "/",
        "/tags/",
        "/people/",
        f"/people/{person.slug}/",
        f"/people/{person.slug}/feed/",
        tag.get_absolute_url(),
        f"{tag.get_absolute_url()}feed/",
        source.get_absolute_url(),
        "/feed/",
        "/sitemap.xml",
    ]
    publish_one()
    before = {path: queries(path) for path in paths}
    for _ in range(29):
        publish_one()
        make_person(published=True)
        make_published_article(tags=[make_tag().key], sources=[make_reference().key])
    assert {path: queries(path) for path in paths} == before
    assert max(before.values()) <= 9
    assert before["/"] == before["/tags/"] == before["/people/"] == before[tag.get_absolute_url()] == 2


def test_every_page_has_one_heading_landmarks_and_a_language() -> None:
    person, tag, source = make_person(published=True), make_tag(), make_reference()
    article = make_published_article(tags=[tag.key], sources=[source.key], language="de")
    for path in (
        "/",
        "/people/",
        f"/people/{person.slug}/",
        "/tags/",
        tag.get_absolute_url(),
        source.get_absolute_url(),
        f"/articles/{article.slug}/",
    ):
        page = tree(path)
        assert page.get("lang") == "en"
        assert [len(list(page.iter(name))) for name in ("h1", "main", "footer", "title")] == [1, 1, 1, 1]
        assert links(page)["#main"]
        levels = [int(e.tag[1]) for e in page.iter() if e.tag in ("h1", "h2", "h3")]
        assert all(b - a <= 1 for a, b in pairwise(levels))
    assert tree(f"/articles/{article.slug}/").find(".//article").get("lang") == "de"


def test_the_page_for_what_is_not_there_is_valid_too() -> None:
    answer = Client().get("/nonsense/")
    assert answer.status_code == 404 and b"There is no page here" in answer.content


def test_what_was_retracted_is_marked_on_the_pages_of_its_people_and_sources() -> None:
    person, source = make_person(published=True, name="Ada"), make_reference(title="The cited paper")
    credits = [{"person": person.key, "name": "", "role": ""}]
    body = quoting("Engines weave.", person=person) + citing(source)
    make_published_article(headline="Held", body=body, credits=credits)
    article = make_published_article(headline="Forged", body=body, credits=credits, language="ar")
    retract(working_copy=article, edition=1, actor=None, note="It does not hold.")
    for path in ("/people/ada/", source.get_absolute_url()):
        items = [item for section in by_class(tree(path), "section") for item in section.iter("li")]
        shown = {words(item.find(".//h3")): item for item in items if item.find(".//h3") is not None}
        assert [words(mark) for mark in by_class(shown["Forged"], "retracted")] == ["Retracted"]
        assert not by_class(shown["Held"], "retracted")
        assert (shown["Held"].get("dir"), shown["Forged"].get("dir")) == ("ltr", "rtl")
