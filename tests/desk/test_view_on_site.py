"""From a row to its public page: whoever may not view it learns nothing, not even whether it is there."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import ArticleEdition
from tests import factories as make
from tests.admin_forms import staff_without_rights

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

# The log's and the clock's.
OWN = {"X-Request-ID", "Expires", "Content-Security-Policy"}
ODD = ("999999", "x", "9" * 30, "-1", "1%00", "é")


def address(model: type, row: Any) -> str:
    """Return the address that leads to the page of a row."""
    return f"/admin/r/{ContentType.objects.get_for_model(model).pk}/{getattr(row, 'pk', row)}/"


def rows_with_pages() -> list[Any]:
    """Make one of everything that has a public page, seen by readers or not."""
    article = make.make_scheduled_article(slug="secret-plan", starts_at=make.tomorrow())
    seen, page = make.make_published_article(slug="seen"), make.make_published_page()
    person = make.make_person(published=True)
    editions = [copy.editions.get() for copy in (article, seen, page, person)]
    return [*editions, make.make_tag(), make.make_reference()]


def told(client: Client, path: str) -> tuple[Any, ...]:
    """Return everything an answer can be told from another by."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    headers = {name: value for name, value in answer.items() if name not in OWN}
    return answer.status_code, headers, answer.content.replace(path.encode(), b""), len(captured)


def test_the_rows_are_of_every_kind_that_has_a_page() -> None:
    there = {model for model in apps.get_models() if hasattr(model, "get_absolute_url")}
    assert {type(row) for row in rows_with_pages()} == there


@pytest.mark.on_both
def test_somebody_without_rights_cannot_tell_what_there_is() -> None:
    rows, nobody = rows_with_pages(), Client()
    nobody.force_login(staff_without_rights())
    # The first request of a login enters it among the logins there are.
    nobody.get("/admin/")
    for row in rows:
        there = told(nobody, address(type(row), row))
        assert there[0] == 404
        assert [told(nobody, address(type(row), number)) for number in ODD[:2]] == [there, there], row


def test_nor_can_somebody_who_may_view_something_else() -> None:
    scheduled, other = rows_with_pages()[0], Client()
    other.force_login(make.staff_with("view_page", "view_person"))
    assert told(other, address(ArticleEdition, scheduled))[0] == 404
    assert told(other, address(ArticleEdition, scheduled)) == told(other, address(ArticleEdition, 999999))


def test_somebody_who_may_view_a_row_gets_to_its_page() -> None:
    reporter = Client()
    reporter.force_login(make.make_user("reporter"))
    for row in rows_with_pages():
        answer = reporter.get(address(type(row), row))
        assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())


def test_what_is_not_there_or_has_no_page_is_not_found() -> None:
    administrator = Client()
    administrator.force_login(make.make_user("administrator"))
    without_page = [make.make_article(), make.make_image(), make.make_user("reporter")]
    paths = [address(type(row), row) for row in without_page]
    paths += [address(ArticleEdition, number) for number in ODD]
    paths += [f"/admin/r/{number}/1/" for number in ODD]
    assert {path: administrator.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_strangers_are_asked_to_log_in() -> None:
    scheduled = rows_with_pages()[0]
    paths = [address(ArticleEdition, scheduled), address(ArticleEdition, 999999), "/admin/r/x/y/"]
    assert {Client().get(path)["Location"].partition("?")[0] for path in paths} == {"/admin/login/"}
