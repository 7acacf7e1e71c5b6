"""The preview shows the words on the screen to whoever typed them, as readers would see them."""

from typing import Any

import pytest
from django.test import Client

from publishing.identifiers import random_key
from tests import factories as make
from tests.admin_forms import AdminPage, change_url, staff_without_rights

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def reporter() -> AdminPage:
    return AdminPage(make.make_user("reporter"))


def type_into(page: AdminPage, obj: Any, /, tab: str = "one", **changes: Any) -> None:
    form = page.form(change_url(obj)) | changes
    page.client.post(f"{change_url(obj, 'keep')}?tab={tab}", form)


def preview(page: AdminPage, url: str, query: str = "?tab=one") -> Any:
    return page.client.get(url + query)


@pytest.mark.parametrize("made", [make.make_article, make.make_page, make.make_person])
def test_it_shows_what_is_typed_and_nobody_else_sees_that(reporter: AdminPage, made: Any) -> None:
    obj = made(body="<p>As saved</p>")
    url = change_url(obj, "preview")
    type_into(reporter, obj, body="<p>As typed</p>")
    assert "As typed" in preview(reporter, url).content.decode()
    for tab in ("?tab=two", ""):
        assert "As typed" not in preview(reporter, url, tab).content.decode()
    colleague = AdminPage(make.make_user("editor"))
    assert "As saved" in preview(colleague, url).content.decode()
    assert "As typed" not in preview(colleague, url).content.decode()
    assert Client().get(f"{url}?tab=one").status_code == 302
    assert preview(AdminPage(staff_without_rights()), url).status_code == 403


@pytest.mark.parametrize(
    ("kind", "name"), [("articles/article", "headline"), ("pages/page", "title"), ("profiles/person", "name")]
)
def test_a_text_that_is_not_saved_yet_can_be_seen(reporter: AdminPage, kind: str, name: str) -> None:
    page = AdminPage(make.make_user("administrator")) if kind == "pages/page" else reporter
    key = random_key()
    query = f"?tab=one&new={key}"
    form = page.form(f"/admin/{kind}/add/") | {name: "Quite new", "body": "<p>First words</p>"}
    page.client.post(f"/admin/{kind}/keep/{query}", form)
    seen = preview(page, f"/admin/{kind}/preview/", query).content.decode()
    assert "Quite new" in seen and "First words" in seen


def test_what_keeps_it_from_being_seen_is_said_in_its_place(reporter: AdminPage) -> None:
    article = make.make_article()
    type_into(reporter, article, body="")
    answer = preview(reporter, change_url(article, "preview"))
    assert answer.status_code == 200
    assert "The page is not there yet" in answer.content.decode() and "text" in answer.content.decode()


def test_the_desk_alone_may_frame_it_and_nothing_in_it_runs(reporter: AdminPage) -> None:
    article = make.make_article()
    answer = preview(reporter, change_url(article, "preview"))
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and "script-src 'none'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in answer["Cache-Control"]
    desk = reporter.open(change_url(article))
    assert "frame-src 'self'" in desk["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in desk["Content-Security-Policy"]
    assert "frame-src" not in reporter.open("/admin/")["Content-Security-Policy"]


def test_words_never_stand_in_its_address(reporter: AdminPage) -> None:
    article = make.make_article()
    assert reporter.client.post(change_url(article, "preview"), {"body": "<p>Sent</p>"}).status_code == 405
