"""From the invitation to the desk, in a real browser, by keyboard, under the strict policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, log_in_by_form
from tests.examining import Examiner, listed
from tests.sites import Site

LINKS = """
from accounts.models import User
from colleagues.passwords import make_link
from tests.factories import make_invitation
print(make_invitation()[1], make_link(user=User.objects.get(), actor=None)[1])
"""
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
    expect(page.locator(".one-time-link [role=status]")).to_have_text("Copied.")
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


@pytest.mark.soak
def test_nobody_meets_a_barrier_before_the_login(page: Page, site: Site) -> None:
    tokens = site.run(LINKS).split()
    examiner = Examiner(page)
    paths = ("/admin/forgotten/", f"/admin/join/{tokens[0]}/", f"/admin/password/{tokens[1]}/")
    faults = {path: examiner.open(path) for path in (*paths, "/admin/join/nonsense/")}
    page.goto(paths[1])
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    faults["a form that came back"] = examiner.faults()
    for _ in range(5):
        page.goto("/admin/login/")
        page.get_by_label("Username").fill("nobody")
        page.get_by_label("Password").fill("not the password")
        with page.expect_navigation():
            page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Too many failed tries")).to_be_visible()
    faults["locked"] = [fault for fault in examiner.faults() if "429 (Too Many Requests)" not in fault]
    log_in(page, site)
    page.goto("/admin/accounts/user/locks/")
    expect(page.get_by_role("button", name="Lift the lock")).to_be_visible()
    faults["a list of locks"] = examiner.faults()
    page.goto("/admin/accounts/user/invitations/")
    page.get_by_role("button", name="New link to copy").click()
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    faults["a link shown once"] = examiner.faults()
    assert not any(faults.values()), listed(faults)


@pytest.mark.soak
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
    log_in_by_form(page, site)
