"""One's own settings: the same page for everybody, and the byline of new articles."""

from typing import Any

import lxml.html
import pytest
from django.core import mail as outgoing

from accounts.models import User
from colleagues.passwords import make_link, open_link
from jobs.working import work_off
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.colleagues.desk import LIST, administrator

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

NAMES = {
    "first_name",
    "last_name",
    "email",
    "current_password",
    "language",
    "time_zone",
    "wants_mail",
    "seen",
}
ADD_ARTICLE = "/admin/articles/article/add/"


def text_of(answer: Any) -> str:
    return " ".join(lxml.html.fromstring(answer.content.decode()).xpath("string(//main)").split())


def bylines(page: AdminPage) -> list[str]:
    """Return the people whose byline a new article starts with."""
    form = page.form(ADD_ARTICLE)
    return [
        value
        for name, values in form.items()
        if name.startswith("draft_credits-") and name.endswith("-person") and "__prefix__" not in name
        for value in values
        if value
    ]


@pytest.mark.parametrize("role", ["reporter", "editor", "administrator"])
def test_everybody_has_settings_of_their_own(role: str) -> None:
    user = factories.make_user(role)
    page = AdminPage(user)
    desk = lxml.html.fromstring(page.open("/admin/").content.decode())
    (address,) = desk.xpath('//*[@id="user-tools"]/a[1]/@href')
    assert address == change_url(user)
    assert set(page.form(address)) - {"person"} == NAMES
    answer = page.send(address, time_zone="Europe/Berlin", is_superuser="on", groups=["1", "2", "3"])
    assert "Your settings are saved" in page.said(answer)
    assert "Change password" in text_of(answer)
    user.refresh_from_db()
    assert user.time_zone == "Europe/Berlin"
    assert user.is_superuser is (role == "administrator")
    assert User.objects.get(pk=user.pk).groups.count() == 1


def test_and_of_nobody_else() -> None:
    page, other = AdminPage(factories.make_user("editor")), factories.make_user("reporter")
    for address in ("change", "history", "password-link", "deactivate", "reactivate"):
        assert page.client.get(change_url(other, address)).status_code == 403
    assert page.client.get(LIST).status_code == 403


def test_who_is_linked_to_nobody_says_once_who_they_are() -> None:
    user = factories.make_user("reporter")
    me, other = factories.make_person(name="Rita Roe"), factories.make_person(name="Somebody Else")
    page = AdminPage(user)
    page.send(change_url(user), person=str(me.pk))
    user = User.objects.get(pk=user.pk)
    assert user.person == me
    shown = page.open(change_url(user))
    assert "Byline of new articles: Rita Roe" in text_of(shown)
    assert "only administrators link you to another profile" in text_of(shown)
    page.send(change_url(user), person=str(other.pk))
    user = User.objects.get(pk=user.pk)
    assert user.person == me
    boss = administrator()
    boss.send(change_url(user), person=str(other.pk))
    user = User.objects.get(pk=user.pk)
    assert user.person == other


def test_an_administrator_links_themselves_as_often_as_they_like() -> None:
    user = factories.make_user("administrator")
    page = AdminPage(user)
    for person in (factories.make_person(), factories.make_person()):
        page.send(change_url(user), person=str(person.pk))
        user = User.objects.get(pk=user.pk)
        assert user.person == person


def test_nobody_is_two_colleagues() -> None:
    person = factories.make_person()
    factories.make_user("reporter", person=person)
    user = factories.make_user("reporter")
    answer = AdminPage(user).send(change_url(user), person=str(person.pk))
    assert "Somebody else is linked to this profile already" in text_of(answer)


def test_who_may_see_no_people_is_not_asked() -> None:
    user = factories.make_user("reporter")
    user.groups.clear()
    assert set(AdminPage(user).form(change_url(user))) == NAMES


def test_a_new_article_starts_with_its_writers_byline() -> None:
    person = factories.make_person(name="Rita Roe")
    page = AdminPage(factories.make_user("reporter", person=person))
    assert bylines(page) == [str(person.pk)]
    answer = page.send(ADD_ARTICLE, headline="Mine", body="<p>Text</p>", language="en")
    article = type(factories.make_article()).objects.get(headline="Mine")
    own = {"person": person.key, "name": "", "role": "", "is_agency": False}
    assert article.payload()["credits"] == [own], text_of(answer)


def test_the_byline_can_be_taken_out() -> None:
    page = AdminPage(factories.make_user("reporter", person=factories.make_person()))
    changes = {"draft_credits-0-person": "", "draft_credits-0-name": "Staff"}
    page.send(ADD_ARTICLE, headline="Ours", body="<p>Text</p>", language="en", **changes)
    article = type(factories.make_article()).objects.get(headline="Ours")
    assert article.payload()["credits"] == [{"person": None, "name": "Staff", "role": "", "is_agency": False}]


def test_nothing_is_put_above_others_articles_or_by_somebody_without_a_profile() -> None:
    assert bylines(AdminPage(factories.make_user("reporter"))) == []
    page = AdminPage(factories.make_user("reporter", person=factories.make_person()))
    article = factories.make_article()
    page.send(change_url(article), headline="Changed")
    article.refresh_from_db()
    assert article.payload()["credits"] == []


def test_an_email_address_changes_only_with_the_password(settings: Any) -> None:
    settings.EMAIL_IS_SET_UP = True
    user = factories.make_user("reporter", email="old@example.org")
    _link, token = make_link(user=user, actor=None)
    page = AdminPage(user)
    for wrong in ("", "not the password"):
        answer = page.send(change_url(user), email="new@example.org", current_password=wrong)
        assert "type the password you log in with" in text_of(answer)
        assert "not the password" not in answer.content.decode()
    user.refresh_from_db()
    assert user.email == "old@example.org" and not outgoing.outbox and open_link(token)
    page.send(change_url(user), email="new@example.org", current_password="a password for tests")
    user.refresh_from_db()
    assert user.email == "new@example.org"
    work_off()
    (sent,) = outgoing.outbox
    assert sent.to == ["old@example.org"] and "was changed" in sent.body
    assert open_link(token) is None
