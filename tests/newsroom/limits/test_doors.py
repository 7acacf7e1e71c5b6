"""Who asks too often is told when to come again; others, and people behind one unknown proxy, are not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from newsroom.limits.buckets import Buckets, Rate
from newsroom.limits.doors import DOORS, RATES
from tests.admin_forms import AdminPage
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ONE, OTHER = "93.184.216.34", "93.184.216.35"
HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Let each door take two at once, and hardly more; one proxy is counted."""
    settings.PROXY_COUNT = 1
    for name in RATES:
        monkeypatch.setitem(DOORS, name, Buckets(Rate(2, 0.01)))
    yield


def ask(path: str, address: str = ONE, **more: Any) -> Any:
    return Client().get(path, headers={"x-forwarded-for": address} | more.pop("headers", {}), **more)


@pytest.mark.on_both
@pytest.mark.parametrize("path", ["/search/?q=x", "/search/starting/?q=x", "/feed/", "/sitemap.xml"])
def test_the_third_time_is_too_often_from_one_address_and_not_from_another(path: str) -> None:
    assert [ask(path).status_code for _time in range(3)][1:] == [200, 429]
    assert ask(path, OTHER).status_code == 200
    assert ask("/").status_code == 200, "other pages answer as before"


def test_it_is_a_sentence_for_people_and_a_line_for_machines_with_when_to_come_again() -> None:
    for _time in range(2):
        ask("/search/?q=x")
    page, line = ask("/search/?q=x", headers=HTML), ask("/search/?q=x")
    assert int(page["Retry-After"]) > 0 and page["Cache-Control"] == "no-store"
    assert "<html" in page.content.decode() and "That was too often. Try again in" in page.content.decode()
    assert line["Content-Type"] == "text/plain; charset=utf-8" and line["Retry-After"]
    assert not page.cookies


def test_whoever_asks_for_what_is_not_there_again_and_again_is_stopped() -> None:
    assert [ask(f"/nonsense-{number}/").status_code for number in range(3)] == [404, 404, 429]
    assert ask("/nonsense/", OTHER).status_code == 404


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/forgotten/", "/admin/not-me/x/"])
def test_forms_of_strangers_are_bounded(path: str) -> None:
    client = Client(headers={"x-forwarded-for": ONE})
    codes = [
        client.post(path, {"username": "x", "password": "y", "email": "x"}).status_code for _n in range(3)
    ]
    assert 429 not in codes[:2] and codes[2] == 429


def test_a_colleague_is_counted_by_account_wherever_they_are() -> None:
    page, other = AdminPage(make_user("reporter")), AdminPage(make_user("reporter"))
    sent = {"name": "x"}
    codes = [page.client.post("/admin/publishing/tag/add/", sent).status_code for _time in range(3)]
    assert codes[2] == 429 and 429 not in codes[:2]
    assert other.client.post("/admin/publishing/tag/add/", sent).status_code != 429


def test_all_addresses_of_a_household_are_one_and_a_provider_has_more() -> None:
    first = [ask("/search/?q=x", f"2606:2800:220:1::{number}").status_code for number in range(1, 4)]
    assert first == [200, 200, 429]
    # Another household of the same provider's network goes on, until the network has had its own share.
    codes = [ask("/search/?q=x", f"2606:2800:220:{number:x}::1").status_code for number in range(2, 20)]
    assert codes[0] == 200 and codes[-1] == 429


@pytest.mark.parametrize("address", ["10.0.0.3", "127.0.0.1", "nonsense", "fd00::1"])
def test_an_address_nobody_has_on_the_internet_counts_for_nobody(address: str) -> None:
    assert {ask("/search/?q=x", address).status_code for _time in range(5)} == {200}


@pytest.mark.on_both
def test_nothing_is_asked_of_the_database_for_whoever_is_stopped(django_assert_num_queries: Any) -> None:
    for _time in range(2):
        ask("/search/?q=x")
    with django_assert_num_queries(0):
        assert ask("/search/?q=x").status_code == 429
