"""Links to pages of this site that readers would not find."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.checks.links import is_ours, links
from publishing.checks import Draft
from publishing.workflow import publish, withdraw
from tests import factories
from tests.publishing.checks.drafts import draft, p

pytestmark = pytest.mark.django_db


def link(path: str, words: str = "there") -> str:
    return p(f'See <a href="{settings.SITE_URL}{path}">{words}</a>.')


def found(body: str) -> dict[str, list[str]]:
    return {str(one.kind): [place.about for place in one.places] for one in links(draft(body))}


def kinds(path: str) -> list[str]:
    return list(found(link(path)))


def test_what_readers_see_is_fine() -> None:
    article = factories.make_published_article(slug="the-ferry", tags=[factories.make_tag("Ports").key])
    page, person = factories.make_published_page(slug="about"), factories.make_person(published=True)
    source = factories.make_reference()
    factories.make_published_article(body=factories.citing(source))
    for row in (article, page, person):
        assert kinds(row.editions.get().get_absolute_url()) == []
    for path in (source.get_absolute_url(), "/tags/ports/", "/", "/people/", "/feed/", "/articles/the-ferry"):
        assert kinds(path) == [], path
    assert kinds("/articles/the-ferry/?page=2#end") == []


def test_what_no_page_has_leads_nowhere() -> None:
    for path in ("/articles/nothing/", "/no/such/page/", "/nothing/", "/people/nobody/", "/tags/none/"):
        assert kinds(path) == ["link"], path
    assert kinds("/references/abcdefghjkmn-nothing/") == ["link"]


def test_drafts_and_what_was_taken_down_are_told_apart_from_nothing() -> None:
    draft_one = factories.make_article(slug="a-draft")
    assert kinds("/articles/a-draft/") == ["unseen_link"]
    gone = factories.make_published_article(slug="was-there")
    withdraw(working_copy=gone, edition=1, actor=None, note="")
    assert kinds("/articles/was-there/") == ["unseen_link"]
    assert kinds("/admin/articles/article/1/change/") == ["unseen_link"]
    factories.make_tag("Unused")
    assert kinds("/tags/unused/") == ["unseen_link"]
    own = Draft(draft_one, draft_one.payload() | {"body": link("/articles/a-draft/")}, timezone.now())
    assert not list(links(own))


def test_an_address_of_before_leads_on() -> None:
    article = factories.make_published_article(slug="old-name")
    factories.save(article, slug="new-name")
    publish(working_copy=article, version=article.version, actor=None)
    assert kinds("/articles/old-name/") == kinds("/articles/new-name/") == []


def test_other_sites_are_none_of_ours() -> None:
    assert found(p('<a href="https://example.org/articles/nothing/">x</a>')) == {}
    assert found(p('<a href="mailto:ana@example.org">x</a>')) == {}
    host = settings.SITE_URL.partition("://")[2]
    assert is_ours(f"https://{host}/x") and is_ours(f"http://www.{host}/x") and not is_ours("https://[/x")


def test_it_costs_the_same_for_one_link_and_for_many() -> None:
    def questions(count: int) -> int:
        body = "".join(link(f"/articles/{n}/") + link(f"/people/{n}/") for n in range(count))
        with CaptureQueriesContext(connection) as asked:
            found(body)
        return len(asked)

    assert questions(1) == questions(20)


def test_it_says_the_words_of_the_link() -> None:
    (finding,) = links(draft(p("One.") + link("/nothing/", "that page")))
    assert [(place.words, place.block) for place in finding.places] == [("that page", 1)]
