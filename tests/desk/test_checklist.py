"""The first steps: ticked by what is there, seen by those who can take them, until done or hidden."""

import lxml.html
import pytest
from django.utils import timezone

from colleagues.models import Invitation
from masthead import admin as newsroom_admin
from masthead.models import Newsroom
from publishing.workflow import bin_draft, publish
from tests import factories
from tests.admin_forms import AdminPage, change_url
from tests.colleagues.desk import invited

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

HIDE = "/admin/masthead/newsroom/first-steps/hide/"


@pytest.fixture
def page() -> AdminPage:
    return AdminPage(factories.make_user("administrator"))


def steps(page: AdminPage) -> dict[str, bool]:
    """Return each step's words, and whether it is ticked."""
    found = lxml.html.fromstring(page.open("/admin/").content.decode())
    rows = found.xpath('//section[contains(@class, "checklist")]//li')
    return {row.xpath("string(a)"): row.get("class") == "is-done" for row in rows}


@pytest.mark.on_both
def test_each_step_is_ticked_when_it_is_done_and_leads_to_where_it_is_done(page: AdminPage) -> None:
    name, logo, menu, about, colleagues = steps(page)
    assert set(steps(page).values()) == {False}
    found = lxml.html.fromstring(page.open("/admin/").content.decode())
    for address in found.xpath('//section[contains(@class, "checklist")]//a/@href'):
        path, _hash, place = address.partition("#")
        there = page.client.get(path, follow=True)
        assert (there.status_code == 200 and f'id="{place}"' in there.content.decode()) or not place
    factories.fill_in_newsroom(name="The Post")
    assert steps(page) == {name: True, logo: False, menu: False, about: False, colleagues: False}
    factories.fill_in_newsroom(logo=factories.make_image())
    assert [step for step, is_done in steps(page).items() if not is_done] == [menu, about, colleagues]
    factories.fill_in_newsroom(menu=[{"label": "People", "address": "/people/"}])
    draft = factories.make_page(slug="about")
    assert [step for step, is_done in steps(page).items() if not is_done] == [about, colleagues]
    assert f"/admin/pages/page/{draft.pk}/change/" in page.open("/admin/").content.decode()
    publish(working_copy=draft, version=draft.version, actor=None)
    assert [step for step, is_done in steps(page).items() if not is_done] == [colleagues]
    factories.make_user("reporter")
    assert steps(page) == {}


def test_an_invitation_taken_back_has_invited_nobody(page: AdminPage) -> None:
    invitation, _token = invited()
    colleagues = list(steps(page))[-1]
    assert steps(page)[colleagues]
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    assert not steps(page)[colleagues]


def test_hiding_them_while_somebody_saves_says_so(page: AdminPage, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = factories.fill_in_newsroom(name="The Post")
    factories.fill_in_newsroom(tagline="Daily")
    stale.version = 1
    monkeypatch.setattr(newsroom_admin, "the_newsroom", lambda: stale)
    answer = page.client.post(HIDE, follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert "Somebody else made saved version 2" in page.said(answer)
    assert Newsroom.objects.get().shows_checklist


def test_whoever_cannot_take_the_steps_is_not_shown_them() -> None:
    assert steps(AdminPage(factories.make_user("editor"))) == {}


def test_the_list_can_be_hidden_for_all_and_brought_back(page: AdminPage) -> None:
    answer = page.client.post(HIDE, follow=True)
    assert answer.redirect_chain == [("/admin/", 302)] and "brings it back" in page.said(answer)
    assert steps(page) == {}
    row = Newsroom.objects.get()
    page.send(f"/admin/masthead/newsroom/{row.pk}/change/", shows_checklist="on")
    assert steps(page)
    page.client.post(HIDE)
    assert steps(page) == {}


def test_looking_at_an_address_hides_nothing(page: AdminPage) -> None:
    assert page.client.get(HIDE).status_code == 405
    assert steps(page)


def test_an_about_page_in_the_bin_is_begun_anew(page: AdminPage) -> None:
    about = factories.make_page(title="About us", slug="about")
    assert change_url(about) in page.open("/admin/").content.decode()
    bin_draft(working_copy=about, version=about.version, actor=None)
    found = page.open("/admin/").content.decode()
    assert "/admin/pages/page/add/?start=about" in found and change_url(about) not in found
