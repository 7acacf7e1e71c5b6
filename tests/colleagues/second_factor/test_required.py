"""Where a second factor is required, whoever has none sets it up before anything else can be reached."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from colleagues.passwords import make_link
from colleagues.second_factor.models import Authenticator, RecoveryCode
from colleagues.second_factor.rules import is_required
from publishing.history import history_of
from publishing.models import Verb
from tests import factories as make
from tests.colleagues.desk import PASSWORD, invited
from tests.colleagues.second_factor.app import (
    FACTOR_PAGE,
    give_code,
    give_password,
    is_in,
    secret_on,
    shown_by,
    with_factor,
)
from tests.promises.rights import routes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "on"


@pytest.mark.parametrize(("role", "needed"), [("reporter", False), ("editor", True), ("administrator", True)])
def test_whoever_publishes_or_manages_needs_one(role: str, needed: bool, settings: Any) -> None:
    user = make.make_user(role)
    assert is_required(user) is needed
    settings.SECOND_FACTOR = "all"
    assert is_required(user)
    settings.SECOND_FACTOR = "off"
    assert not is_required(user)


@pytest.mark.parametrize(
    "right",
    ["publish_page", "change_public", "change_user", "change_newsroom", "view_event", "change_job"],
)
def test_a_single_right_is_enough(right: str) -> None:
    assert is_required(make.staff_with(right))


def set_up_on(client: Client) -> Any:
    code = shown_by(secret_on(client.get(FACTOR_PAGE)))
    return client.post(FACTOR_PAGE, {"one_time_code": code})


def test_who_has_none_sets_it_up_at_the_next_login() -> None:
    user, client = make.make_user("editor"), Client()
    assert give_password(client, user, to="/admin/tags/")["Location"] == FACTOR_PAGE
    assert not is_in(client)
    answer = set_up_on(client)
    assert answer.status_code == 200 and is_in(client)
    page = answer.content.decode()
    assert 'href="/admin/tags/"' in page and RecoveryCode.objects.filter(user=user).count() == 10
    assert "no-store" in answer["Cache-Control"]
    assert history_of(user).filter(verb=Verb.SET_UP_FACTOR, actor=user).count() == 1


def test_a_reload_shows_the_same_secret_and_a_wrong_code_says_so() -> None:
    user, client = make.make_user("editor"), Client()
    give_password(client, user)
    first = secret_on(client.get(FACTOR_PAGE))
    answer = client.post(FACTOR_PAGE, {"one_time_code": "000000"})
    assert "does not fit" in answer.content.decode() and secret_on(answer) == first
    assert not Authenticator.objects.exists() and not is_in(client)


def test_joining_leads_through_the_second_factor_to_the_desk() -> None:
    _invitation, token = invited(role="editor")
    client = Client()
    form = {"username": "ana", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(f"/admin/join/{token}/", form)["Location"] == FACTOR_PAGE
    assert not is_in(client)
    assert 'href="/admin/"' in set_up_on(client).content.decode()
    assert is_in(client)


def test_a_password_link_does_not_go_round_it() -> None:
    user = make.make_user("editor")
    with_factor(user)
    token = make_link(user=user, actor=None)[1]
    client = Client()
    answer = client.post(f"/admin/password/{token}/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == "/admin/login/code/"
    assert not is_in(client)


def half_logged_in(user: User) -> Client:
    """Return a browser with a session from before the second factor was required."""
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.same_on_both
def test_a_login_from_before_reaches_nothing() -> None:
    user = make.make_user("administrator")
    draft, picture = make.make_article(), make.make_image()
    client, stranger = half_logged_in(user), Client()
    paths = {f"/admin/{route}".replace("<path:object_id>", str(draft.pk)) for route in routes()}
    paths |= {f"/edit/articles/{draft.slug}/", f"/images/{picture.key}/full.jpg"}
    asked = [path for path in paths if "<" not in path and not path.startswith("/admin/login")]
    assert len(asked) > 100
    for path in asked:
        for accept in ("text/html", "application/json"):
            answers = [one.get(path, headers={"accept": accept}) for one in (client, stranger)]
            assert len({(answer.status_code, answer.get("Location")) for answer in answers}) == 1, path
        sent = [one.post(path, headers={"accept": "application/json"}) for one in (client, stranger)]
        assert len({answer.status_code for answer in sent}) == 1, path


def test_a_login_from_before_is_told_why() -> None:
    client = half_logged_in(make.make_user("editor"))
    page = client.get("/admin/", follow=True).content.decode()
    assert "needs a second factor now" in page


def test_a_new_role_asks_for_it_at_once(settings: Any) -> None:
    user = make.make_user("reporter")
    client = half_logged_in(user)
    assert is_in(client)
    user.groups.set([make.group_of("editor")])
    assert not is_in(client)


def test_reporters_pass_without_and_set_it_up_if_they_like() -> None:
    user, client = make.make_user("reporter"), Client()
    give_password(client, user)
    assert is_in(client)


def test_two_who_set_up_at_once_have_one_factor() -> None:
    user, first, second = make.make_user("editor"), Client(), Client()
    for client in (first, second):
        give_password(client, user)
    secret = secret_on(second.get(FACTOR_PAGE))
    set_up_on(first)
    answer = second.post(FACTOR_PAGE, {"one_time_code": shown_by(secret)})
    assert answer["Location"] == "/admin/login/code/"
    assert Authenticator.objects.count() == 1
    give_code(second, shown_by(secret))
    assert not is_in(second)


def test_readers_pages_ask_nothing_more() -> None:
    client = half_logged_in(make.make_user("editor"))
    make.make_published_article()
    asked = []
    for one in (client, Client()):
        with CaptureQueriesContext(connection) as queries:
            one.get("/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
