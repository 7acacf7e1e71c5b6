"""`manage.py resetaccess`: a way back in that needs no login, no mail and no network."""

import re
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from colleagues.leaving import deactivate
from colleagues.rights import administrators
from colleagues.second_factor.models import Authenticator, RecoveryCode
from publishing.history import history_of
from publishing.models import Verb
from tests import factories as make
from tests.colleagues.desk import PASSWORD
from tests.colleagues.second_factor.app import FACTOR_PAGE, is_in, secret_on, shown_by, with_factor

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("resetaccess", *arguments, stdout=out)
    return out.getvalue()


def link_in(said: str) -> str:
    found = re.search(r"/admin/password/\S+", said)
    assert found
    return found[0]


def test_whoever_lost_everything_is_in_again(settings: Any) -> None:
    settings.SECOND_FACTOR, settings.AXES_ENABLED = "on", True
    user = make.make_user("administrator", email="boss@example.org")
    with_factor(user)
    make.make_user("administrator")
    for _ in range(60):
        Client().post("/admin/login/", {"username": user.username, "password": "wrong"})
    said = run("BOSS@example.org")
    assert "second factor was removed" in said and "All locks of the login were lifted" in said
    assert not Authenticator.objects.filter(user=user).exists() and not AccessAttempt.objects.exists()
    client = Client()
    answer = client.post(link_in(said), {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == FACTOR_PAGE
    client.post(FACTOR_PAGE, {"one_time_code": shown_by(secret_on(client.get(FACTOR_PAGE)))})
    assert is_in(client)
    entry = history_of(user).get(verb=Verb.RESET_ACCESS)
    assert entry.actor is None and "By a command." in entry.note


def test_the_token_is_in_no_history_and_works_once() -> None:
    user = make.make_user("administrator")
    link = link_in(run(user.username))
    token = link.rpartition("/")[2]
    assert not any(token in entry.note for entry in history_of(user))
    form = {"password1": PASSWORD, "password2": PASSWORD}
    assert Client().post(link, form).status_code == 302
    assert Client().post(link, form).status_code == 404


def test_somebody_who_left_comes_back_as_the_last_administrator() -> None:
    user = make.make_user("reporter")
    deactivate(user=user, actor=None)
    assert not administrators().exists()
    said = run(user.username)
    assert "can log in again" in said and "administrator over everything now" in said
    assert user in administrators()


@pytest.mark.on_both
def test_nobody_becomes_an_administrator_where_there_is_one_but_on_request() -> None:
    make.make_user("administrator")
    user = make.make_user("reporter")
    run(user.username)
    assert not User.objects.get(pk=user.pk).is_superuser
    run(user.username, "--administrator")
    assert User.objects.get(pk=user.pk).is_superuser


def test_the_second_factor_can_be_kept() -> None:
    user = make.make_user("administrator")
    with_factor(user)
    run(user.username, "--keep-second-factor")
    assert Authenticator.objects.filter(user=user).exists()
    assert RecoveryCode.objects.filter(user=user).count() == 10


def test_a_name_nobody_has_is_answered_with_those_there_are() -> None:
    boss = make.make_user("administrator")
    with pytest.raises(CommandError, match=boss.username):
        run("nobody")
