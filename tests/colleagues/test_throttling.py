"""Whoever fails to log in too often waits, and is told until when; nobody keeps somebody else out."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.test import Client, RequestFactory
from django.utils import timezone

from colleagues.lock_pages import locks
from colleagues.throttling import client_address, forget_old_tries
from publishing.models import Event
from tests import factories
from tests.colleagues.desk import PASSWORD, administrator, invited

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LOGIN = "/admin/login/"
RIGHT = "a password for tests"


@pytest.fixture(autouse=True)
def counting(settings: Any) -> None:
    settings.AXES_ENABLED = True


def log_in(username: str, password: str = "wrong", *, address: str = "203.0.113.5", **headers: str) -> Any:
    form = {"username": username, "password": password, "next": "/admin/"}
    return Client(REMOTE_ADDR=address).post(LOGIN, form, headers=headers)


def text_of(answer: Any) -> str:
    return " ".join(lxml.html.fromstring(answer.content.decode()).xpath("string(//main)").split())


@pytest.mark.on_both
def test_the_fifth_failure_locks_the_account_there_and_says_until_when() -> None:
    rita = factories.make_user("reporter", username="rita")
    with time_machine.travel("2026-03-02 10:00 +0000", tick=False):
        assert [log_in("rita").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
        answer = log_in("rita", RIGHT)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert "no-store" in answer["Cache-Control"]
        said = text_of(answer)
        assert "Nobody can log in with this name from there until" in said and "“rita”" in said
        assert "March 2, 2026, 10:15 a.m. (UTC)" in said
        assert "Forgotten your password?" in said and "Ask an administrator" not in said
        assert "ask an administrator, who can lift the lock" in said
    with time_machine.travel("2026-03-02 10:14:59 +0000", tick=False):
        # Trying again while it is locked makes it no longer.
        assert log_in("rita", RIGHT).status_code == 429
    with time_machine.travel("2026-03-02 10:15:01 +0000", tick=False):
        assert log_in("rita", RIGHT).status_code == 302
    assert rita.is_active


@pytest.mark.on_both
def test_getting_in_starts_the_count_again() -> None:
    factories.make_user("reporter", username="rita")
    for _ in range(3):
        assert [log_in("rita").status_code for _ in range(4)] == [200] * 4
        assert log_in("rita", RIGHT).status_code == 302


def test_one_address_cannot_try_all_accounts_even_with_an_account_of_its_own() -> None:
    factories.make_user("reporter", username="mallory")
    victim = factories.make_user("reporter", username="rita")
    answers = []
    for number in range(60):
        answers.append(log_in(f"user{number}").status_code)
        if number % 3 == 0:
            log_in("mallory", RIGHT)
    assert answers.index(429) == 49
    assert log_in(victim.username, RIGHT).status_code == 429
    assert log_in(victim.username, RIGHT, address="203.0.113.6").status_code == 302


def test_nothing_typed_is_kept_but_the_name() -> None:
    log_in("rita", "my secret password")
    Client(REMOTE_ADDR="203.0.113.5").post(
        "/admin/password/nonsense/", {"password1": "my secret password", "password2": "my secret password"}
    )
    kept = str(list(AccessAttempt.objects.values_list()))
    assert "rita" in kept
    assert "secret" not in kept
    log_in("rita", RIGHT)
    assert not AccessLog.objects.exists() and not AccessFailureLog.objects.exists()


def test_no_log_tells_of_every_login(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(5):
        log_in("rita")
    lines = [record.getMessage() for record in caplog.records if record.name != "newsroom.request"]
    (line,) = lines
    assert "203.0.113.5" in line and "rita" not in line


@pytest.mark.on_both
def test_old_tries_are_forgotten() -> None:
    log_in("rita")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    log_in("edna")
    forget_old_tries()
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["edna"]


def test_trying_links_is_throttled_too() -> None:
    _invitation, token = invited()
    client = Client(REMOTE_ADDR="203.0.113.5")
    assert [client.get("/admin/join/nonsense/").status_code for _ in range(50)] == [404] * 50
    assert client.get(f"/admin/join/{token}/").status_code == 429
    assert client.get("/admin/password/nonsense/").status_code == 429
    answer = Client(REMOTE_ADDR="203.0.113.6").post(
        f"/admin/join/{token}/", {"username": "ana", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 302
    assert token not in str(list(AccessAttempt.objects.values_list()))


def test_no_token_is_kept_with_a_failed_try() -> None:
    invitation, token = invited()
    invitation.revoked_at = timezone.now()
    invitation.save()
    Client(REMOTE_ADDR="203.0.113.5").get(f"/admin/join/{token}/")
    assert AccessAttempt.objects.count() == 1
    assert token not in str(list(AccessAttempt.objects.values_list()))


def test_asking_for_new_passwords_is_throttled(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    client = Client(REMOTE_ADDR="203.0.113.5")
    asked = [client.post("/admin/forgotten/", {"email": f"{n}@example.org"}).status_code for n in range(6)]
    assert asked == [200] * 5 + [429]


@pytest.mark.on_both
def test_an_administrator_lifts_a_lock() -> None:
    factories.make_user("reporter", username="rita")
    for _ in range(5):
        log_in("rita")
        log_in("edna")
    page = administrator()
    listed = text_of(page.open("/admin/accounts/user/locks/"))
    assert "rita" in listed and "203.0.113.5" in listed and "edna" in listed
    lift = {"username": "rita", "address": "203.0.113.5"}
    answer = page.client.post("/admin/accounts/user/locks/", lift, follow=True)
    assert "The lock was lifted" in page.said(answer)
    assert log_in("rita", RIGHT).status_code == 302
    assert log_in("edna", RIGHT).status_code == 429
    assert Event.objects.get(verb="unlock").label == "rita, 203.0.113.5"
    for gone in (lift, {"username": "", "address": ""}, {}):
        answer = page.client.post("/admin/accounts/user/locks/", gone, follow=True)
        assert "was over already" in page.said(answer)
    assert [lock.username for lock in locks()] == ["edna"]


def test_only_administrators_see_and_lift_locks() -> None:
    client = Client()
    client.force_login(factories.make_user("editor"))
    assert client.get("/admin/accounts/user/locks/").status_code == 403
    assert client.post("/admin/accounts/user/locks/").status_code == 403


def test_the_lock_of_a_whole_address_is_lifted_too() -> None:
    for number in range(50):
        log_in(f"user{number}")
    (lock,) = locks()
    assert (lock.username, lock.address) == ("", "203.0.113.5")
    page = administrator()
    page.client.post("/admin/accounts/user/locks/", {"username": "", "address": "203.0.113.5"})
    assert locks() == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "counted"),
    [
        (0, "", "203.0.113.5", "203.0.113.5"),
        (0, "198.51.100.1", "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1", "127.0.0.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "127.0.0.1", "198.51.100.1"),
        (2, "10.9.9.9, 198.51.100.1, 192.0.2.7", "127.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1", "127.0.0.1"),
        (1, "", "127.0.0.1", "127.0.0.1"),
        (0, "", "", None),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_the_address_counted(
    settings: Any, proxies: int, forwarded: str, remote: str, counted: str | None
) -> None:
    settings.PROXY_COUNT = proxies
    request = RequestFactory(REMOTE_ADDR=remote).get("/", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == counted


def test_what_a_client_says_of_itself_does_not_help_it() -> None:
    factories.make_user("reporter", username="rita")
    codes = [log_in("rita", x_forwarded_for=f"198.51.100.{number}").status_code for number in range(5)]
    assert codes[-1] == 429


def test_without_any_address_failures_are_counted_still() -> None:
    factories.make_user("reporter", username="rita")
    assert [log_in("rita", address="").status_code for _ in range(5)][-1] == 429
    page = administrator()
    assert "rita" in text_of(page.open("/admin/accounts/user/locks/"))
    page.client.post("/admin/accounts/user/locks/", {"username": "rita", "address": ""})
    assert locks() == []


@pytest.mark.on_both
@pytest.mark.parametrize("username", ["a\x00b", "x" * 400, "’; drop", "(links)"])
def test_odd_names_are_refused_not_failed_on(username: str) -> None:
    assert [log_in(username).status_code for _ in range(2)] == [200, 200]


def test_what_it_counts_is_no_page_of_the_admin() -> None:
    assert not [model for model in admin.site._registry if model._meta.app_label == "axes"]
