"""The admin's first page: what waits for a colleague, and nothing they may not see."""

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.piles import MOST
from publishing import workflow
from tests import factories as make
from tests.admin_forms import AdminPage, staff_without_rights

pytestmark = pytest.mark.django_db


def piles(page: AdminPage) -> dict[str, list[str]]:
    """Return the names on each pile of the first page."""
    root = lxml.html.fromstring(page.open("/admin/").content.decode())
    return {
        pile.xpath("string(h2/text())").strip(): [link.text_content() for link in pile.xpath("ol/li/a")]
        for pile in root.find_class("pile")
    }


def test_every_draft_lies_on_the_pile_of_whoever_has_to_do_something() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor")
    make.make_article(headline="Mine", actor=writer)
    make.make_article(headline="Somebody else’s", actor=editor)
    handed_over = make.make_article(headline="Handed over", actor=writer)
    workflow.submit(working_copy=handed_over, version=1, actor=writer)
    make.make_scheduled_article(headline="Tomorrow’s", starts_at=make.tomorrow(), actor=editor)
    make.make_published_article(headline="Out", actor=editor)
    make.make_person(name="Ada", actor=writer)
    make.make_article(headline="Brought in")
    assert piles(AdminPage(writer)) == {
        "With you": ["Mine", "Ada"],
        "With nobody yet": ["Brought in"],
        "With the editors": ["Handed over"],
        "Scheduled": ["Tomorrow’s"],
        "Just published": ["Out"],
    }
    assert piles(AdminPage(editor))["With you"] == ["Somebody else’s"]


def test_what_is_published_comes_back_when_its_draft_is_changed() -> None:
    writer = make.make_user("editor")
    article = make.make_published_article(headline="Out", actor=writer)
    assert piles(AdminPage(writer))["With you"] == []
    make.save(article, standfirst="Another summary")
    assert piles(AdminPage(writer))["With you"] == ["Out"]


def test_a_long_pile_leads_to_the_list_behind_it() -> None:
    writer = make.make_user("reporter")
    for number in range(MOST + 1):
        make.make_article(headline=f"Draft {number}", actor=writer)
    make.make_article(headline="Nobody’s")
    page = AdminPage(writer)
    shown = piles(page)["With you"]
    assert shown == [f"Draft {number}" for number in range(MOST, 0, -1)], "the last saved first"
    root = lxml.html.fromstring(page.open("/admin/").content.decode())
    assert root.xpath('string(//h2[@id="pile-mine"]/span)') == str(MOST + 1)
    (more,) = root.xpath('//p[@class="more"]/a')
    listed = page.open(more.get("href")).content.decode()
    assert len(lxml.html.fromstring(listed).xpath('//table[@id="result_list"]/tbody/tr')) == MOST + 1
    assert "Nobody’s" not in listed


def test_an_empty_desk_says_so_and_who_may_do_nothing_sees_nothing() -> None:
    make.make_published_article(headline="Out")
    page = AdminPage(staff_without_rights())
    assert piles(page) == {
        "With you": [],
        "With the editors": [],
        "Scheduled": [],
        "Just published": [],
    }
    found = page.open("/admin/").content.decode()
    assert "Nothing yet. What you write" in found and "first article" not in found


@pytest.mark.same_on_both
def test_the_desk_costs_the_same_however_much_lies_on_it() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor")
    page = AdminPage(editor)

    def more_of_everything() -> None:
        make.make_published_article()
        make.make_person(published=True)
        make.make_article(actor=editor)
        make.make_article()
        back = make.make_article(actor=editor)
        workflow.submit(working_copy=back, version=1, actor=editor)
        workflow.send_back(working_copy=back, version=1, actor=make.make_user("editor"), note="Shorter.")
        over = make.make_article(actor=writer)
        workflow.submit(working_copy=over, version=1, actor=writer)
        make.keep(over, editor, tab=f"tab{over.pk}", headline="Other words")

    more_of_everything()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.open("/admin/")
        return len(captured)

    # The first request of a login enters it among the logins there are.
    page.open("/admin/")
    before = queries()
    for _ in range(3):
        more_of_everything()
    assert queries() == before


def test_the_desk_starts_with_inviting_a_colleague_as_their_list_does() -> None:
    page = AdminPage(make.make_user("administrator"))
    root = lxml.html.fromstring(page.open("/admin/").content.decode())
    starts = {link.text_content(): link.get("href") for link in root.xpath('//ul[@class="starts"]//a')}
    assert "Add page" in starts and "Add colleague" not in starts
    assert "Invite a colleague" in page.open(starts["Invite a colleague"]).content.decode()
