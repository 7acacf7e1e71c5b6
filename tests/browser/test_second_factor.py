"""A second factor in a browser: set up, used by keyboard, without scripts, and in the middle of work."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import log_in
from tests.colleagues.second_factor.app import secret_in, shown_by
from tests.examining import Examiner, listed
from tests.sites import Site
from tests.soaking import SOAK

pytestmark = pytest.mark.browser

SET_UP = """
from accounts.models import User
from tests.colleagues.second_factor.app import with_factor
print(with_factor(User.objects.get())[0])
"""
CODE = """
from accounts.models import User
from tests.colleagues.second_factor.app import code_of
print(code_of(User.objects.get(), steps={}))
"""


def begin(page: Page, site: Site) -> None:
    """Give name and password by keyboard."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("#id_username").focus()
    page.keyboard.type(site.username)
    page.keyboard.press("Tab")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/login/code/")


def test_it_is_set_up_and_used_and_nobody_meets_a_barrier(page: Page, site: Site) -> None:
    examiner, faults = Examiner(page), {}
    log_in(page, site)
    faults["setting up"] = examiner.open("/admin/second-factor/set-up/")
    secret = secret_in(page.content())
    page.get_by_label("Your password").fill(site.password)
    page.get_by_label("Code that the new app shows").fill(shown_by(secret))
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    faults["recovery codes"] = examiner.faults()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    recovery = page.locator(".recovery-codes li").first.inner_text()
    assert recovery in saved.value.path().read_text()
    page.get_by_role("button", name="Log out").click()
    begin(page, site)
    faults["the second step"] = examiner.faults()
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type("000 000")
    page.keyboard.press("Enter")
    expect(page.locator(".errorlist")).to_contain_text("does not fit")
    faults["a wrong code"] = examiner.faults()
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type(shown_by(secret, steps=1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    for path in ("/admin/", "/admin/logins/", "/admin/second-factor/", "/admin/second-factor/codes/") * SOAK:
        faults[path] = examiner.open(path)
    assert not any(faults.values()), listed(faults)


@pytest.mark.soak
def test_it_works_without_scripts(browser: Browser, site: Site) -> None:
    recovery = site.run(SET_UP).strip()
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    begin(page, site)
    page.get_by_role("link", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(recovery)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    expect(page.get_by_text("You used a recovery code")).to_be_visible()
    page.goto("/admin/logins/")
    expect(page.get_by_text("this one")).to_be_visible()
    context.close()


@pytest.mark.soak
def test_a_login_that_ends_while_somebody_writes_begins_again_with_a_code(page: Page, site: Site) -> None:
    site.run(SET_UP)
    begin(page, site)
    page.get_by_label("Code").fill(site.run(CODE.format(-1)).strip())
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto("/admin/publishing/tag/add/")
    page.get_by_label("Name:", exact=True).fill("Harbour")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you typed is kept on this page")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in another tab").click()
    tab = opened.value
    begin(tab, site)
    tab.get_by_label("Code").fill(site.run(CODE.format(0)).strip())
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/admin/")
    tab.close()
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url("**/admin/publishing/tag/")
    stored = site.run("from publishing.models import Tag; print(Tag.objects.get().name, end='')")
    assert stored == "Harbour"
