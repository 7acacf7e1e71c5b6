"""A pasted address leads to what is edited there, however it is written."""

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory, override_settings
from django.utils import timezone

from desk.finding.places import at_address, places_of
from publishing.workflow import publish, withdraw
from tests.admin_forms import change_url, staff_without_rights
from tests.factories import (
    make_article,
    make_image,
    make_page,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    make_user,
    save,
)

pytestmark = pytest.mark.django_db


def request_of(user: object) -> object:
    request = RequestFactory().get("/admin/")
    request.user, request.moment = user, timezone.now()
    return request


def rows(pasted: str, user: object = None) -> list[object]:
    return [place.row for place in places_of(request_of(user or make_user("reporter")), pasted)]


@pytest.fixture
def article() -> object:
    return make_published_article(slug="the-first-day")


@pytest.mark.parametrize(
    "pasted",
    [
        "/articles/the-first-day/",
        "/articles/the-first-day",
        "articles/the-first-day/",
        " https://news.example/articles/the-first-day/ ",
        "http://news.example/articles/the-first-day/",
        "https://news.example:8443/articles/the-first-day/",
        "HTTPS://NEWS.EXAMPLE/articles/the-first-day/",
        "https://www.news.example/articles/the-first-day/",
        "//news.example/articles/the-first-day/",
        "news.example/articles/the-first-day/",
        "127.0.0.1:8000/articles/the-first-day",
        "https://news.example/articles/the-first-day/?utm_source=x&u=https://elsewhere.example/#part",
        "/articles/the-first-day/?page=2#part",
        "/articles/the%2Dfirst%2Dday/",
        "https://news.example/edit/articles/the-first-day/",
        "/edit/edit/articles/the-first-day/",
        "/admin/edit/articles/the-first-day/",
    ],
)
def test_an_article_is_found_by_any_form_of_its_address(article: object, pasted: str) -> None:
    with override_settings(ALLOWED_HOSTS=["news.example", "127.0.0.1"]):
        assert rows(pasted) == [article]


@pytest.mark.parametrize(
    "pasted",
    [
        "https://elsewhere.example/articles/the-first-day/",
        "elsewhere.example/articles/the-first-day/",
        "ftp://elsewhere.example/articles/the-first-day/",
        "//elsewhere.example/articles/the-first-day/",
        "https://news.example.elsewhere.example/articles/the-first-day/",
        "https://news.example@elsewhere.example/articles/the-first-day/",
        "/articles/the-second-day/",
        "/articles/",
        "the-first-day",
        "https://[news.example/articles/the-first-day/",
        "/" * 500,
        "people",
        "",
    ],
)
def test_no_other_address_leads_anywhere(article: object, pasted: str) -> None:
    with override_settings(ALLOWED_HOSTS=["news.example"]):
        assert places_of(request_of(make_user("reporter")), pasted) == []


def test_every_kind_of_page_leads_to_what_it_shows() -> None:
    person, source, image = make_person(published=True), make_reference(), make_image()
    tag, page = make_tag("Ökologie"), make_page(slug="imprint")
    expected = {
        "/imprint/": page,
        "/imprint": page,
        f"/people/{person.slug}/": person,
        f"/people/{person.slug}/feed/": person,
        tag.get_absolute_url(): tag,
        f"/tags/{tag.slug}/feed/": tag,
        source.get_absolute_url(): source,
        f"/references/{source.key}-an-earlier-title/": source,
        f"/images/{image.key}/320.webp": image,
        change_url(image): image,
        change_url(person, "history"): person,
        change_url(person, "published"): person,
        f"http://127.0.0.1:8000{change_url(source)}?_changelist_filters=q": source,
        f"/admin/profiles/person/{person.pk}/": person,
        person.key: person,
        f" {source.key} ": source,
    }
    assert {pasted: rows(pasted) for pasted in expected} == {p: [row] for p, row in expected.items()}


def test_a_page_that_lists_leads_to_the_list() -> None:
    request = request_of(make_user("reporter"))
    lists = {"/": "article", "/feed/": "article", "/people/": "person", "/tags/": "tag"}
    lists |= {"/admin/images/image/": "image", "/admin/images/image/add/": "image"}
    found = {pasted: places_of(request, pasted) for pasted in lists}
    assert all(place.row is None for [place] in found.values())
    assert {pasted: place.kind.model._meta.model_name for pasted, [place] in found.items()} == lists
    assert found["/"][0].url == "/admin/articles/article/"


def test_earlier_addresses_and_those_of_drafts_lead_to_whoever_has_them() -> None:
    renamed = make_published_article(slug="before")
    publish(working_copy=renamed, version=save(renamed, slug="after"), actor=None)
    down, draft = make_published_article(slug="down"), make_article(slug="draft")
    withdraw(working_copy=down, edition=1, actor=None)
    assert rows("/articles/before/") == rows("/articles/after/") == [renamed]
    assert rows("/articles/down/") == [down] and rows("/articles/draft/") == [draft]
    hopeful = make_article(slug="after")
    assert rows("/articles/after/") == [renamed, hopeful], "whose it is for good comes first"


@pytest.mark.parametrize(
    "pasted",
    [
        "https://www.nature.com/articles/s41586-025-1/",
        "http://nature.com/articles/s41586-025-1?utm_source=feed#abstract",
        "nature.com/articles/s41586-025-1",
        "10.1038/S41586-025-1",
        "doi:10.1038/s41586-025-1",
        "https://doi.org/10.1038/s41586-025-1",
    ],
)
def test_a_source_is_found_by_its_original_address_and_its_doi(pasted: str) -> None:
    source = make_reference(url="https://www.nature.com/articles/s41586-025-1", doi="10.1038/s41586-025-1")
    make_reference(url="https://www.nature.com/articles/s41586-025-12")
    make_reference(url="https://www.nature.com/articles/S41586-025-1")
    assert rows(pasted) == [source]


def test_several_sources_at_one_address_are_all_found() -> None:
    one = make_reference(url="https://minutes.org/day")
    other = make_reference(url="https://minutes.org/day", variant="second part")
    assert set(rows("minutes.org/day")) == {one, other}


def test_only_what_a_colleague_may_view_is_found() -> None:
    user = staff_without_rights()
    user.user_permissions.set(Permission.objects.filter(codename="view_tag"))
    article, source, tag = make_published_article(), make_reference(), make_tag()
    own = (f"/articles/{article.slug}/", change_url(article), article.key)
    pasted = (*own, source.url, source.key, "/", "/people/")
    assert [text for text in pasted if rows(text, user)] == []
    assert rows(tag.get_absolute_url(), user) == rows(tag.key, user) == [tag]


def test_a_place_is_named_once() -> None:
    article = make_published_article()
    own = make_reference(url=f"http://127.0.0.1:8000/articles/{article.slug}/")
    assert rows(own.url) == [article, own]
    assert rows(article.key) == [article]


def test_an_admin_address_of_nothing_leads_nowhere() -> None:
    request = request_of(make_user("administrator"))
    articles = "/admin/articles/article/"
    for pasted in (f"{articles}999999/change/", f"{articles}x%00/change/", "/admin/"):
        assert at_address(request, pasted) == []
    assert at_address(request, "/admin/accounts/user/1/change/") == []
