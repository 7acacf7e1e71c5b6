"""The preview beside the text follows what is typed, by keyboard, at two widths."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, text_box
from tests.sites import Site

pytestmark = pytest.mark.browser

SHOWN = "iframe.shown"


@pytest.mark.soak
def test_the_page_follows_the_words_while_they_are_typed(page: Page, site: Site) -> None:
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    text_box(page)
    page.get_by_label("Headline", exact=True).fill("A bridge of paper")
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Preview", exact=True)
    button.press("Enter")
    framed = page.frame_locator(SHOWN)
    expect(framed.get_by_role("heading", name="The page is not there yet")).to_be_visible()
    text_box(page).click()
    page.keyboard.type("It carried a cart.")
    expect(framed.get_by_role("heading", name="A bridge of paper")).to_be_visible()
    expect(framed.get_by_text("It carried a cart.")).to_be_visible()
    expect(text_box(page)).to_be_focused()
    page.keyboard.type(" Twice.")
    expect(framed.get_by_text("It carried a cart. Twice.")).to_be_visible()
    page.get_by_role("button", name="Desktop").press("Enter")
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="In a tab").press("Enter")
    expect(opened.value.get_by_text("It carried a cart. Twice.")).to_be_visible()
    opened.value.close()
    page.get_by_role("button", name="Close", exact=True).press("Enter")
    expect(page.get_by_role("region", name="Preview")).to_be_hidden()
    expect(button).to_be_focused()
    assert refused == []
