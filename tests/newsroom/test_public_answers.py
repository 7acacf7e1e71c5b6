"""What every answer to readers promises: no cookie, a strict policy, nothing sent twice, no writes."""

import re

import pytest
from django.test import Client
from django.test.utils import override_settings

from publishing.workflow import publish
from tests.factories import (
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    make_user,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

METHODS = ["post", "put", "patch", "delete", "options", "trace"]


@pytest.fixture
def addresses() -> list[str]:
    person, source, tag = make_person(published=True), make_reference(), make_tag()
    article = make_published_article(
        credits=[{"person": person.key, "name": "", "role": ""}], sources=[source.key], tags=[tag.key]
    )
    return [
        "/",
        f"/articles/{article.slug}/",
        "/people/",
        f"/people/{person.slug}/",
        f"/people/{person.slug}/feed/",
        source.get_absolute_url(),
        "/tags/",
        f"/tags/{tag.slug}/",
        f"/tags/{tag.slug}/feed/",
        "/feed/",
        "/sitemap.xml",
        "/robots.txt",
    ]


def test_no_cookie_is_set_and_answers_depend_on_nothing_of_the_reader(addresses: list[str]) -> None:
    editor = Client()
    editor.force_login(make_user("editor"))
    for path in [*addresses, "/nonsense/"]:
        answer, seen_by_editor = Client().get(path), editor.get(path)
        assert not answer.cookies
        assert answer["Vary"] == seen_by_editor["Vary"] == "Accept-Encoding"
        assert answer.content == seen_by_editor.content
        languages = Client().get(path, headers={"Accept-Language": "de", "Cookie": "a=b"})
        assert languages.content == answer.content


@pytest.mark.parametrize(
    "cookies",
    [
        "newsroom_session=x",
        "newsroom_session=",
        "newsroom_session=%00%ff",
        f"newsroom_session={'z' * 5000}",
        "newsroom_session=abcdefghijklmnopqrstuvwxyz012345",
        "newsroom_csrf=x; messages=x; sessionid=x; django_language=de",
        '=; ;;"; newsroom_session="\\',
    ],
)
def test_whatever_cookies_come_none_is_set_and_nothing_depends_on_them(
    addresses: list[str], cookies: str
) -> None:
    for path in [*addresses, "/nonsense/", "/images/nonsense/320.jpg", "/edit/", "/favicon.ico"]:
        plain, answer = Client().get(path), Client().get(path, headers={"cookie": cookies})
        assert not answer.cookies, path
        assert (answer.status_code, answer.get("Vary"), answer.content) == (
            plain.status_code,
            plain.get("Vary"),
            plain.content,
        )


def test_no_script_and_no_style_stand_inside_a_page(addresses: list[str]) -> None:
    for path in [*addresses, "/nonsense/"]:
        answer = Client().get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "nonce" not in policy
        page = answer.content.decode()
        assert "<style" not in page and " style=" not in page and " onclick" not in page
        # Data, and modules from files of our own.
        others = page.replace('<script type="application/ld+json">', "").split("<script")[1:]
        assert all(re.match(r' type="module" src="/static/[^"]+"></script>', other) for other in others)


def test_an_unchanged_page_is_not_sent_twice(addresses: list[str]) -> None:
    for path in addresses:
        first = Client().get(path)
        again = Client().get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]
        assert Client().get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_tag_of_a_page_changes_with_the_page() -> None:
    before = Client().get("/")["ETag"]
    make_published_article()
    assert Client().get("/")["ETag"] != before


def test_answers_are_kept_for_a_minute_at_most(addresses: list[str]) -> None:
    for path in addresses:
        kept = Client().get(path)["Cache-Control"]
        assert kept.startswith("public, max-age=0, s-maxage=") and int(kept.rpartition("=")[2]) <= 60


@pytest.mark.parametrize("path", ["/nonsense/", "/articles/nonsense/", "/tags/nonsense/"])
def test_that_nothing_is_there_is_kept_for_five_seconds(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "public, max-age=5"


def test_a_redirect_is_never_followed_without_asking_again() -> None:
    article, person = make_published_article(slug="before"), make_person(published=True, slug="before")
    source = make_reference()
    make_published_article(sources=[source.key])
    for page in (article, person):
        publish(working_copy=page, version=save(page, slug="after"), actor=None)
    for path in (
        "/articles/before/",
        "/people/before/",
        "/people/before/feed/",
        "/articles/after",
        f"/references/{source.key}-another-title/",
    ):
        answer = Client().get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (301, "no-cache")


def test_head_answers_with_the_same_headers(addresses: list[str]) -> None:
    for path in addresses:
        full, head = Client().get(path), Client().head(path)
        assert head.status_code == 200 and head.content == b""
        assert {k: v for k, v in head.items() if k != "X-Request-ID"} == {
            k: v for k, v in full.items() if k != "X-Request-ID"
        }


@pytest.mark.parametrize("method", METHODS)
def test_nothing_can_be_written_outside_the_admin(addresses: list[str], method: str) -> None:
    for path in [*addresses, "/nonsense/", "/images/x/320.jpg"]:
        answer = getattr(Client(enforce_csrf_checks=True), method)(path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
        assert not answer.cookies


def test_a_fault_is_answered_with_a_page_and_no_details(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("CANARY")

    monkeypatch.setattr("reading.views.of_editions", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500 and answer["Cache-Control"] == "no-store"
    assert b"<h1" in answer.content and b"CANARY" not in answer.content


def test_robots_are_told_where_everything_is() -> None:
    with override_settings(SITE_URL="https://news.example"):
        assert "Sitemap: https://news.example/sitemap.xml" in Client().get("/robots.txt").content.decode()
