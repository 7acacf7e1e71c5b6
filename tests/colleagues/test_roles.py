"""What each role may do: the page, its refusals, the history, and what an upgrade brings."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from accounts.models import User
from colleagues import what_roles_may
from colleagues.inviting import revoke
from colleagues.models import Role
from colleagues.roles import rights_of
from colleagues.settling_roles import settle_roles
from colleagues.what_roles_may import BROUGHT_ALONG, BY_KEY, EDITORS, KNOWN, RIGHTS, Right, rights_in
from publishing.errors import NotAllowed
from publishing.models import Event
from publishing.workflow import publish, withdraw
from tests import factories
from tests.admin_forms import AdminPage
from tests.colleagues.desk import administrator, role_named

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

ROLES = "/admin/accounts/user/roles/"


def role(name: str) -> Role:
    return Role.objects.get(group__name=name)


def ticked(page: AdminPage) -> dict[str, Any]:
    """Return the form as it is opened: nothing changed."""
    there = list(Role.objects.all())
    versions: dict[str, Any] = {f"version-{each.pk}": each.version for each in there}
    return versions | {f"role-{each.pk}": sorted(rights_of(each)) for each in there}


def save(page: AdminPage, form: dict[str, Any], **more: Any) -> Any:
    return page.client.post(ROLES, form | more, follow=True)


def test_every_permission_of_the_sentences_is_one_of_the_programs() -> None:
    there = {f"{each.content_type.app_label}.{each.codename}" for each in Permission.objects.all()}
    assert there >= KNOWN


def test_the_roles_that_come_along_may_what_the_table_says() -> None:
    found = {each.kind: rights_of(each) for each in Role.objects.all()}
    assert found == {each.kind: frozenset(right.key for right in each.rights) for each in BROUGHT_ALONG}
    assert not Role.objects.filter(is_changed=True).exists()


def test_fact_checkers_read_everything_and_change_nothing() -> None:
    assert rights_of(role("Fact checkers")) == {"read", "notes"}


def test_a_change_holds_at_the_next_request_and_stands_in_the_history() -> None:
    page, reporter = administrator(), factories.make_user("reporter")
    as_reporter = AdminPage(reporter)
    background = "/admin/background/"
    assert as_reporter.client.get(background).status_code == 403
    form = ticked(page)
    reporters = role("Reporters")
    form[f"role-{reporters.pk}"] = [*form[f"role-{reporters.pk}"], "site"]
    answer = save(page, form)
    assert "Saved: Reporters" in answer.content.decode()
    assert as_reporter.client.get(background).status_code == 200
    event = Event.objects.get(kind="role")
    assert (event.label, event.data) == ("Reporters", {"given": ["site"], "taken": []})
    assert event.note == "May now: Look after the site: background work, caches in front, backups."
    form = ticked(page)
    form[f"role-{reporters.pk}"].remove("site")
    save(page, form)
    assert as_reporter.client.get(background).status_code == 403
    assert "May no longer: Look after the site" in Event.objects.filter(kind="role")[0].note


def test_the_page_shows_every_sentence_for_every_role_and_nothing_of_djangos() -> None:
    shown = administrator().client.get(ROLES).content.decode()
    for right in RIGHTS:
        assert str(right.words).split(" “")[0] in shown
    assert shown.count('type="checkbox"') == len(RIGHTS) * Role.objects.count()
    assert "Can add" not in shown


def test_nobody_left_who_manages_colleagues_is_refused_and_what_was_ticked_stays() -> None:
    page = administrator()
    form = ticked(page)
    administrators = role("Administrators")
    form[f"role-{administrators.pk}"] = ["read"]
    assert "You would no longer manage colleagues yourself" in save(page, form).content.decode()
    answer = save(page, form, sure="1").content.decode()
    assert "nobody would be left who manages colleagues" in answer
    assert "colleagues" in rights_of(administrators)
    assert not Event.objects.filter(kind="role").exists()


def test_shutting_oneself_out_is_asked_once_more_and_then_done() -> None:
    factories.make_user("administrator")
    page = administrator()
    form = ticked(page)
    form[f"role-{role('Administrators').pk}"] = ["read"]
    save(page, form, sure="1")
    assert rights_of(role("Administrators")) == {"read"}
    assert page.client.get(ROLES).status_code == 403


def test_whoever_loses_the_right_leaves_no_open_invitations_behind() -> None:
    factories.make_user("administrator")
    page = administrator()
    actor = User.objects.get(pk=page.client.session["_auth_user_id"])
    invitation, _token = factories.make_invitation(actor=actor)
    save(page, ticked(page) | {f"role-{role('Administrators').pk}": ["read"]}, sure="1")
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


@pytest.mark.on_both
def test_of_two_at_the_page_the_second_is_told_and_keeps_what_was_ticked() -> None:
    first, second = administrator(), administrator()
    form, other = ticked(first), ticked(second)
    reporters = role("Reporters")
    save(first, form | {f"role-{reporters.pk}": ["read"]})
    answer = save(second, other | {f"role-{reporters.pk}": ["read", "articles", "publish"]})
    said = answer.content.decode()
    assert "Somebody changed what “Reporters” may do after you opened this page" in said
    assert rights_of(reporters) == {"read"}
    assert said.count(f'name="role-{reporters.pk}" value="publish" checked') == 1


@pytest.mark.on_both
def test_what_somebody_else_changed_meanwhile_of_other_roles_stands() -> None:
    first, second = administrator(), administrator()
    form, other = ticked(first), ticked(second)
    reporters, checkers = role("Reporters"), role("Fact checkers")
    save(first, form | {f"role-{reporters.pk}": ["read"]})
    without = {name: value for name, value in other.items() if not name.endswith(f"-{reporters.pk}")}
    save(second, without | {f"role-{checkers.pk}": ["read", "notes", "records"]})
    assert rights_of(reporters) == {"read"}
    assert "records" in rights_of(checkers)


def test_a_role_of_ones_own_is_made_renamed_given_and_removed() -> None:
    page = administrator()
    page.client.post(f"{ROLES}make/", {"name": "Translators", "like": role("Reporters").pk})
    own = role("Translators")
    assert rights_of(own) == rights_of(role("Reporters"))
    address = f"{ROLES}{own.pk}/"
    page.client.post(address, {"what": "rename", "name": "Subtitlers", "version": own.version})
    own.refresh_from_db()
    assert own.group.name == "Subtitlers"
    user = factories.make_user("reporter")
    user.groups.set([own.group])
    refused = page.client.post(address, {"what": "remove", "version": own.version})
    assert "1 colleague has this role" in refused.content.decode()
    user.groups.clear()
    page.client.post(address, {"what": "remove", "version": own.version})
    assert not Group.objects.filter(name="Subtitlers").exists()
    told = list(Event.objects.filter(kind="role").values_list("verb", flat=True).order_by("pk"))
    assert told == ["create", "save", "remove"]


def test_a_role_somebody_is_invited_to_stays_until_that_is_over() -> None:
    page = administrator()
    page.client.post(f"{ROLES}make/", {"name": "Translators"})
    own = role("Translators")
    invitation, _token = factories.make_invitation()
    invitation.role = own.group
    invitation.save()
    send = {"what": "remove", "version": own.version}
    assert "waits for an answer" in page.client.post(f"{ROLES}{own.pk}/", send).content.decode()
    revoke(invitation=invitation, actor=None)
    page.client.post(f"{ROLES}{own.pk}/", send)
    assert not Group.objects.filter(name="Translators").exists()
    assert page.client.get("/admin/accounts/user/invitations/").status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "EDITORS", "x" * 61, "\u202e\u200b", "Edi\x00tors"])
def test_a_name_that_is_none_or_taken_is_refused(name: str) -> None:
    before = Group.objects.count()
    answer = administrator().client.post(f"{ROLES}make/", {"name": name})
    assert answer.status_code == 200 and "errornote" in answer.content.decode()
    assert Group.objects.count() == before


def test_only_who_manages_colleagues_sees_and_changes_roles() -> None:
    for who in ("reporter", "fact checker", "editor"):
        page = AdminPage(factories.make_user(who))
        for path in (ROLES, f"{ROLES}make/", f"{ROLES}{role('Editors').pk}/"):
            assert page.client.get(path).status_code == 403
            assert page.client.post(path, {"name": "X"}).status_code == 403


def test_rights_no_sentence_speaks_of_are_left_alone() -> None:
    page, editors = administrator(), role_named("Editors")
    raw = Permission.objects.get(codename="delete_article")
    editors.permissions.add(raw)
    save(page, ticked(page) | {f"role-{role('Editors').pk}": ["read"]})
    assert raw in editors.permissions.all()


def test_taking_down_is_a_right_of_its_own() -> None:
    page, editor = administrator(), factories.make_user("editor")
    form = ticked(page)
    editors = role("Editors")
    form[f"role-{editors.pk}"].remove("withdraw")
    save(page, form)
    article = factories.make_article()
    publish(working_copy=article, version=1, actor=User.objects.get(pk=editor.pk))
    with pytest.raises(NotAllowed):
        withdraw(working_copy=article, edition=1, actor=User.objects.get(pk=editor.pk))


def test_a_role_given_to_a_colleague_is_in_the_history_in_words() -> None:
    page, user = administrator(), factories.make_user("reporter")
    page.send(f"/admin/accounts/user/{user.pk}/change/", groups=[role_named("Editors").pk])
    event = Event.objects.get(kind="user", object_key=str(user.pk))
    assert event.note == "Roles before: Reporters. Now: Editors."


# Upgrades.


def with_a_new_right(monkeypatch: pytest.MonkeyPatch, **more: Any) -> Right:
    base = Right("burn", "Burn", frozenset({"articles.delete_article"}), frozenset({EDITORS}))
    new = replace(base, **more)
    rights = (*RIGHTS, new)
    for module in ("what_roles_may", "settling_roles", "roles", "role_pages"):
        monkeypatch.setattr(f"colleagues.{module}.RIGHTS", rights)
    monkeypatch.setitem(BY_KEY, new.key, new)
    monkeypatch.setattr("colleagues.roles.KNOWN", KNOWN | new.permissions)
    assert what_roles_may.rights_in is rights_in
    return new


@pytest.mark.on_both
def test_an_upgrade_gives_roles_as_they_came_their_share_and_leaves_changed_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = administrator()
    form = ticked(page)
    save(page, form | {f"role-{role('Reporters').pk}": ["read"]})
    with_a_new_right(monkeypatch)
    settle_roles()
    assert "burn" in rights_of(role("Editors"))
    assert not role("Editors").undecided and not role("Fact checkers").undecided
    assert "burn" not in rights_of(role("Reporters"))
    assert role("Reporters").undecided == ["burn"]
    shown = page.client.get(ROLES).content.decode()
    assert "New for “Reporters” since you chose what it may do" in shown
    save(page, ticked(page))
    assert "New for “Reporters”" not in page.client.get(ROLES).content.decode()
    assert not role("Reporters").undecided, "saving it as it is decides, too"
    settle_roles()
    assert "burn" not in rights_of(role("Reporters"))


def test_a_right_that_was_part_of_another_is_kept_by_whoever_had_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = administrator()
    page.client.post(f"{ROLES}make/", {"name": "Own", "like": role("Editors").pk})
    with_a_new_right(monkeypatch, part_of="publish", given_to=frozenset())
    settle_roles()
    assert "burn" in rights_of(role("Own")) and "burn" in rights_of(role("Editors"))
    assert "burn" not in rights_of(role("Reporters"))


@pytest.mark.on_both
def test_roles_stay_as_few_queries_however_many_colleagues(
    django_assert_num_queries: Any,
) -> None:
    page = administrator()
    page.client.get(ROLES)
    with CountedQueries() as before:
        page.client.get(ROLES)
    for _number in range(5):
        factories.make_user("reporter")
    with CountedQueries() as after:
        page.client.get(ROLES)
    assert after.count == before.count


class CountedQueries:
    """Counts the questions asked inside."""

    def __enter__(self) -> "CountedQueries":
        self.count = 0
        self.wrapper = connection.execute_wrapper(self)
        self.wrapper.__enter__()
        return self

    def __exit__(self, *arguments: Any) -> None:
        self.wrapper.__exit__(*arguments)

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)
