"""Colleagues in the admin: roles as the program makes them, and what administrators change of accounts."""

import lxml.html
import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from publishing.models import Event
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.colleagues.desk import LIST, administrator, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


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
    assert editors - reporters == {
        *("publish_article", "publish_page", "publish_person", "change_public"),
        *("withdraw_article", "withdraw_page", "withdraw_person"),
        *("add_oldaddress", "change_oldaddress", "view_oldaddress"),
    }
    assert administrators - editors == {
        "erase",
        *("add_user", "change_user", "view_user"),
        *("add_newsroom", "change_newsroom", "view_newsroom"),
        *("view_event", "change_job"),
    }


def test_nobody_is_deleted() -> None:
    page, user = administrator(), factories.make_user("reporter")
    assert page.client.post(change_url(user, "delete"), {"post": "yes"}).status_code == 403


def test_a_role_given_shows_in_the_history() -> None:
    page, user = administrator(), factories.make_user("reporter")
    page.send(change_url(user), groups=[role_named("Editors").pk])
    assert User.objects.get(pk=user.pk).has_perm("articles.publish_article")
    assert Event.objects.get(kind="user", object_key=str(user.pk)).data == {"changed": ["groups"]}


def test_an_administrator_cannot_touch_a_superuser() -> None:
    page, owner = administrator(), factories.make_user("administrator")
    assert page.client.post(change_url(owner), {"username": "mine"}).status_code == 403
    owner.refresh_from_db()
    assert owner.username != "mine"


@pytest.mark.on_both
def test_a_username_that_differs_by_case_alone_is_refused() -> None:
    page, user = administrator(), factories.make_user("reporter", username="rita")
    factories.make_user("reporter", username="Edna")
    answer = page.send(change_url(user), username="EDNA")
    assert "Somebody else logs in with this name" in answer.content.decode()
    page.send(change_url(user), username="Rita")
    user.refresh_from_db()
    assert user.username == "Rita"


@pytest.mark.on_both
def test_of_two_administrators_the_second_takes_nothing_back() -> None:
    first, second = administrator(), administrator()
    user = factories.make_user("reporter", first_name="Rita", email="old@example.com")
    opened = second.form(change_url(user))
    editors = role_named("Editors")
    first.send(change_url(user), first_name="Margarita", groups=[editors.pk])
    answer = second.send(change_url(user), opened, email="new@example.com")
    assert "Somebody changed this account after you opened this page" in answer.content.decode()
    user.refresh_from_db()
    assert (user.first_name, user.email) == ("Margarita", "old@example.com")
    assert list(user.groups.all()) == [editors]
    second.send(change_url(user), email="new@example.com")
    user.refresh_from_db()
    assert (user.first_name, user.email) == ("Margarita", "new@example.com")


@pytest.mark.on_both
def test_a_role_taken_meanwhile_is_not_given_back() -> None:
    first, second = administrator(), administrator()
    user = factories.make_user("reporter")
    opened = second.form(change_url(user))
    first.send(change_url(user), groups=[])
    assert "nothing was saved" in second.send(change_url(user), opened, first_name="Ana").content.decode()
    assert not user.groups.exists()


def test_an_account_that_ended_meanwhile_stays_ended() -> None:
    page, user = administrator(), factories.make_user("reporter")
    opened = page.form(change_url(user))
    page.send(change_url(user, "deactivate"))
    page.send(change_url(user), opened, first_name="Ana")
    user.refresh_from_db()
    assert (user.first_name, user.is_active) == ("Ana", False)


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

    def found(question: str = "") -> dict[str, str]:
        root = lxml.html.fromstring(page.open(LIST + question).content.decode())
        rows = root.xpath('//table[@id="result_list"]/tbody/tr')
        return {
            row.xpath("string(.//th)").strip(): row.xpath('string(.//td[@class="field-roles"])').strip()
            for row in rows
        }

    assert found() == {"owner": "Administrator", "rita": "Reporters", "nora": "No role"}
    assert set(found("?role=none")) == {"nora"}
    assert set(found("?role=owner")) == {"owner"}
    assert set(found(f"?role={role_named('Reporters').pk}")) == {"rita"}
    assert found("?role=%00") == {}
    root = lxml.html.fromstring(page.open(LIST).content.decode())
    choices = [" ".join(a.text_content().split()) for a in root.xpath('//*[@id="changelist-filter"]//li/a')]
    assert "No role" in choices and "-" not in choices


def test_the_list_leads_to_inviting() -> None:
    root = lxml.html.fromstring(administrator().open(LIST).content.decode())
    tools = [" ".join(a.text_content().split()) for a in root.xpath('//ul[@class="object-tools"]//a')]
    assert tools == [
        *("Invite a colleague", "Open invitations", "What each role may do", "Locked logins", "Erased data"),
    ]
