"""A login that ends while somebody fills in a form, in a real browser; a text is kept as it is typed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser


def test_what_was_typed_before_the_login_ended_is_saved_after_logging_in_again(
    page: Page, site: Site
) -> None:
    log_in(page, site)
    page.goto("/admin/publishing/tag/add/")
    page.get_by_label("Name:", exact=True).fill("Harbour")
    page.get_by_label("Description:", exact=True).fill("Every “word” & <sign> of it.")
    page.context.clear_cookies()
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
    page.wait_for_url("**/admin/publishing/tag/")
    stored = site.run("from publishing.models import Tag; print(Tag.objects.get().description, end='')")
    assert stored == "Every “word” & <sign> of it."
