"""The list of sources under an article: where else each is cited, and the lines beside the notes."""

from datetime import timedelta

import html5lib
import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from articles.models import Article
from articles.shown import preview_of
from profiles.shown import preview_of as preview_of_profile
from publishing.workflow import withdraw
from references.shown import MOST_COUNTED
from references.source_list import TWO_COLUMNS
from tests.factories import (
    citing,
    make_article,
    make_person,
    make_published_article,
    make_publisher,
    make_reference,
    make_request,
    make_scheduled_article,
)
from tests.reading import by_class, queries, tree, words

pytestmark = pytest.mark.django_db


def path_of(article: Article) -> str:
    return f"/articles/{article.slug}/"


def elsewhere(path: str) -> list[str]:
    """Return what is said of where else each source is cited."""
    return [words(link) for link in by_class(tree(path), "elsewhere")]


def test_readers_are_told_in_how_many_articles_a_source_is_cited() -> None:
    source, only_here = make_reference(), make_reference()
    article = make_published_article(sources=[source.key, only_here.key])
    others = [make_published_article(body=citing(source) + citing(source)) for _ in range(2)]
    assert elsewhere(path_of(article)) == ["in 3 articles", "about this source"]
    withdraw(working_copy=others[0], edition=1, actor=None)
    assert elsewhere(path_of(article)) == ["in 2 articles", "about this source"]
    links = [link.get("href") for link in by_class(tree(path_of(article)), "elsewhere")]
    assert links == [source.get_absolute_url(), only_here.get_absolute_url()]


def test_what_readers_cannot_see_is_not_counted() -> None:
    source = make_reference()
    article = make_published_article(sources=[source.key])
    make_article(sources=[source.key])
    make_scheduled_article(starts_at=timezone.now() + timedelta(hours=1), sources=[source.key])
    assert elsewhere(path_of(article)) == ["about this source"]


def test_counting_ends_where_the_number_says_no_more() -> None:
    source = make_reference()
    article = make_published_article(sources=[source.key])
    cost = queries(path_of(article))
    for _ in range(MOST_COUNTED - 1):
        make_published_article(sources=[source.key])
    assert elsewhere(path_of(article)) == [f"in {MOST_COUNTED} articles"]
    make_published_article(sources=[source.key])
    assert elsewhere(path_of(article)) == [f"in more than {MOST_COUNTED} articles"]
    assert queries(path_of(article)) == cost


@pytest.mark.same_on_both
def test_a_profile_tells_of_articles_too() -> None:
    source = make_reference()
    person = make_person(published=True, sources=[source.key])
    assert elsewhere(f"/people/{person.slug}/") == ["about this source"]
    make_published_article(sources=[source.key])
    assert elsewhere(f"/people/{person.slug}/") == ["in 1 article"]


def test_a_preview_counts_as_the_page_will() -> None:
    source, other = make_reference(), make_reference()
    live = make_published_article(sources=[source.key, other.key])
    draft = make_article(sources=[source.key])
    for article, shown in ((draft, ["in 2 articles"]), (live, ["about this source"] * 2)):
        context = {"page": preview_of(article, article.payload(), at=timezone.now()), "json_ld": ""}
        page = render_to_string("article.html", context, make_request())
        root = html5lib.parse(page, namespaceHTMLElements=False)
        assert [words(link) for link in by_class(root, "elsewhere")] == shown
    person = make_person(sources=[source.key])
    text = preview_of_profile(person, person.payload(), at=timezone.now())["text"]
    assert [entry.reference.articles for entry in text.sources] == [1]


def test_a_note_carries_the_line_of_its_source_and_its_place() -> None:
    source = make_reference(
        title="On <machines>", issued="1950", publisher=make_publisher(name="Mind", domain="mind.example")
    )
    article = make_published_article(body=citing(source, locator="p. 433"))
    [mark] = by_class(tree(path_of(article)), "note-mark")
    [link] = mark.iter("a")
    assert link.get("data-line") == "On <machines>. Mind (mind.example). 1950. p. 433"
    assert words(mark) == "1", "what is copied from the text or read aloud has the number alone"


@pytest.mark.same_on_both
def test_a_long_list_is_shown_in_two_columns() -> None:
    for count, is_long in ((TWO_COLUMNS - 1, False), (TWO_COLUMNS, True)):
        article = make_published_article(sources=[make_reference().key for _ in range(count)])
        [section] = by_class(tree(path_of(article)), "sources")
        assert ("long" in (section.get("class") or "").split()) is is_long
