"""One's own second factor: replaced, renewed, removed and reset only by whoever may, and said everywhere."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from colleagues.second_factor import codes
from colleagues.second_factor.models import Authenticator, RecoveryCode
from jobs.working import work_off
from publishing.history import history_of
from publishing.models import Event, Verb
from tests import factories as make
from tests.colleagues.desk import administrator
from tests.colleagues.second_factor.app import (
    CODE_PAGE,
    FACTOR_PAGE,
    PASSWORD,
    code_of,
    give_code,
    give_password,
    is_in,
    secret_on,
    shown_by,
    with_factor,
)
from tests.markup import faults

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

HOME = "/admin/second-factor/"
SET_UP, NEW_CODES, REMOVE = f"{HOME}set-up/", f"{HOME}codes/", f"{HOME}remove/"


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told() -> list[str]:
    work_off()
    return [letter.body for letter in mail.outbox]


def somebody(role: str = "reporter") -> User:
    return make.make_user(role, email="rita@example.org")


def test_who_has_none_sets_it_up_with_the_password() -> None:
    user = somebody()
    client, other = logged_in(user), logged_in(user)
    secret = secret_on(client.get(SET_UP))
    form = {"now-current_password": "wrong", "one_time_code": shown_by(secret)}
    assert "not the password" in client.post(SET_UP, form).content.decode()
    answer = client.post(SET_UP, form | {"now-current_password": PASSWORD})
    assert "recovery codes" in answer.content.decode() and "no-store" in answer["Cache-Control"]
    assert is_in(client) and not is_in(other)
    assert any("authenticator app was set up" in body for body in told())


def test_another_app_needs_password_and_a_code_of_the_one_before() -> None:
    user = somebody("editor")
    with_factor(user)
    client = logged_in(user)
    secret = secret_on(client.get(SET_UP))
    new = {"now-current_password": PASSWORD, "one_time_code": shown_by(secret)}
    for wrong in ("000000", shown_by(secret)):
        client.post(SET_UP, new | {"now-one_time_code": wrong})
        assert codes.secret_of(Authenticator.objects.get(user=user).seed) != secret
    client.post(SET_UP, new | {"now-one_time_code": code_of(user)})
    assert codes.secret_of(Authenticator.objects.get(user=user).seed) == secret


def test_new_codes_void_the_old_and_can_be_taken_as_a_file() -> None:
    user = somebody("editor")
    old, another, *_rest = with_factor(user)
    client = logged_in(user)
    form = {"current_password": PASSWORD, "one_time_code": another}
    page = client.post(NEW_CODES, form).content.decode()
    assert RecoveryCode.objects.filter(user=user).count() == 10
    assert not codes.use_recovery(old, user=user)
    shown = [code for code in page.split('"') if len(code) == 19 and code.count("-") == 3]
    answer = client.post(f"{HOME}file/", {"one_time_code": [*shown, "made-up-code-here"]})
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert all(code in text for code in shown) and "made" not in text
    assert history_of(user).filter(verb=Verb.NEW_CODES, actor=user).exists()


def test_few_codes_left_are_pointed_out() -> None:
    user = somebody("editor")
    for code in with_factor(user)[:7]:
        codes.use_recovery(code, user=user)
    client = logged_in(user)
    assert "Only 3 recovery codes are left" in client.get("/admin/").content.decode()
    assert "Few recovery codes are left" in client.get(HOME).content.decode()


def test_it_is_removed_only_where_it_may_and_with_a_long_password(settings: Any) -> None:
    settings.SECOND_FACTOR = "on"
    editor = somebody("editor")
    with_factor(editor)
    client = Client()
    give_password(client, editor)
    give_code(client, code_of(editor))
    form = {"current_password": PASSWORD, "one_time_code": code_of(editor, steps=1)}
    client.post(REMOVE, form)
    assert Authenticator.objects.filter(user=editor).exists()
    reporter = make.make_user("reporter")
    with_factor(reporter)
    reporter.set_password("short-one")
    reporter.save()
    client = logged_in(reporter)
    form = {"current_password": "short-one", "one_time_code": code_of(reporter)}
    answer = client.post(REMOVE, form, follow=True)
    assert "too short to be alone" in answer.content.decode()
    reporter.set_password(PASSWORD)
    reporter.save()
    client = logged_in(reporter)
    client.post(REMOVE, {"current_password": PASSWORD, "one_time_code": code_of(reporter, steps=1)})
    assert not Authenticator.objects.filter(user=reporter).exists()
    assert history_of(reporter).filter(verb=Verb.REMOVE_FACTOR, actor=reporter).exists()


@pytest.mark.on_both
def test_an_administrator_resets_it_and_never_sees_it() -> None:
    user = somebody("editor")
    shown = with_factor(user)
    theirs, boss = logged_in(user), administrator()
    page = boss.client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert "Logs in with a second factor." in page
    seed = Authenticator.objects.get(user=user).seed
    for path in ("change/", "second-factor/", "logins/", "history/"):
        text = boss.client.get(f"/admin/accounts/user/{user.pk}/{path}").content.decode()
        assert not any(word in text for word in (*shown, seed, codes.in_groups(seed)))
    boss.client.post(f"/admin/accounts/user/{user.pk}/second-factor/")
    assert not Authenticator.objects.filter(user=user).exists() and not is_in(theirs)
    assert not RecoveryCode.objects.filter(user=user).exists()
    entry = history_of(user).get(verb=Verb.RESET_FACTOR)
    assert entry.actor is not None and entry.actor != user
    assert any("reset the second factor" in body for body in told())
    give_password(theirs, user)
    assert "reset your second factor" in theirs.get("/admin/").content.decode()


def test_wrong_codes_on_these_pages_are_counted_too(settings: Any) -> None:
    settings.AXES_ENABLED = True
    user = somebody("editor")
    with_factor(user)
    client = logged_in(user)
    form = {"current_password": PASSWORD, "one_time_code": "000000"}
    answers = [client.post(NEW_CODES, form).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_every_page_of_it_is_valid_and_kept_by_nobody(settings: Any) -> None:
    settings.SECOND_FACTOR = "on"
    new, old = make.make_user("editor"), make.make_user("editor")
    with_factor(old)
    first, second = Client(), Client()
    give_password(first, new)
    give_password(second, old)
    pages = [first.get(FACTOR_PAGE), second.get(CODE_PAGE), second.get(f"{CODE_PAGE}?recovery")]
    pages.append(first.post(FACTOR_PAGE, {"one_time_code": shown_by(secret_on(pages[0]))}))
    for page in pages:
        assert "no-store" in page["Cache-Control"]
        html = page.content.decode()
        assert faults(html) == [] and "style=" not in html and "data:" not in html


def test_no_secret_is_in_a_log_a_history_or_a_job(capfd: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.SECOND_FACTOR = "on"
    user, client = somebody("editor"), Client()
    give_password(client, user)
    page = client.get(FACTOR_PAGE)
    secret, seed = secret_on(page), client.session["half_login"]["seed"]
    code = shown_by(secret)
    shown = client.post(FACTOR_PAGE, {"one_time_code": code}).content.decode().split("<li>")[1][:19]
    client.post("/admin/logout/")
    give_password(client, user)
    give_code(client, shown)
    work_off()
    out, err = capfd.readouterr()
    kept = out + err + "".join(f"{entry.note}{entry.data}{entry.label}" for entry in Event.objects.all())
    kept += "".join(letter.body for letter in mail.outbox)
    assert "POST /admin/login/code/" in kept
    words = (
        seed,
        shown,
        shown.replace("-", ""),
        codes.in_groups(seed),
        codes.in_groups(seed).replace(" ", ""),
    )
    assert not any(word in kept for word in words)
