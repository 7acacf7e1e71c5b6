"""What readers may not see answers exactly as what does not exist."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing.workflow import publish, save_revision, schedule, withdraw
from tests.factories import (
    make_article,
    make_page,
    make_person,
    make_published_article,
    make_published_page,
    make_reference,
    make_scheduled_article,
    make_tag,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def answer(path: str, method: str = "get") -> tuple:
    """Return everything a stranger can tell one answer from another by."""
    with CaptureQueriesContext(connection) as captured:
        response = getattr(Client(), method)(path)
    headers = {name: value for name, value in response.items() if name != "X-Request-ID"}
    return response.status_code, headers, response.content, dict(response.cookies), len(captured)


def tomorrow():
    return timezone.now() + timedelta(days=1)


def hidden_articles() -> list[str]:
    make_article(slug="draft")
    make_scheduled_article(slug="scheduled", starts_at=tomorrow())
    down = make_published_article(slug="taken-down")
    withdraw(working_copy=down, edition=1, actor=None)
    renamed = make_published_article(slug="present")
    version = save_revision(
        working_copy=renamed, payload={"slug": "future"}, version=renamed.version, actor=None
    ).number
    schedule(working_copy=renamed, version=version, actor=None, starts_at=tomorrow())
    return ["draft", "scheduled", "taken-down", "future"]


def hidden_people() -> list[str]:
    make_person(name="Only A Draft", slug="draft")
    down = make_person(slug="taken-down", published=True)
    withdraw(working_copy=down, edition=1, actor=None)
    return ["draft", "taken-down"]


def hidden_pages() -> list[str]:
    make_page(title="Only a draft", slug="draft")
    scheduled = make_page(slug="scheduled")
    schedule(working_copy=scheduled, version=1, actor=None, starts_at=tomorrow())
    withdraw(working_copy=make_published_page(slug="taken-down"), edition=1, actor=None)
    renamed = make_published_page(slug="present")
    schedule(working_copy=renamed, version=save(renamed, slug="future"), actor=None, starts_at=tomorrow())
    return ["draft", "scheduled", "taken-down", "future"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_hidden_articles_answer_as_nonsense_does(method: str) -> None:
    hidden = hidden_articles()
    nonsense = answer("/articles/nonsense/", method)
    assert nonsense[0] == 404 and nonsense[4] == 3
    assert {slug: answer(f"/articles/{slug}/", method) for slug in hidden} == dict.fromkeys(hidden, nonsense)


@pytest.mark.parametrize("method", ["get", "head"])
def test_hidden_pages_answer_as_nonsense_does(method: str) -> None:
    hidden = hidden_pages()
    nonsense = answer("/nonsense/", method)
    assert nonsense[0] == 404 and nonsense[4] == 3
    assert {slug: answer(f"/{slug}/", method) for slug in hidden} == dict.fromkeys(hidden, nonsense)


def test_an_address_without_its_last_slash_tells_nothing_either() -> None:
    for slug in [*hidden_pages(), "nonsense"]:
        status, headers, _body, _cookies, asked = answer(f"/{slug}")
        assert (status, headers["Location"], asked) == (301, f"/{slug}/", 2)


@pytest.mark.parametrize("page", ["", "feed/"])
def test_hidden_people_answer_as_nonsense_does(page: str) -> None:
    hidden = hidden_people()
    nonsense = answer(f"/people/nonsense/{page}")
    assert nonsense[0] == 404
    assert {slug: answer(f"/people/{slug}/{page}") for slug in hidden} == dict.fromkeys(hidden, nonsense)


def test_hidden_sources_answer_as_nonsense_does() -> None:
    unused, secret, drafted = make_reference(), make_reference(confidential=True), make_reference()
    make_published_article(sources=[secret.key])
    make_article(sources=[drafted.key])
    nonsense = answer("/references/zzzzzzzzzzzz-nonsense/")
    assert nonsense[0] == 404
    for source in (unused, secret, drafted):
        assert answer(source.get_absolute_url()) == nonsense
        assert answer(f"/references/{source.key}/") == nonsense


@pytest.mark.parametrize("page", ["", "feed/"])
def test_hidden_tags_answer_as_nonsense_does(page: str) -> None:
    unused, drafted, down = make_tag(), make_tag(), make_tag()
    make_article(tags=[drafted.key])
    withdraw(working_copy=make_published_article(tags=[down.key]), edition=1, actor=None)
    nonsense = answer(f"/tags/nonsense/{page}")
    assert nonsense[0] == 404
    for tag in (unused, drafted, down):
        assert answer(f"/tags/{tag.slug}/{page}") == nonsense


def test_nonsense_without_any_pattern_looks_the_same_too() -> None:
    known = answer("/articles/nonsense/")
    for path in ("/nonsense.html", "/non/sense/", "/nonsense/"):
        assert answer(path)[:4] == known[:4]


@pytest.mark.parametrize("path", ["/wp-login.php", "/.env", "/xmlrpc.php", "/wp-admin/x.php"])
def test_what_programs_guess_at_costs_a_look_at_old_addresses_and_the_frame_of_the_page(
    path: str,
) -> None:
    found = answer(path)
    assert (found[0], found[4]) == (404, 2)


@pytest.mark.parametrize("place", ["nonsense", "%00", "zzzzzzzzzzzz", "a b", "é", "-" * 5000])
def test_a_place_in_a_list_that_is_none_is_nowhere(place: str) -> None:
    tag = make_tag()
    person = make_person(published=True)
    source = make_reference()
    make_published_article(
        tags=[tag.key], sources=[source.key], credits=[{"person": person.key, "name": "", "role": ""}]
    )
    for page in ("/", f"/tags/{tag.slug}/"):
        assert Client().get(f"{page}?before={place}").status_code == 404
    for page, name in ((f"/people/{person.slug}/", "written"), (source.get_absolute_url(), "articles")):
        assert Client().get(f"{page}?in={name}&before={place}").status_code == 404
        assert Client().get(f"{page}?in=nonsense&before={place}").status_code == 404
    assert Client().get(f"/people/?after={place}").status_code == 404


def test_a_scheduled_page_is_no_place_in_a_list() -> None:
    make_published_article()
    article = make_scheduled_article(starts_at=tomorrow())
    assert Client().get(f"/?before={article.editions.get().key}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/tags/%00/", "/articles/%00/", "/people/a%00/", "/references/%00-x/", "/%ff"]
)
def test_odd_bytes_are_nowhere(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_lists_leave_out_what_is_hidden() -> None:
    hidden = [*hidden_articles(), *hidden_people(), *hidden_pages()]
    tag = make_tag("Drafted")
    make_article(tags=[tag.key])
    for page in ("/", "/people/", "/tags/", "/feed/", "/sitemap.xml"):
        shown = Client().get(page).content.decode()
        assert not [slug for slug in hidden if f"/{slug}/" in shown]
        assert "Drafted" not in shown and "Only A Draft" not in shown


def test_control_a_published_draft_is_found() -> None:
    article = make_article(slug="draft")
    publish(working_copy=article, version=article.version, actor=None)
    assert answer("/articles/draft/")[0] == 200
    assert all(
        "/articles/draft/" in Client().get(p).content.decode() for p in ("/", "/feed/", "/sitemap.xml")
    )
