"""From the invitation to the desk, in a real browser, by keyboard, under the strict policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser


def test_a_colleague_is_invited_joins_and_is_at_the_desk(page: Page, site: Site) -> None:
    refused: list[str] = []
    page.context.on(
        "console", lambda message: refused.append(message.text) if "Policy" in message.text else None
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, site)
    page.goto("/admin/accounts/user/")
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("Silva")
    page.get_by_label("Email address").fill("ana@example.org")
    page.get_by_label("Editors").check()
    page.get_by_role("button", name="Make the invitation").click()
    field = page.get_by_label("Link for Ana Silva")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").get_by_text("Copied.")).to_be_visible()
    link = field.input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.get_by_role("button", name="Log out").click()

    page.goto(link)
    expect(page.get_by_role("heading", name="Welcome, Ana Silva")).to_be_visible()
    page.get_by_label("Username").focus()
    expect(page.get_by_label("Username")).to_have_value("ana.silva")
    for words in ("a way to the desk", "a way to the desk"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    expect(page.locator("#user-tools")).to_contain_text("Ana Silva")
    assert refused == []

    page.goto(link)
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in site.log.read_text()


def test_five_wrong_passwords_lock_the_login_and_say_what_to_do(page: Page, site: Site) -> None:
    page.goto("/admin/login/")
    for _ in range(5):
        page.get_by_label("Username").fill(site.username)
        page.get_by_label("Password").fill("not the password")
        with page.expect_navigation():
            page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Too many failed tries")).to_be_visible()
    expect(page.get_by_text("Wait until then")).to_be_visible()
    done = site.manage("axes_reset_username", site.username)
    assert "1 attempts removed" in done.stdout
    log_in(page, site)
