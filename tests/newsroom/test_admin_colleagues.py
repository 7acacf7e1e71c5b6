"""Colleagues: roles as the program makes them, accounts that end but never vanish, settings of one's own."""

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from publishing.models import Event
from tests import factories
from tests.admin_forms import AdminPage, change_url

pytestmark = pytest.mark.django_db

ADD = "/admin/accounts/user/add/"


def administrator() -> AdminPage:
    """Log in somebody who is administrator by role, not superuser."""
    user = factories.make_user("editor")
    user.groups.set([factories.group_of("administrator")])
    return AdminPage(user)


def rights_of(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_roles_hold_what_they_say() -> None:
    reporters, editors, administrators = map(rights_of, ("Reporters", "Editors", "Administrators"))
    assert {
        "add_article",
        "change_article",
        "add_page",
        "change_page",
        "add_reference",
        "add_image",
        "add_tag",
    } <= reporters
    assert not [right for right in reporters if right.startswith(("publish", "delete"))]
    assert editors - reporters == {"publish_article", "publish_page", "publish_person"}
    assert administrators - editors == {
        *("add_user", "change_user", "view_user"),
        *("add_newsroom", "change_newsroom", "view_newsroom"),
    }


def test_a_colleague_is_added_with_a_password_and_a_role() -> None:
    page = administrator()
    editors = Group.objects.get(name="Editors")
    answer = page.send(ADD, username="edna", first_name="Edna", password_set="short", groups=[editors.pk])
    assert "too short" in answer.content.decode()
    page.send(
        ADD, username="edna", first_name="Edna", password_set="a long first password", groups=[editors.pk]
    )
    edna = User.objects.get(username="edna")
    assert edna.has_perm("articles.publish_article")
    assert Client().login(username="edna", password="a long first password")
    assert Event.objects.filter(kind="user", object_key=str(edna.pk)).exists()


def test_a_colleague_who_leaves_is_shut_out_not_deleted() -> None:
    page = administrator()
    user = factories.make_user("reporter")
    leaving = AdminPage(user)
    form = page.form(change_url(user))
    form.pop("is_active")
    page.send(change_url(user), form)
    assert leaving.client.get("/admin/").status_code == 302
    assert page.client.post(change_url(user, "delete"), {"post": "yes"}).status_code == 403


def test_nobody_shuts_themselves_out() -> None:
    page = administrator()
    me = User.objects.get(pk=page.client.session["_auth_user_id"])
    form = page.form(change_url(me))
    form.pop("is_active")
    assert "You cannot shut yourself out" in page.send(change_url(me), form).content.decode()


def test_an_administrator_cannot_touch_a_superuser() -> None:
    page, owner = administrator(), factories.make_user("administrator")
    data = {"username": owner.username, "password_set": "a new password for it", "is_active": "on"}
    assert page.client.post(change_url(owner), data).status_code == 403
    owner.refresh_from_db()
    assert not owner.check_password("a new password for it")


def test_everybody_has_settings_of_their_own_and_of_nobody_else() -> None:
    user, other = factories.make_user("reporter"), factories.make_user("reporter")
    page = AdminPage(user)
    form = page.form(change_url(user))
    assert set(form) == {"first_name", "last_name", "email", "language", "time_zone", "seen"}
    page.send(change_url(user), form, time_zone="Europe/Berlin", is_superuser="on", groups=["1", "2", "3"])
    user.refresh_from_db()
    assert user.time_zone == "Europe/Berlin"
    assert not user.is_superuser
    assert not user.has_perm("articles.publish_article")
    assert page.client.get(change_url(other)).status_code == 403
    assert page.client.get("/admin/accounts/user/").status_code == 403


def test_of_two_administrators_the_second_takes_nothing_back() -> None:
    first, second = administrator(), administrator()
    user = factories.make_user("reporter", first_name="Rita", email="old@example.com")
    opened = second.form(change_url(user))
    editors = Group.objects.get(name="Editors")
    form = first.form(change_url(user))
    form.pop("is_active")
    first.send(change_url(user), form, first_name="Margarita", groups=[editors.pk])
    answer = second.send(change_url(user), opened, email="new@example.com")
    assert "Somebody changed this account after you opened this page" in answer.content.decode()
    user.refresh_from_db()
    assert (user.first_name, user.email, user.is_active) == ("Margarita", "old@example.com", False)
    assert list(user.groups.all()) == [editors]
    second.send(change_url(user), email="new@example.com")
    user.refresh_from_db()
    assert (user.first_name, user.email, user.is_active) == ("Margarita", "new@example.com", False)


def test_a_role_or_password_given_meanwhile_is_not_taken_back() -> None:
    first, second = administrator(), administrator()
    user = factories.make_user("reporter")
    for change in ({"groups": []}, {"password_set": "another long password"}):
        opened = second.form(change_url(user))
        first.send(change_url(user), **change)
        answer = second.send(change_url(user), opened, password_set="a password sent second")
        assert "nothing was saved" in answer.content.decode()
    user.refresh_from_db()
    assert not user.groups.exists()
    assert user.check_password("another long password")


def test_a_form_that_does_not_say_what_it_showed_changes_nothing() -> None:
    page, user = administrator(), factories.make_user("reporter", first_name="Rita")
    form = page.form(change_url(user))
    form.pop("seen")
    assert "nothing was saved" in page.send(change_url(user), form, first_name="Ana").content.decode()
    user.refresh_from_db()
    assert user.first_name == "Rita"


def test_the_list_names_everybodys_role_and_filters_by_it() -> None:
    owner = User.objects.create_superuser("owner", password="a password for tests")
    factories.make_user("reporter", username="rita")
    factories.make_user("reporter", username="nora").groups.clear()
    page = AdminPage(owner)
    lists = "/admin/accounts/user/"

    def found(question: str = "") -> dict[str, str]:
        root = lxml.html.fromstring(page.open(lists + question).content.decode())
        rows = root.xpath('//table[@id="result_list"]/tbody/tr')
        return {
            row.xpath("string(.//th)").strip(): row.xpath('string(.//td[@class="field-roles"])').strip()
            for row in rows
        }

    assert found() == {"owner": "Administrator", "rita": "Reporters", "nora": "No role"}
    assert set(found("?role=none")) == {"nora"}
    assert set(found("?role=owner")) == {"owner"}
    assert set(found(f"?role={Group.objects.get(name='Reporters').pk}")) == {"rita"}
    assert found("?role=%00") == {}
    root = lxml.html.fromstring(page.open(lists).content.decode())
    choices = [" ".join(a.text_content().split()) for a in root.xpath('//*[@id="changelist-filter"]//li/a')]
    assert "No role" in choices and "-" not in choices
