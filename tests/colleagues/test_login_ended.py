"""A login that ended while somebody was writing costs no word; what another site sends is not sent on."""

from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
from django.test import Client

from accounts.models import User
from publishing.models import Tag
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
TYPED = 'Typed & "quoted"\n<b>on two lines</b>'
ADD = "/admin/publishing/tag/add/"


def kept(answer: Any) -> tuple[str, list[tuple[str, str]]]:
    """Return where the page would send what it keeps, and what that is."""
    page = lxml.html.fromstring(answer.content.decode())
    (form,) = page.xpath('//form[@id="send-again"]')
    values = [(name, value) for name, value in form.form_values() if name != "csrfmiddlewaretoken"]
    assert form.xpath('.//input[@name="csrfmiddlewaretoken"]/@value')[0]
    return form.get("action"), values


@pytest.mark.parametrize("said", [{"origin": HERE}, {"referer": f"{HERE}/admin/publishing/tag/add/"}])
def test_what_was_typed_without_a_login_comes_back(said: dict[str, str]) -> None:
    address = f"{ADD}?_popup=1"
    fields = {"name": ["Chips"], "description": [TYPED], "csrfmiddlewaretoken": ["old"], "many": ["1", "2"]}
    answer = Client().post(address, fields, headers=said)
    assert answer.status_code == 403
    assert "not logged in any more" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert kept(answer) == (
        address,
        [("name", "Chips"), ("description", TYPED), ("many", "1"), ("many", "2")],
    )
    assert not Tag.objects.exists()


def test_a_lost_cookie_gives_back_what_was_typed_too() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(ADD, {"name": "Chips", "description": TYPED}, headers={"origin": HERE})
    assert answer.status_code == 403
    assert kept(answer) == (ADD, [("name", "Chips"), ("description", TYPED)])


def test_a_form_from_an_earlier_login_is_sent_again_with_a_fresh_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.make_user("editor"))
    stale = {"name": "Chips", "version": "0", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(ADD, stale, headers={"origin": HERE})
    assert "earlier login" in answer.content.decode()
    address, values = kept(answer)
    token = lxml.html.fromstring(answer.content.decode()).xpath('//input[@name="csrfmiddlewaretoken"]/@value')
    again = dict(values) | {"csrfmiddlewaretoken": token[0]}
    assert client.post(address, again, headers={"origin": HERE}).status_code == 302
    assert Tag.objects.get().name == "Chips"


@pytest.mark.parametrize(
    "said",
    [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "https://evil.example/admin/"}],
)
@pytest.mark.parametrize("enforced", [True, False])
def test_what_another_site_sends_is_not_offered_for_sending(said: dict[str, str], enforced: bool) -> None:
    client = Client(enforce_csrf_checks=enforced)
    answer = client.post(ADD, {"name": "Planted"}, headers=said)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "sent from another site" in page
    assert "Planted" not in page and "<form" not in page


def test_passwords_are_not_kept() -> None:
    fields = {"first_name": "Ed", "password_set": "a secret of mine"}
    page = Client().post("/admin/accounts/user/add/", fields, headers={"origin": HERE})
    assert kept(page)[1] == [("first_name", "Ed")]
    assert "a secret of mine" not in page.content.decode()
    assert "Passwords and files are not kept" in page.content.decode()
    login = Client(enforce_csrf_checks=True).post(
        "/admin/login/", {"username": "ed", "password": "a secret of mine"}, headers={"origin": HERE}
    )
    assert "a secret of mine" not in login.content.decode()
    assert "send-again" not in login.content.decode().replace("send-again.js", "")


def test_logging_out_twice_is_no_lost_text() -> None:
    assert Client().post("/admin/logout/", headers={"origin": HERE}).status_code == 302


def test_who_may_not_is_told_so_in_a_sentence() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    refused = reporter.client.get(change_url(factories.make_article(), "publish"))
    assert refused.status_code == 403
    assert "ask an administrator" in refused.content.decode()


def test_a_question_the_list_does_not_answer_is_told_so_in_a_sentence() -> None:
    reporter = AdminPage(factories.make_user("reporter"))
    refused = reporter.client.get("/admin/articles/article/?body__startswith=x")
    assert refused.status_code == 400
    assert "look at it and try again" in refused.content.decode()


def test_the_login_page_bears_the_sites_name(settings: Any) -> None:
    settings.SITE_NAME = "The Daily Chip"
    page = lxml.html.fromstring(Client().get("/admin/login/").content.decode())
    assert page.xpath('string(//*[@id="site-name"])') == "The Daily Chip"
    assert page.xpath("string(//title)") == "Log in | The Daily Chip"


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "javascript:alert(1)", ""])
def test_whoever_logs_in_to_go_elsewhere_comes_to_the_desk(place: str) -> None:
    user = factories.make_user("editor", username="ada")
    user.set_password("a long password")
    user.save()
    form = {"username": "ada", "password": "a long password", "next": place}
    answer = Client().post(f"/admin/login/?{urlencode({'next': place})}", form)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_whoever_may_not_enter_any_more_gets_the_text_back_too() -> None:
    user = factories.make_user("editor")
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_staff=False)
    answer = client.post(ADD, {"name": "Chips", "description": TYPED}, headers={"origin": HERE})
    assert kept(answer) == (ADD, [("name", "Chips"), ("description", TYPED)])
