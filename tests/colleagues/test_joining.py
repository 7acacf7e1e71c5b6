"""Joining through a link: two fields, and in; a link that does not work says what to do, and no more."""

import logging
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from colleagues.inviting import accept, revoke
from colleagues.models import Invitation
from colleagues.passwords import make_link
from tests import factories
from tests.colleagues.desk import PASSWORD, invited
from tests.markup import faults

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def join(client: Client, token: str, **changes: str) -> Any:
    form = {"username": "ana", "password1": PASSWORD, "password2": PASSWORD} | changes
    return client.post(f"/admin/join/{token}/", form)


def test_joining_logs_in_and_leads_to_the_desk() -> None:
    _invitation, token = invited(role="reporter")
    client = Client()
    page = lxml.html.fromstring(client.get(f"/admin/join/{token}/").content.decode())
    assert page.xpath('string(//input[@name="username"]/@value)') == "ana.silva"
    assert "Welcome, Ana Silva" in page.text_content() and "Reporters" in page.text_content()
    answer = join(client, token, username="ana.silva")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    desk = client.get("/admin/")
    assert desk.status_code == 200 and "Ana Silva" in desk.content.decode()
    assert Client().login(username="ana.silva", password=PASSWORD)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password2": "something else"}, "didn’t match"),
        ({"password1": "ana@example.org", "password2": "ana@example.org"}, "too similar"),
        ({"username": "RITA"}, "Somebody else logs in with this name"),
        ({"username": "with spaces"}, "Enter a valid username"),
        ({"username": "a" * 151}, "at most 150"),
        ({"username": "a\x00b"}, "Null characters"),
        ({"username": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(changes: dict[str, str], sentence: str) -> None:
    factories.make_user("reporter", username="rita")
    _invitation, token = invited()
    client = Client()
    answer = join(client, token, **changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert join(client, token).status_code == 302


def dead_tokens() -> dict[str, str]:
    _used, used_token = invited(email="a@example.org")
    accept(token=used_token, username="used", password=PASSWORD)
    expired, expired_token = invited(email="b@example.org")
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoked, revoked_token = invited(email="c@example.org")
    revoke(invitation=revoked, actor=None)
    _live, token = invited(email="d@example.org")
    return {
        "used": used_token,
        "expired": expired_token,
        "revoked": revoked_token,
        "mistyped": token[:-1],
        "nonsense": "%00",
    }


@pytest.mark.on_both
def test_every_dead_link_gets_the_same_page_which_says_what_to_do() -> None:
    tokens = dead_tokens()
    pages = {}
    for what, token in tokens.items():
        for ask in (Client().get, Client().post):
            answer = ask(f"/admin/join/{token}/")
            assert answer.status_code == 404
            page = lxml.html.fromstring(answer.content.decode())
            pages[what] = " ".join(page.xpath("string(//main)").split())
        answer = join(Client(), token, username=what)
        assert answer.status_code == 404
    assert len(set(pages.values())) == 1
    assert "Ask whoever invited you to send the link again" in pages["used"]
    assert User.objects.count() == 1


def test_a_link_works_with_and_without_a_stroke_and_a_cut_one_says_so() -> None:
    _invitation, token = invited()
    for path in (f"/admin/join/{token}", f"/admin/join/{token}/"):
        assert "Choose" in Client().get(path).content.decode()
    cut = Client().get(f"/admin/join/{token[:-4]}")
    assert cut.status_code == 404 and "copy all of it" in cut.content.decode()


def test_the_address_of_a_link_is_kept_by_nobody() -> None:
    _invitation, token = invited()
    for path in (f"/admin/join/{token}/", "/admin/join/nonsense/", "/admin/password/nonsense/"):
        answer = Client().get(path)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]


def test_no_token_is_written_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    _invitation, token = invited()
    with caplog.at_level(logging.INFO):
        Client().get(f"/admin/join/{token}/")
        Client().get(f"/admin/password/{token}/")
        Client().get(f"/admin/join/{token}")
        Client(enforce_csrf_checks=True).post(f"/admin/join/{token}/")
    lines = [record.getMessage() for record in caplog.records if record.name == "newsroom.request"]
    assert len(lines) == 4
    assert all("…" in line for line in lines)
    assert token not in " ".join(lines)


def test_nor_by_anything_else_that_logs(capsys: pytest.CaptureFixture[str]) -> None:
    stream = logging.getLogger().handlers[0]
    filters = {type(item).__name__ for handler in logging.getLogger().handlers for item in handler.filters}
    assert "WithoutTokens" in filters, stream
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Internal Server Error: %s", ("/admin/join/abc_-1/",), None
    )
    for handler in logging.getLogger().handlers:
        for item in handler.filters:
            item.filter(record)
    assert record.getMessage() == "Internal Server Error: /admin/join/…/"


def test_the_pages_before_the_login_are_valid(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    _invitation, token = invited()
    _link, other = make_link(user=factories.make_user("reporter"), actor=None)
    paths = (
        f"/admin/join/{token}/",
        f"/admin/password/{other}/",
        "/admin/join/nonsense/",
        "/admin/forgotten/",
    )
    for path in paths:
        assert faults(Client().get(path).content.decode()) == []
        assert faults(Client().post(path, {"password1": "x"}).content.decode()) == []


def test_a_form_from_another_site_joins_nobody() -> None:
    _invitation, token = invited()
    client = Client(enforce_csrf_checks=True)
    form = {"username": "ana", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(f"/admin/join/{token}/", form, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not User.objects.exists()


def test_who_is_logged_in_already_is_told_whose_link_it_is() -> None:
    _invitation, token = invited()
    client = Client()
    client.force_login(factories.make_user("editor", first_name="Edna", last_name="Roe"))
    assert "You are logged in as Edna Roe" in client.get(f"/admin/join/{token}/").content.decode()
    assert join(client, token).status_code == 302
    assert "Ana Silva" in client.get("/admin/").content.decode()
