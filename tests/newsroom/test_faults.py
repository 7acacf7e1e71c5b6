"""The pages for what went wrong: they look like the site, rely on nothing, and give back what was typed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import lxml.html
import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from masthead import plain_look
from masthead.site import Site
from newsroom import faults
from publishing.models import Tag
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.reading import words

pytestmark = pytest.mark.same_on_both

STATUSES = (400, 403, 404, 409, 411, 413, 500, 503)
TYPED = 'Typed & "quoted"\n<b>on two lines</b>, and enough of it'


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def plain(status: int, path: str = "/") -> Any:
    return faults.plain(RequestFactory().get(path), status)


@pytest.mark.parametrize("status", STATUSES)
def test_it_is_valid_says_one_thing_and_looks_like_the_site(status: int) -> None:
    answer = plain(status)
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.content.decode())
    assert answer.status_code == status and "no-store" in answer["Cache-Control"]
    assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
    assert words(page.find(".//title")) == words(page.find(".//h1"))
    assert [link.get("rel") for link in page.iter("link")].count("stylesheet") > 1
    assert answer.has_header("Retry-After") is (status == 503)


@pytest.mark.parametrize("name", ["403.html", "plain_look.html"])
def test_it_is_there_without_any_stylesheet(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage.url", missing)
    page = render_to_string(name, {"name": "Newsroom", "accent": ""})
    assert "<h1" in page and "stylesheet" not in page


def test_it_bears_the_newsrooms_name_colour_and_language() -> None:
    plain_look.keep_look(Site(name="A & B at $5", language="ar", time_zone="UTC", accent="#0b5cab"))
    page = lxml.html.fromstring(plain(500).content.decode())
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert "A & B at $5" in page.text_content()
    assert page.xpath("//rect/@fill") == ["#0b5cab"]


@pytest.mark.parametrize(
    "damaged", ["", "null", "[]", "{", '{"language": "en"}', '{"language": "xx-nowhere", "page": "$main"}']
)
def test_a_damaged_look_is_not_used(damaged: str) -> None:
    plain_look.path().write_text(damaged)
    assert "went wrong" in plain(500).content.decode()


def test_a_look_that_cannot_be_kept_stops_nothing(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "nowhere"
    plain_look.keep_look(Site(name="X", language="en", time_zone="UTC"))
    assert "went wrong" in plain(500).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_look_follows_the_newsroom() -> None:
    factories.fill_in_newsroom(name="The Morning", language="de", accent="#123456")
    kept = plain_look.look()
    assert kept.language == "de" and "The Morning" in kept.page and "#123456" in kept.page
    factories.fill_in_newsroom(name="The Evening")
    assert "The Evening" in plain_look.look().page


# A database that does not answer.


@pytest.fixture
def no_database(db: None) -> Iterator[None]:
    def fail(*_arguments: Any) -> None:
        raise OperationalError("the connection is lost")

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize("path", ["/", "/articles/x/", "/people/", "/feed/", "/sitemap.xml", "/favicon.ico"])
def test_readers_are_told_to_come_again(no_database: None, path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 503 and answer["Retry-After"] == str(faults.RETRY_AFTER)
    assert "<h1" in answer.content.decode() and answer["Cache-Control"].count("no-store") == 1
    assert answer["Content-Security-Policy"] and not answer.cookies


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/articles/article/", "/admin/join/x"])
def test_colleagues_are_told_to_come_again(no_database: None, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["newsroom_session"] = "a" * 32
    answer = client.get(path)
    assert answer.status_code == 503 and answer.has_header("Retry-After")
    assert "Set-Cookie" not in answer


@pytest.mark.parametrize("path", ["/wp-login.php", "/.env", "/a/b/c/"])
def test_what_is_nowhere_anyway_needs_no_database_to_say_so(no_database: None, path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 404 and "There is no page here" in answer.content.decode()


# What was typed comes back.


def kept(answer: Any) -> dict[str, str]:
    """Return what the page would send again."""
    page = lxml.html.fromstring(answer.content.decode())
    (form,) = page.xpath('//form[@id="send-again"]')
    assert form.get("action") and form.get("method") == "post"
    return dict(form.form_values())


def sent(client: Client, path: str) -> Any:
    fields = {"name": "Chips", "description": TYPED, "version": "0", "csrfmiddlewaretoken": "the token"}
    return client.post(path, fields, headers={"origin": "http://testserver"})


FAULTS = {
    "a fault of ours": (RuntimeError("CANARY"), 500),
    "the database": (OperationalError("CANARY"), 503),
    "the disk": (OSError(28, "CANARY"), 503),
    "a right that is gone": (PermissionDenied(), 403),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FAULTS)
def test_a_save_that_fails_gives_the_text_back(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error, status = FAULTS[name]

    def fail(**_options: Any) -> None:
        raise error

    monkeypatch.setattr("publishing.records.save_record", fail)
    client = Client(raise_request_exception=False)
    client.force_login(factories.make_user("editor"))
    answer = sent(client, "/admin/publishing/tag/add/")
    assert answer.status_code == status
    assert "Nothing was saved" in answer.content.decode() and "CANARY" not in answer.content.decode()
    assert kept(answer)["description"] == TYPED
    assert kept(answer)["csrfmiddlewaretoken"] == "the token"
    page = lxml.html.fromstring(answer.content.decode())
    assert TYPED in [area.text_content().removeprefix("\n") for area in page.xpath("//textarea")]


def test_a_form_sent_while_the_database_is_away_comes_back(no_database: None) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["newsroom_session"] = "a" * 32
    answer = sent(client, "/admin/publishing/tag/add/")
    assert answer.status_code == 503
    assert kept(answer)["description"] == TYPED


def test_what_another_site_sends_is_not_given_back(no_database: None) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post(
        "/admin/publishing/tag/add/", {"name": "Planted"}, headers={"origin": "https://evil.example"}
    )
    assert "Planted" not in answer.content.decode()


def test_a_password_is_not_given_back(no_database: None) -> None:
    form = {"username": "ada", "password": "a secret of mine"}
    answer = Client(raise_request_exception=False).post("/admin/login/", form)
    assert answer.status_code == 503 and "a secret of mine" not in answer.content.decode()


@pytest.mark.django_db
def test_a_change_to_what_became_public_meanwhile_comes_back_with_the_reason() -> None:
    reference = factories.make_reference(title="The report")
    reporter = AdminPage(factories.make_user("reporter"))
    url = change_url(reference)
    form = reporter.form(url) | {"title": "The report, with the part nobody had read"}
    factories.make_published_article(sources=[reference.key])
    answer = reporter.send(url, form)
    assert answer.status_code == 403
    assert "Readers see this by now, so only editors can change it." in answer.content.decode()
    assert kept(answer)["title"] == "The report, with the part nobody had read"
    reference.refresh_from_db()
    assert reference.title == "The report"


@pytest.mark.django_db
def test_a_change_to_what_was_deleted_meanwhile_comes_back_with_the_reason() -> None:
    tag = factories.make_tag("Chips")
    editor = AdminPage(factories.make_user("editor"))
    form = editor.form(change_url(tag)) | {"description": TYPED}
    Tag.objects.filter(pk=tag.pk).delete()
    answer = editor.send(change_url(tag), form)
    assert answer.status_code == 409 and "somebody has deleted it" in answer.content.decode()
    assert kept(answer)["description"] == TYPED


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["send-back", "take-down", "correct", "publish"])
def test_a_note_typed_on_a_page_that_may_not_be_used_any_more_comes_back(page: str) -> None:
    article = factories.make_published_article()
    user = factories.make_user("editor")
    client = Client()
    client.force_login(user)
    user.groups.set([factories.group_of("reporter")])
    answer = client.post(change_url(article, page), {"public_note": TYPED, "note": TYPED, "version": "1"})
    assert answer.status_code in (200, 403)
    assert TYPED in lxml.html.fromstring(answer.content.decode()).text_content()
