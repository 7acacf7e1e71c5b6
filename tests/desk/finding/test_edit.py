"""From any public address to its form: through the login, and the same for nonsense."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing.workflow import publish, withdraw
from tests.admin_forms import AdminPage, change_url, staff_without_rights
from tests.factories import (
    make_article,
    make_image,
    make_page,
    make_person,
    make_published_article,
    make_reference,
    make_scheduled_article,
    make_tag,
    make_user,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

# The clock's, the log's, and what was asked for.
OWN = {"Expires", "X-Request-ID", "Location"}
ELSEWHERE = ("//elsewhere.example/x", "https://elsewhere.example/x")
ODD = ("", "x", "articles/", *ELSEWHERE, "a%0Ab", "%00", "%F0%28", "é", "../..")


def answers(path: str, method: str = "get", client: Client | None = None) -> list[tuple]:
    """Follow redirects as far as they go; return of each answer everything a stranger can tell it by."""
    told, client = [], client or Client()
    while path:
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(client, method)(path)
        headers = {name: value for name, value in answer.items() if name not in OWN}
        told.append((answer.status_code, headers, len(captured), sorted(answer.cookies)))
        path = answer.get("Location", "")
        if path.startswith("/admin/login/"):
            return [*told, path]
    return told


def addresses() -> list[str]:
    """Return public addresses of everything there can be, seen by readers or not."""
    renamed = make_published_article(slug="before")
    publish(working_copy=renamed, version=save(renamed, slug="after"), actor=None)
    down, person = make_published_article(slug="down"), make_person(published=True)
    withdraw(working_copy=down, edition=1, actor=None)
    make_article(slug="draft")
    make_scheduled_article(slug="due", starts_at=timezone.now() + timedelta(days=1))
    slugs = ("before", "after", "down", "draft", "due", "nonsense")
    articles = [f"/articles/{slug}/" for slug in slugs]
    others = [make_tag().get_absolute_url(), make_reference().get_absolute_url(), f"/people/{person.slug}/"]
    picture, page = f"/images/{make_image().key}/64.webp", f"/{make_page().slug}/"
    return [*articles, *others, picture, page, "/nonsense"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_strangers_are_told_the_same_of_everything(method: str) -> None:
    paths = [f"/edit{path}" for path in addresses()]
    nonsense = answers("/edit/articles/nonsense/", method)[:-1]
    assert [status for status, *_rest in nonsense] == [302, 302]
    assert [queries for _status, _headers, queries, _cookies in nonsense] == [0, 1]
    for path in [*paths, *(f"/edit/{odd}" for odd in ODD)]:
        assert answers(path, method)[:-1] == nonsense, path


def test_somebody_whose_login_has_ended_is_told_the_same_too() -> None:
    user, told = make_user("reporter"), set()
    for path in addresses():
        client = Client()
        client.force_login(user)
        client.session.flush()
        told.add(str(answers(f"/edit{path}", client=client)[:-1]))
    assert len(told) == 1


def test_the_first_answer_is_not_kept_and_sets_nothing() -> None:
    answer = Client().get("/edit/articles/x/?a=b")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/edit/articles/x/")
    assert answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex"
    assert answer["Vary"] == "Accept-Encoding" and not answer.cookies and answer.content == b""
    assert Client().post("/edit/articles/x/").status_code == 405
    assert "Disallow: /edit/" in Client().get("/robots.txt").content.decode()


@pytest.mark.parametrize("odd", ODD)
def test_it_leads_nowhere_but_to_this_site(odd: str) -> None:
    editor = Client()
    editor.force_login(make_user("editor"))
    first = editor.get(f"/edit/{odd}")
    assert first["Location"].startswith("/admin/edit/")
    answer = editor.get(first["Location"])
    assert answer.status_code == 404 or answer["Location"].startswith("/admin/")


def test_the_login_leads_on_to_the_form() -> None:
    article = make_article(slug="draft")
    user = make_user("reporter")
    client = Client()
    login = client.get("/edit/articles/draft/", follow=True).redirect_chain[-1][0]
    sent = {"username": user.username, "password": "a password for tests"}
    answer = client.post(login, sent, follow=True)
    assert answer.redirect_chain[-1][0] == change_url(article)


def test_colleagues_are_led_to_the_form_of_what_is_there() -> None:
    page = AdminPage(make_user("reporter"))
    renamed = make_published_article(slug="before")
    publish(working_copy=renamed, version=save(renamed, slug="after"), actor=None)
    person, tag, source, image = make_person(), make_tag("Ökologie"), make_reference(), make_image()
    draft, imprint = make_article(slug="draft"), make_page(slug="imprint")
    expected = {
        "/articles/before/?a=b": change_url(renamed),
        "/articles/after": change_url(renamed),
        "/articles/draft/": change_url(draft),
        "/imprint/": change_url(imprint),
        f"/people/{person.slug}/": change_url(person),
        f"/people/{person.slug}/feed/": change_url(person),
        tag.get_absolute_url(): change_url(tag),
        f"{tag.get_absolute_url()}feed/": change_url(tag),
        source.get_absolute_url(): change_url(source),
        f"/images/{image.key}/og.jpg": change_url(image),
        "/": "/admin/articles/article/",
        "/people/": "/admin/profiles/person/",
        "/tags/": "/admin/publishing/tag/",
        "/feed/": "/admin/articles/article/",
        change_url(draft, "history"): change_url(draft),
        "/http://127.0.0.1:8000/articles/draft/": change_url(draft),
    }
    led = {path: page.client.get(f"/edit{path}", follow=True).redirect_chain[-1][0] for path in expected}
    assert led == expected


def test_without_the_right_the_answer_is_the_usual_sentence_whatever_is_there() -> None:
    make_article(slug="draft")
    page = AdminPage(staff_without_rights())
    for path in ("/articles/draft/", "/articles/nonsense/", "/", "/admin/articles/article/1/change/"):
        answer = page.client.get(f"/edit{path}", follow=True)
        assert answer.status_code == 403 and b"Your account may not open this page" in answer.content


def test_nonsense_leads_to_the_search_with_what_could_be_meant() -> None:
    page = AdminPage(make_user("reporter"))
    article = make_article(headline="The first day of spring", slug="another-slug")
    answer = page.client.get("/edit/articles/first-day/", follow=True)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert "<strong>/articles/first-day/</strong>" in shown and 'value="first-day"' in shown
    assert change_url(article) in shown
    other = page.client.get("/edit/no/such%3Cb%3Epage", follow=True).content.decode()
    assert 'value="no/such&lt;b&gt;page"' in other
    assert page.client.get("/edit/health/", follow=True).status_code == 404
