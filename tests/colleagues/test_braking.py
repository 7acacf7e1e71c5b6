"""Many tries of one account from many places are slowed down and told; nobody is kept out by strangers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from colleagues.logins.models import KnownDevice, LoginNotice
from colleagues.tasks import sweep
from jobs.models import Job
from jobs.working import work_off
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

LOGIN = "/admin/login/"
RIGHT = "a password for tests"
START = datetime.fromisoformat("2026-03-02 10:00+00:00")


@pytest.fixture(autouse=True)
def counting(settings: Any) -> None:
    settings.AXES_ENABLED = settings.EMAIL_IS_SET_UP = True


def attempt(name: str, password: str = "wrong", *, address: str, client: Client | None = None) -> Any:
    form = {"username": name, "password": password, "next": "/admin/"}
    return (client or Client()).post(LOGIN, form, REMOTE_ADDR=address)


def besiege(name: str, *, places: int = 30) -> None:
    for place in range(places):
        attempt(name, address=f"198.51.100.{place}")


def rita() -> User:
    return make.make_user("reporter", username="rita", email="rita@example.org")


@pytest.mark.on_both
def test_a_known_device_is_let_in_at_once_whatever_strangers_do() -> None:
    rita()
    known = Client()
    assert attempt("rita", RIGHT, address="203.0.113.5", client=known).status_code == 302
    known.post("/admin/logout/")
    besiege("rita")
    # Not even from the address of one of them.
    for address in ("203.0.113.9", "198.51.100.3"):
        assert attempt("rita", RIGHT, address=address, client=known).status_code == 302
        known.post("/admin/logout/")


def test_a_known_device_has_an_allowance_of_its_own_and_no_more() -> None:
    rita()
    known = Client()
    attempt("rita", RIGHT, address="203.0.113.5", client=known)
    known.post("/admin/logout/")
    answers = [attempt("rita", address=f"203.0.113.{n}", client=known).status_code for n in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert "on this device" in attempt("rita", RIGHT, address="203.0.113.5", client=known).content.decode()
    # It is a matter of this device alone.
    assert attempt("rita", RIGHT, address="203.0.113.77").status_code == 302


@pytest.mark.parametrize("name", ["(device {})", "(waiting) rita", "(network)"])
def test_names_that_only_counts_have_are_names_like_others_when_they_are_typed(name: str) -> None:
    rita()
    known = Client()
    assert attempt("rita", RIGHT, address="203.0.113.5", client=known).status_code == 302
    known.post("/admin/logout/")
    typed = name.format(KnownDevice.objects.get().pk)
    for place in range(8):
        attempt(typed, address=f"198.51.100.{place // 4}")
    assert AccessAttempt.objects.exclude(username__startswith="(waiting) [").count() == 2
    assert not AccessAttempt.objects.filter(username=typed).exists()
    assert attempt("rita", RIGHT, address="203.0.113.5", client=known).status_code == 302


@pytest.mark.on_both
def test_an_unknown_device_waits_its_turn_and_nobody_takes_it() -> None:
    rita()
    with time_machine.travel(START, tick=False):
        besiege("rita")
        answer = attempt("rita", RIGHT, address="203.0.113.5")
        assert answer.status_code == 429
        wait = int(answer["Retry-After"])
        assert 0 < wait <= 300
        assert "Your turn is kept" in answer.content.decode() and "no-store" in answer["Cache-Control"]
    with time_machine.travel(START + timedelta(seconds=wait - 1), tick=False):
        # Strangers go on; asking again makes it no longer.
        for place in range(30, 60):
            attempt("rita", address=f"198.51.100.{place}")
        assert attempt("rita", RIGHT, address="203.0.113.5").status_code == 429
    with time_machine.travel(START + timedelta(seconds=wait + 1), tick=False):
        assert attempt("rita", RIGHT, address="203.0.113.5").status_code == 302


def test_a_stranger_gets_few_tries_of_one_account_however_many_places_they_have() -> None:
    rita()
    with time_machine.travel(START, tick=False):
        answers = [attempt("rita", address=f"198.51.{n // 200}.{n % 200}").status_code for n in range(60)]
    assert answers.count(200) == 20 and answers[20:] == [429] * 40
    waited = START + timedelta(minutes=5)
    with time_machine.travel(waited, tick=False):
        again = [attempt("rita", address="198.51.0.50").status_code for _ in range(5)]
    # One try for a wait, then the next wait.
    assert again == [200, 429, 429, 429, 429]


def test_the_owner_is_told_once_by_mail_and_on_the_desk() -> None:
    user = rita()
    besiege("rita", places=40)
    work_off()
    (letter,) = mail.outbox
    assert letter.to == ["rita@example.org"] and "many passwords" in letter.body
    client = Client()
    client.force_login(user)
    assert "tried many passwords to log in as you" in client.get("/admin/").content.decode()
    assert LoginNotice.objects.filter(user=user).count() == 1


def test_names_that_nobody_has_are_answered_alike() -> None:
    rita()
    answers = []
    with time_machine.travel(START, tick=False):
        for name in ("rita", "nora"):
            besiege(name, places=22)
            answer = attempt(name, address="203.0.113.5")
            text = answer.content.decode().replace(name, "NAME")
            answers.append((answer.status_code, answer["Retry-After"], len(text)))
    assert answers[0] == answers[1]
    assert Job.objects.filter(kind="colleagues.tries").count() == 2
    work_off()
    assert LoginNotice.objects.count() == 1


@pytest.mark.parametrize(("network", "allowed"), [("2001:db8:1", False), ("2001:db8:2", True)])
def test_a_wide_network_is_counted_as_one(network: str, allowed: bool, settings: Any) -> None:
    settings.LOGIN_ACCOUNTS_AN_ADDRESS = 2
    rita()
    for number in range(40):
        attempt(f"nobody{number}", address=f"2001:db8:1:{number:x}::1")
    assert (attempt("rita", RIGHT, address=f"{network}:ffff::1").status_code == 302) is allowed


@pytest.mark.on_both
def test_what_is_counted_goes_after_its_time() -> None:
    rita()
    besiege("rita")
    attempt("rita", address="2001:db8::1")
    assert AccessAttempt.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        sweep(None)
    assert not AccessAttempt.objects.exists()


@pytest.mark.on_both
def test_locks_of_devices_and_networks_can_be_lifted() -> None:
    user = rita()
    known = Client()
    attempt("rita", RIGHT, address="203.0.113.5", client=known)
    known.post("/admin/logout/")
    for _ in range(5):
        attempt("rita", address="203.0.113.5", client=known)
    boss = Client()
    boss.force_login(make.make_user("administrator"))
    page = boss.get("/admin/accounts/user/locks/").content.decode()
    assert "rita, on a device of theirs" in page
    device = KnownDevice.objects.get(user=user)
    lock = {"username": f"(device {device.pk})", "address": "203.0.113.5"}
    boss.post("/admin/accounts/user/locks/", lock)
    assert attempt("rita", RIGHT, address="203.0.113.5", client=known).status_code == 302
