"""A draft under embargo: said above it and in the panel, offered for its end, lifted by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser

HELD_BACK = """
from datetime import datetime, UTC
from publishing.embargoes import Embargo
from publishing.workflow import put_under_embargo
from tests import factories as make
article = make.make_article(headline="Secret", standfirst="Summary")
embargo = Embargo("EMBARGOED until 0600 GMT Monday, 4 May 2099", datetime(2099, 5, 4, 6, tzinfo=UTC))
put_under_embargo(working_copy=article, embargo=embargo, actor=None)
print(article.pk)
"""
STATE = """
from articles.models import Article
article = Article.objects.get()
print(bool(article.embargo), [edition.starts_at.isoformat() for edition in article.editions.all()])
"""


@pytest.mark.soak
def test_the_panel_offers_the_end_and_says_why_not_now(page: Page, site: Site) -> None:
    pk = site.run(HELD_BACK).strip()
    log_in(page, site)
    page.goto(f"/admin/articles/article/{pk}/change/#publish")
    go = page.locator("#publish-go")
    expect(go).to_contain_text("Schedule for")
    page.get_by_label("Now", exact=True).check()
    expect(go).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#publish-why")).to_have_text("It is under embargo at that time.")
    page.get_by_label("At a time", exact=True).check()
    page.get_by_label("Date and time, ", exact=False).first.fill("2099-05-04T05:00")
    expect(go).to_have_attribute("aria-disabled", "true")


@pytest.mark.soak
def test_it_is_lifted_by_keyboard_on_a_small_screen(page: Page, site: Site) -> None:
    pk = site.run(HELD_BACK).strip()
    log_in(page, site)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/admin/articles/article/{pk}/change/")
    expect(page.locator("[data-strip=embargo]")).to_contain_text("Under embargo until")
    page.locator("[data-strip=embargo] a").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why it does not hold any more").focus()
    page.keyboard.type("The ministry has published it.")
    page.keyboard.press("Tab")
    expect(page.get_by_label("It ends on")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Lift the embargo").press("Enter")
    expect(page.get_by_text("The embargo is lifted.")).to_be_visible()
    assert site.run(STATE).strip() == "False []"
