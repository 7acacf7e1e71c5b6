"""A login that ends while somebody writes, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lost", ["every cookie", "the login alone"])
def test_a_text_typed_before_the_login_ended_is_saved_after_logging_in_again(
    page: Page, site: Site, lost: str
) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).fill("Typed for an hour")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Every “word” & <sign> of it.")
    page.context.clear_cookies(**({} if lost == "every cookie" else {"name": "newsroom_session"}))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you typed is kept on this page")).to_be_visible()
    # Whoever presses too early loses nothing.
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("What you typed is kept on this page")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in another tab").click()
    tab = opened.value
    tab.locator("#id_username").fill(site.username)
    tab.locator("#id_password").fill(site.password)
    tab.locator("[type=submit]").click()
    tab.wait_for_url("**/admin/")
    tab.close()
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#kept")).to_have_text("Saved as version 1")
    stored = site.run("from articles.models import Article; print(Article.objects.get().body, end='')")
    assert stored == "<p>Every “word” &amp; &lt;sign&gt; of it.</p>"
