"""Where somebody is logged in: listed in words, ended one by one or all, and gone with the session."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from colleagues.leaving import deactivate
from colleagues.logins.agents import agent_of
from colleagues.logins.models import Login
from colleagues.logins.seeing import forget_ended
from colleagues.passwords import choose, make_link
from colleagues.second_factor.setting_up import reset
from publishing.history import history_of
from publishing.models import Verb
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.colleagues.desk import administrator
from tests.colleagues.second_factor.app import give_password, is_in, with_factor

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
PAGE = "/admin/logins/"


def browser(user: User, agent: str = FIREFOX, *, address: str = "203.0.113.5") -> Client:
    """Log in with a browser of its own."""
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    assert give_password(client, user)["Location"] == "/admin/"
    return client


def listed(client: Client) -> list[str]:
    page = lxml.html.fromstring(client.get(PAGE).content.decode())
    return [" ".join(section.text_content().split()) for section in page.xpath("//div[@class='situation']")]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (SAFARI, ("Safari", "iPhone")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.5 Safari/605.1.15",
            ("Safari", "macOS"),
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "CriOS/142.0 Mobile/15E148 Safari/604.1",
            ("Chrome", "iPad"),
        ),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
        ("<script>" * 9_999, ("", "")),
    ],
)
def test_a_device_is_named_as_people_do(said: str, words: tuple[str, str]) -> None:
    agent = agent_of(said)
    assert (agent.browser, agent.system) == words


def test_logins_are_listed_and_the_one_here_is_marked() -> None:
    user = make.make_user("reporter")
    here = browser(user)
    browser(user, SAFARI, address="2001:db8:1:2:3::4")
    first, second = sorted(listed(here))
    assert first.startswith("Firefox on Linux this one") and "From 203.0.113.5." in first
    assert "Log out there" not in first and "Log out there" in second
    # Of an address of IPv6 the network is enough.
    assert second.startswith("Safari on iPhone") and "From 2001:db8:1:2::." in second
    page = here.get(PAGE).content.decode()
    assert not any(key in page for key in Session.objects.values_list("session_key", flat=True))


def test_one_is_ended_or_all_others() -> None:
    user = make.make_user("reporter")
    here, phone, tablet = browser(user), browser(user, SAFARI), browser(user, SAFARI)
    key = Login.objects.get(session_key=phone.session.session_key).key
    here.post(PAGE, {"end": key})
    assert [is_in(one) for one in (here, phone, tablet)] == [True, False, True]
    here.post(PAGE, {"others": "yes"})
    assert [is_in(one) for one in (here, tablet)] == [True, False]
    assert history_of(user).filter(verb=Verb.END_LOGINS, actor=user).count() == 2
    assert Login.objects.count() == 1


def test_nobody_ends_somebody_elses_but_an_administrator() -> None:
    user, other = make.make_user("reporter"), make.make_user("reporter")
    here, there = browser(user), browser(other)
    key = Login.objects.get(user=other).key
    here.post(PAGE, {"end": key})
    assert is_in(there)
    address = f"/admin/accounts/user/{other.pk}/logins/"
    assert here.get(address).status_code == 403
    boss = administrator()
    assert "Firefox on Linux" in boss.client.get(address).content.decode()
    boss.client.post(address, {"end": key})
    assert not is_in(there) and is_in(here)


def with_form(page: AdminPage, user: User, **changes: Any) -> None:
    address = f"/admin/accounts/user/{user.pk}/change/"
    form = page.form_on(page.client.get(address)) | changes
    assert page.client.post(address, form).status_code == 302


@pytest.mark.on_both
@pytest.mark.parametrize("what", ["password link", "reset", "deactivated", "role lost", "logged out"])
def test_what_changes_an_account_ends_its_logins(what: str) -> None:
    user = make.make_user("reporter")
    client = browser(user)
    match what:
        case "password link":
            choose(token=make_link(user=user, actor=None)[1], password="another way to the sea")
        case "reset":
            with_factor(user)
            client = Client()
            client.force_login(user)
            reset(user=user, actor=None)
        case "deactivated":
            deactivate(user=user, actor=None)
        case "role lost":
            with_form(administrator(), user, groups=[str(make.group_of("editor").pk)])
        case "logged out":
            client.post("/admin/logout/")
    assert not is_in(client)
    assert not Login.objects.filter(user=user).exists()


def test_changing_the_password_ends_all_others_and_goes_on_here() -> None:
    user = make.make_user("reporter")
    here, there = browser(user), browser(user, SAFARI)
    new = {"new_password1": "another way to the sea", "new_password2": "another way to the sea"}
    answer = here.post("/admin/password_change/", {"old_password": "a password for tests", **new})
    assert answer.status_code == 302
    assert is_in(here) and not is_in(there)
    (only,) = listed(here)
    assert "this one" in only


@pytest.mark.on_both
def test_last_seen_is_written_every_few_minutes_and_by_no_reader() -> None:
    user, now = make.make_user("reporter"), timezone.now()
    with time_machine.travel(now, tick=False):
        client = browser(user)
    began = Login.objects.get().seen_at
    for minutes, seen in ((4, timedelta()), (6, timedelta(minutes=6)), (8, timedelta(minutes=6))):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            client.get("/")
            assert Login.objects.get().seen_at - began <= seen
            with CaptureQueriesContext(connection) as queries:
                client.get("/admin/find/")
            writes = [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
            assert bool(writes) is (minutes == 6)
            assert Login.objects.get().seen_at - began == seen


@pytest.mark.on_both
def test_what_ran_out_is_removed_with_its_address() -> None:
    user = make.make_user("reporter")
    browser(user)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        forget_ended()
        assert not Login.objects.exists() and not Session.objects.exists()


def test_whoever_reads_goes_on_reading_where_nothing_can_be_written() -> None:
    client = Client()
    client.force_login(make.make_user("reporter"))

    def full(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("database or disk is full")
        return execute(sql, *arguments)

    with connection.execute_wrapper(full):
        assert is_in(client)
    assert not Login.objects.exists()
