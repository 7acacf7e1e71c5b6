"""Logging in with a second factor: nobody is in before the code, and each code works once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from colleagues.second_factor.models import Authenticator, RecoveryCode
from jobs.working import work_off
from publishing.history import history_of
from publishing.models import Verb
from tests import factories as make
from tests.colleagues.second_factor.app import (
    CODE_PAGE,
    code_of,
    give_code,
    give_password,
    is_in,
    with_factor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def test_a_code_is_asked_for_and_only_then_somebody_is_in() -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    answer = give_password(client, user, to="/admin/articles/article/")
    assert (answer.status_code, answer["Location"]) == (302, CODE_PAGE)
    assert not is_in(client)
    page = client.get(CODE_PAGE).content.decode()
    assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    answer = give_code(client, code_of(user))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/articles/article/")
    assert is_in(client)


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_a_phone_may_be_half_a_minute_off(steps: int, fits: bool) -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    with time_machine.travel(timezone.now(), tick=False):
        give_password(client, user)
        assert (give_code(client, code_of(user, steps=steps)).status_code == 302) is fits


@pytest.mark.on_both
def test_a_code_works_once_and_so_does_none_before_it() -> None:
    user = make.make_user("editor")
    with_factor(user)
    with time_machine.travel(timezone.now(), tick=False):
        for code, fits in (
            (code_of(user), True),
            (code_of(user), False),
            (code_of(user, steps=-1), False),
            (code_of(user, steps=1), True),
        ):
            client = Client()
            give_password(client, user)
            give_code(client, code)
            assert is_in(client) is fits


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}{1} ", "{0}-{1}"])
def test_a_code_is_typed_as_people_type_it(typed: str) -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    give_password(client, user)
    code = code_of(user)
    assert give_code(client, typed.format(code[:3], code[3:])).status_code == 302


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "１２３４５６", "-00001", "1e4", "\x00", "x" * 500]
)
def test_nonsense_is_answered_with_a_sentence(typed: str) -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    give_password(client, user)
    assert give_code(client, typed).status_code == 200
    assert not is_in(client)


def test_the_password_is_remembered_for_a_few_minutes_only() -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    give_password(client, user)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        answer = give_code(client, code_of(user))
        assert answer["Location"] == "/admin/login/"
        assert not is_in(client)


@pytest.mark.parametrize("change", [{"password": "!"}, {"is_active": False}])
def test_what_changes_meanwhile_ends_the_first_step(change: dict[str, Any]) -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    give_password(client, user)
    type(user).objects.filter(pk=user.pk).update(**change)
    assert give_code(client, code_of(user))["Location"] == "/admin/login/"


def test_without_the_first_step_there_is_no_second() -> None:
    client = Client()
    assert client.get(CODE_PAGE)["Location"] == "/admin/login/"
    assert give_code(client, "123456")["Location"] == "/admin/login/"


def test_the_session_of_the_first_step_is_a_new_one() -> None:
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["newsroom_session"] = before or ""
    give_password(client, user)
    assert client.session.session_key != before


def test_wrong_codes_are_counted_and_stopped(settings: Any) -> None:
    settings.AXES_ENABLED = True
    user, client = make.make_user("editor"), Client()
    with_factor(user)
    give_password(client, user)
    for _try in range(5):
        assert give_code(client, "000000").status_code == 200
    answer = give_code(client, code_of(user))
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert not is_in(client)


@pytest.mark.on_both
def test_a_recovery_code_works_once_is_in_the_history_and_told_by_mail(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    user = make.make_user("editor", email="ed@example.org")
    first, *_others = with_factor(user)
    for code, fits in ((first.upper().replace("-", " "), True), (first, False)):
        client = Client()
        give_password(client, user)
        assert (give_code(client, code, query="?recovery").status_code == 302) is fits
        assert is_in(client) is fits
    assert RecoveryCode.objects.filter(user=user).count() == 9
    assert history_of(user).filter(verb=Verb.RECOVER, actor=user).count() == 1
    work_off()
    (letter,) = mail.outbox
    assert letter.to == ["ed@example.org"] and "recovery code" in letter.body


def test_nothing_that_is_stored_is_a_code_or_a_secret() -> None:
    user = make.make_user("editor")
    shown = with_factor(user)
    stored = Authenticator.objects.get(user=user)
    kept = [*RecoveryCode.objects.values_list("code_hash", flat=True), stored.seed, stored.key_mark]
    for code in shown:
        assert not any(code.replace("-", "") in word for word in kept)


def test_with_another_secret_key_recovery_codes_still_work(settings: Any) -> None:
    user = make.make_user("editor")
    first, *_others = with_factor(user)
    settings.SECRET_KEY = "another" * 10
    client = Client()
    give_password(client, user)
    assert give_code(client, first).status_code == 302
