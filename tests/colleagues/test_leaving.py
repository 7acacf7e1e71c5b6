"""Leaving: out at once and everywhere, the drafts go to somebody else, and an administrator stays."""

import lxml.html
import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from colleagues.inviting import renew
from colleagues.leaving import deactivate, drafts_held, reactivate
from colleagues.passwords import make_link
from publishing.errors import EditConflict, NotAllowed, WrongState
from publishing.models import Event
from publishing.workflow import bin_draft, submit, take_over
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.colleagues.desk import administrator, invited, make_administrator

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def text_of(page: AdminPage, url: str) -> str:
    return " ".join(lxml.html.fromstring(page.open(url).content.decode()).xpath("string(//main)").split())


@pytest.mark.on_both
def test_who_leaves_is_out_everywhere_at_once() -> None:
    page = administrator()
    user = factories.make_user("reporter")
    phone, desk = AdminPage(user), AdminPage(user)
    answer = page.send(change_url(user, "deactivate"))
    assert "was deactivated and logged out everywhere" in page.said(answer)
    assert phone.client.get("/admin/").status_code == 302
    assert Session.objects.count() == 1, "the administrator's own is left"
    assert not phone.client.login(username=user.username, password="a password for tests")
    reactivate(user=user, actor=None)
    assert desk.client.get("/admin/").status_code == 302, "an old login does not come back"
    assert desk.client.login(username=user.username, password="a password for tests")
    verbs = Event.objects.filter(kind="user", object_key=str(user.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["deactivate", "reactivate"]


def test_letting_somebody_in_again() -> None:
    page, user = administrator(), factories.make_user("reporter", is_active=False)
    assert "Deactivated: cannot log in." in text_of(page, change_url(user))
    assert "can log in again" in page.said(page.send(change_url(user, "reactivate")))
    user.refresh_from_db()
    assert user.is_active
    with pytest.raises(WrongState, match="can log in already"):
        reactivate(user=user, actor=None)


@pytest.mark.on_both
def test_the_drafts_are_listed_and_given_to_somebody_else() -> None:
    page = administrator()
    leaving, edna = factories.make_user("reporter"), factories.make_user("editor", first_name="Edna")
    article = factories.make_article(actor=leaving, headline="Half a story")
    person = factories.make_person(actor=leaving, name="Half a profile")
    factories.make_article(actor=edna, headline="Edna's own")
    asked = text_of(page, change_url(leaving, "deactivate"))
    assert "Half a story" in asked and "Half a profile" in asked and "Edna's own" not in asked
    page.send(change_url(leaving, "deactivate"), drafts_to=edna.pk)
    for draft in (article, person):
        draft.refresh_from_db()
        assert draft.holder == edna
        assert Event.objects.get(object_key=draft.key, verb="take_over").note == f"{leaving} → {edna}"
    assert drafts_held(leaving) == []


def test_two_colleagues_of_one_name_are_told_apart() -> None:
    leaving = factories.make_user("reporter")
    factories.make_article(actor=leaving)
    for username in ("jane", "jane2"):
        factories.make_user("editor", username=username, first_name="Jane", last_name="Roe")
    asked = text_of(administrator(), change_url(leaving, "deactivate"))
    assert "Jane Roe – jane" in asked and "Jane Roe – jane2" in asked


def test_what_lies_in_the_bin_is_nobodys_work() -> None:
    leaving, edna = factories.make_user("reporter"), factories.make_user("editor")
    article = factories.make_article(actor=leaving)
    bin_draft(working_copy=article, version=article.version, actor=leaving)
    deactivate(user=leaving, actor=None, drafts_to=edna)
    article.refresh_from_db()
    assert article.holder == leaving


def test_drafts_left_behind_are_shown_until_somebody_takes_them_over() -> None:
    page = administrator()
    leaving = factories.make_user("reporter")
    article = factories.make_article(actor=leaving, headline="Half a story")
    page.send(change_url(leaving, "deactivate"))
    assert "Drafts they still have" in text_of(page, change_url(leaving))
    other = AdminPage(factories.make_user("reporter", first_name="Rita"))
    assert "Take over…" in other.buttons(change_url(article))
    answer = other.send(change_url(article, "take-over"))
    assert "You have it now" in other.said(answer)
    article.refresh_from_db()
    assert "Rita" in article.who_has_it
    assert "Take over…" not in other.buttons(change_url(article)), "it is theirs"
    assert "Drafts they still have" not in text_of(page, change_url(leaving))


def test_taking_over_refuses() -> None:
    rita, edna = factories.make_user("reporter"), factories.make_user("editor")
    nobody, gone = factories.make_user(), factories.make_user("editor", is_active=False)
    article = factories.make_article(actor=rita)
    version = article.version
    for holder, refused, sentence in (
        (rita, WrongState, "has it already"),
        (nobody, WrongState, "cannot work on it"),
        (gone, WrongState, "cannot work on it"),
    ):
        with pytest.raises(refused, match=sentence):
            take_over(working_copy=article, version=version, holder=holder, actor=edna)
    with pytest.raises(EditConflict):
        take_over(working_copy=article, version=0, holder=edna, actor=edna)
    with pytest.raises(NotAllowed):
        take_over(working_copy=article, version=version, holder=edna, actor=nobody)
    submit(working_copy=article, version=version, actor=rita)
    with pytest.raises(NotAllowed):
        take_over(working_copy=article, version=version, holder=rita, actor=rita)
    take_over(working_copy=article, version=version, holder=edna, actor=edna)
    assert article.holder == edna


def test_open_invitations_of_theirs_are_taken_back_and_counted() -> None:
    page, leaving = administrator(), make_administrator()
    invitation, _token = invited()
    invitation.created_by = leaving
    invitation.save()
    said = "1 invitation of theirs that nobody accepted yet is taken back"
    assert said in text_of(page, change_url(leaving, "deactivate"))


@pytest.mark.parametrize("how", ["deactivated", "no administrator any more"])
def test_who_stops_managing_keeps_no_way_in(how: str) -> None:
    page, leaving = administrator(), make_administrator()
    other = factories.make_user("reporter")
    invitation, _token = factories.make_invitation()
    kept, kept_token = factories.make_invitation()
    ways = [
        f"/admin/join/{renew(invitation=invitation, actor=leaving)}/",
        f"/admin/join/{factories.make_invitation(actor=leaving)[1]}/",
        f"/admin/password/{make_link(user=other, actor=leaving)[1]}/",
    ]
    assert [Client().get(way).status_code for way in ways] == [200] * 3
    if how == "deactivated":
        page.send(change_url(leaving, "deactivate"))
    else:
        answer = page.send(change_url(leaving), groups=[factories.group_of("editor").pk])
        assert "open invitations: 2, password links for others: 1" in page.said(answer)
    assert [Client().get(way).status_code for way in ways] == [404] * 3
    assert Client().get(f"/admin/join/{kept_token}/").status_code == 200, "somebody else's"
    assert Event.objects.filter(kind="invitation", verb="revoke").count() == 2
    told = Event.objects.filter(kind="user", object_key=str(leaving.pk)).latest("pk")
    assert "password links for others: 1" in told.note
    for way in (lambda: make_link(user=other, actor=leaving), lambda: renew(invitation=kept, actor=leaving)):
        with pytest.raises(NotAllowed):
            # As a page opened before would ask: this instance still believes in its rights.
            way()


def test_nobody_shuts_themselves_out() -> None:
    me = factories.make_user("administrator")
    factories.make_user("administrator")
    assert AdminPage(me).client.post(change_url(me, "deactivate")).status_code == 403
    with pytest.raises(NotAllowed, match="You cannot shut yourself out"):
        deactivate(user=me, actor=me)


def test_only_administrators_end_accounts_and_only_an_owner_an_owners() -> None:
    editor, owner = factories.make_user("editor"), factories.make_user("administrator")
    for actor, user in ((factories.make_user("editor"), editor), (make_administrator(), owner)):
        for verb in (deactivate, reactivate):
            with pytest.raises(NotAllowed):
                verb(user=user, actor=actor)
        for page in ("deactivate", "reactivate"):
            assert AdminPage(actor).client.post(change_url(user, page)).status_code == 403
    assert User.objects.filter(is_active=False).count() == 0


@pytest.mark.on_both
def test_the_last_administrator_stays() -> None:
    last, gone = make_administrator(), make_administrator()
    deactivate(user=gone, actor=None)
    with pytest.raises(WrongState, match="last administrator"):
        deactivate(user=last, actor=None)
    last.refresh_from_db()
    assert last.is_active
    other = make_administrator()
    deactivate(user=last, actor=other)
