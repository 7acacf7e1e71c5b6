"""A login on a new device is told to its owner, who can end it with one press."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from colleagues.logins import telling
from colleagues.logins.models import KnownDevice, LoginNotice
from jobs.working import work_off
from publishing.history import history_of
from publishing.models import Verb
from tests import factories as make
from tests.colleagues.desk import PASSWORD, invited
from tests.colleagues.logins.test_logins import FIREFOX, SAFARI, browser
from tests.colleagues.second_factor.app import give_password, is_in

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True


def somebody() -> User:
    return make.make_user("reporter", email="rita@example.org")


def letters() -> list[Any]:
    work_off()
    return list(mail.outbox)


def link_in(letter: Any) -> str:
    found = re.search(r"/admin/not-me/\S+", letter.body)
    assert found
    return found[0]


def test_the_cookie_is_for_the_desk_alone_and_tells_nothing() -> None:
    client = browser(somebody())
    cookie = client.cookies["newsroom_device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    stored = KnownDevice.objects.get()
    assert stored.token_hash not in cookie.value and cookie.value.partition(":")[0] not in stored.token_hash


def test_the_first_device_is_no_news_and_neither_is_a_known_one() -> None:
    user = somebody()
    client = browser(user)
    client.post("/admin/logout/")
    give_password(client, user)
    assert letters() == [] and KnownDevice.objects.count() == 1


def test_joining_is_no_news() -> None:
    _invitation, token = invited(role="reporter", email="ana@example.org")
    form = {"username": "ana", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(f"/admin/join/{token}/", form)
    assert letters() == [] and not LoginNotice.objects.exists()


def test_another_device_is_told_by_mail_and_on_the_desk() -> None:
    user = somebody()
    here = browser(user)
    browser(user, SAFARI, address="198.51.100.7")
    (letter,) = letters()
    assert letter.to == ["rita@example.org"]
    assert "Safari on iPhone" in letter.body and "198.51.100.7" in letter.body
    desk = here.get("/admin/").content.decode()
    assert "logged in on a new device: Safari on iPhone" in desk
    here.post("/admin/logins/notice/", {"notice": LoginNotice.objects.get().pk})
    assert "new device" not in here.get("/admin/").content.decode()


def test_the_link_in_the_mail_asks_once_more_and_ends_everything_once() -> None:
    user = somebody()
    here, there = browser(user), browser(user, SAFARI)
    link = link_in(letters()[0])
    # Programs that look at mail open links: nothing may happen then.
    page = Client().get(link)
    assert page.status_code == 200 and page["X-Robots-Tag"].startswith("noindex")
    assert is_in(there)
    assert Client().post(link).status_code == 200
    assert not is_in(here) and not is_in(there)
    assert history_of(user).filter(verb=Verb.END_LOGINS, actor=user).count() == 1
    assert any("/admin/password/" in letter.body for letter in letters())
    assert Client().get(link).status_code == 404
    # The stranger's device is known no more.
    assert KnownDevice.objects.get().browser == "Firefox"


def test_the_same_from_the_desk_leaves_this_login() -> None:
    user = somebody()
    here, there = browser(user), browser(user, SAFARI)
    answer = here.post("/admin/logins/notice/", {"notice": LoginNotice.objects.get().pk, "not_me": "yes"})
    assert answer["Location"] == "/admin/password_change/"
    assert is_in(here) and not is_in(there)


def test_nobody_takes_a_line_off_somebody_elses_desk() -> None:
    user = somebody()
    browser(user)
    browser(user, SAFARI)
    number = LoginNotice.objects.get().pk
    stranger = browser(make.make_user("editor"), FIREFOX)
    stranger.post("/admin/logins/notice/", {"notice": number, "not_me": "yes"})
    stranger.post("/admin/logins/notice/", {"notice": "x"})
    assert LoginNotice.objects.filter(pk=number).exists()


def take_off(client: Client, notice: LoginNotice, **more: str) -> str:
    return client.post("/admin/logins/notice/", {"notice": notice.pk} | more, follow=True).content.decode()


def test_whoever_came_on_a_new_device_cannot_hide_that_they_did() -> None:
    user = somebody()
    here, there = browser(user), browser(user, SAFARI)
    notice = LoginNotice.objects.get()
    desk = there.get("/admin/").content.decode()
    assert "new device" in desk and "That was me" not in desk and "That was not me" not in desk
    for more in ({}, {"not_me": "yes"}):
        assert "Take this off on a device that you have used before" in take_off(there, notice, **more)
    # Another new one, and a browser that shows no cookie, are no better; and nor is anything else hidden.
    other = browser(user, FIREFOX)
    telling.keep_notice(user, LoginNotice.Kind.RECOVERED)
    del there.cookies["newsroom_device"]
    for client in (there, other):
        for row in LoginNotice.objects.filter(user=user):
            take_off(client, row)
    assert LoginNotice.objects.filter(user=user).count() == 3 and is_in(there)
    assert "That was me" in here.get("/admin/").content.decode()
    take_off(here, LoginNotice.objects.get(device__isnull=False, browser="Firefox"))
    # By now that device is one of theirs.
    assert "new device" not in take_off(other, notice)


def test_a_browser_that_shows_no_device_ends_its_own_login_too_when_it_says_not_me() -> None:
    user = somebody()
    browser(user)
    hidden = browser(user, SAFARI)
    del hidden.cookies["newsroom_device"]
    take_off(hidden, LoginNotice.objects.get(), not_me="yes")
    assert not is_in(hidden)


def test_whoever_has_no_other_device_takes_it_off_after_some_days() -> None:
    user = somebody()
    browser(user)
    there = browser(user, SAFARI)
    LoginNotice.objects.update(at=timezone.now() - telling.STAYS_FOR)
    desk = there.get("/admin/").content.decode()
    assert "That was me" in desk and "That was not me" not in desk
    take_off(there, LoginNotice.objects.get())
    assert not LoginNotice.objects.exists()


@pytest.mark.parametrize("token", ["nonsense", "WzEsICIiXQ:x:y", "%00"])
def test_a_link_made_up_is_dead(token: str) -> None:
    assert Client().get(f"/admin/not-me/{token}").status_code == 404


@pytest.mark.on_both
def test_no_more_devices_are_known_than_anybody_has() -> None:
    user = somebody()
    for _number in range(22):
        browser(user)
    assert KnownDevice.objects.filter(user=user).count() == 20


def test_a_stolen_or_changed_cookie_of_somebody_else_makes_nothing_known() -> None:
    user, other = somebody(), make.make_user("reporter")
    theirs = browser(other).cookies["newsroom_device"].value
    browser(user)
    client = Client(headers={"user-agent": SAFARI})
    client.cookies["newsroom_device"] = theirs
    give_password(client, user)
    assert LoginNotice.objects.filter(user=user).count() == 1
