"""The page a text is written on, as the server sends it: where things stand, and what is never stored."""

import lxml.html
import pytest

from articles.models import Article
from pages.models import Page
from publishing import workflow
from publishing.admin.situation import Situation
from publishing.admin.writing.page import mark_of, opens_at
from tests import factories as make
from tests.admin_forms import AdminPage, change_url, staff_without_rights
from tests.markup import faults

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def desk(url: str, user=None) -> lxml.html.HtmlElement:
    page = AdminPage(user or make.make_user("editor"))
    return lxml.html.fromstring(page.open(url).content.decode())


def mark(working_copy, *, can_write: bool = True) -> tuple[str, str, str]:
    working_copy.refresh_from_db()
    situation = Situation.of(working_copy)
    found = mark_of(situation, can_write=can_write)
    return found.shape, str(found.word), opens_at(situation)


def test_a_state_is_a_word_and_opens_the_tab_that_is_wanted_in_it() -> None:
    assert mark_of(None, can_write=True).word == "New"
    assert opens_at(None) == "details"
    draft = make.make_article()
    assert mark(draft) == ("draft", "Draft", "checks")
    assert mark(draft, can_write=False)[:2] == ("reader", "Read only")
    live = make.make_published_article()
    assert mark(live) == ("live", "Live", "publish")
    make.save(live, headline="Another")
    assert mark(live) == ("changed", "Live", "publish")
    workflow.withdraw(working_copy=live, edition=1, actor=None, note="A letter came.")
    assert mark(live) == ("down", "Taken down", "checks")
    later = make.make_article()
    workflow.schedule(working_copy=later, version=1, actor=None, starts_at=make.tomorrow())
    assert mark(later) == ("scheduled", "Scheduled", "publish")
    handed = make.make_article()
    workflow.submit(working_copy=handed, version=1, actor=None, note="Please read it.")
    assert mark(handed) == ("editors", "With the editors", "checks")


def test_line_breaks_in_headline_and_summary_are_never_stored() -> None:
    page = AdminPage(make.make_user("editor"))
    page.send(
        "/admin/articles/article/add/",
        headline="One\r\nheadline",
        standfirst=" Two\nsentences.\u2028And more. ",
    )
    article = Article.objects.get()
    assert (article.headline, article.standfirst) == ("One headline", "Two sentences. And more.")
    page.send("/admin/pages/page/add/", title="A\npage", summary="About\r\nus")
    assert (Page.objects.get().title, Page.objects.get().summary) == ("A page", "About us")


@pytest.mark.parametrize("address", ["articles/article", "pages/page", "profiles/person"])
def test_every_kind_of_text_has_the_same_desk(address: str) -> None:
    page = desk(f"/admin/{address}/add/")
    tabs = page.xpath('//*[@id="tabs"]/a/@href')
    assert tabs == ["#publish", "#checks", "#people", "#sources", "#details", "#history"]
    assert all(page.xpath(f'//section[@id="{tab[1:]}"]') for tab in tabs)
    assert [part.get("data-one-line") for part in page.xpath('//*[@id="words"]//textarea')] == ["", "", None]
    # Without scripts each part of the form is one of the page, and Save is what Enter presses.
    form = page.xpath('//form[contains(@class, "desk")]')[0]
    assert form.xpath('.//*[@type="submit" or self::button[not(@type)]]')[0].get("name") == "_save"
    assert not page.xpath('//*[contains(@class, "desk")]//form')


def test_the_import_map_is_not_too_late_for_any_browser() -> None:
    html = AdminPage(make.make_user("editor")).open(change_url(make.make_article())).content.decode()
    assert 'type="importmap" nonce="' in html
    assert "an import map behind a module" not in faults(html)


def test_a_note_stands_above_the_paper_with_who_wrote_it() -> None:
    writer, editor = make.make_user("reporter"), make.make_user("editor", first_name="Rita", last_name="Roe")
    article = make.make_article(actor=writer)
    workflow.submit(working_copy=article, version=1, actor=writer)
    workflow.send_back(working_copy=article, version=1, actor=editor, note="Who says so?\n\nBy Thursday.")
    strip = desk(change_url(article), writer).xpath('//*[@data-strip="note"]')[0]
    assert "Sent back by Rita Roe" in strip.text_content()
    assert [line.text_content() for line in strip.xpath(".//details/p")] == ["Who says so?", "By Thursday."]


def test_whoever_may_only_read_has_the_words_and_no_field() -> None:
    reader = staff_without_rights()
    reader.user_permissions.add(make.permission("view_article"))
    article = make.make_article(
        headline="To read", standfirst="In short.", body="<h2>Part</h2><p>Its words.</p>"
    )
    page = desk(change_url(article), reader)
    assert page.xpath('string(//*[contains(@class, "state")])') == "Read only"
    words = page.xpath('//*[@id="words"]')[0]
    said = ["To read", "In short.", "Part", "Its words."]
    assert [part.text_content() for part in words.xpath(".//h2 | .//h3 | .//p")] == said
    assert not page.xpath('//form[contains(@class, "desk")]//*[@name="_save" or @name="headline"]')
    assert not page.xpath('//form[contains(@class, "desk")]//textarea')


def test_what_a_page_lacks_for_its_readers_is_said_above_the_paper() -> None:
    page = make.make_published_page(title="About us")
    administrator = make.make_user("administrator")
    strip = desk(change_url(page), administrator).xpath('//*[@data-strip="menu"]')[0]
    assert strip.xpath(".//a/text()") == ["Put it in the menu"]
