"""Nothing typed is lost: kept while it is typed, on the server or in the browser, and offered afterwards."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsers import log_in, text_box
from tests.sites import Site
from tests.soaking import SOAK

pytestmark = pytest.mark.browser

DRAFT = (
    "from tests.factories import make_article; from accounts.models import User;"
    "a = make_article(headline='Saved', body='<p>As it was saved.</p>', actor=User.objects.get());"
    "print(a.pk, end='')"
)
TYPED = "from publishing.models import Buffer; print(list(Buffer.objects.values_list('fields', flat=True)))"
STORED = "from articles.models import Article; a = Article.objects.get(); print(a.version, a.body, end='')"


SOONER = """for (const name of ["setTimeout", "setInterval"]) {
    const usual = window[name]
    window[name] = (job, pause = 0, ...more) => usual(job, pause < 2000 ? pause : pause / 10, ...more)
}"""


def be_impatient(page: Page) -> None:
    """Have a page wait a tenth of the seconds it waits for people; in `make soak` it waits as it does."""
    if not SOAK:
        page.add_init_script(SOONER)


def open_draft(page: Page, site: Site) -> str:
    """Open a draft to write on; return its address."""
    be_impatient(page)
    log_in(page, site)
    url = f"/admin/articles/article/{site.run(DRAFT)}/change/"
    page.goto(url)
    text_box(page)
    return url


def write(page: Page, words: str) -> None:
    """Type at the end of the text."""
    text_box(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def wait_for(page: Page, kept: str) -> None:
    expect(page.locator("#kept")).to_have_text(re.compile(kept))


def test_what_is_typed_is_kept_saved_and_can_still_be_undone(page: Page, site: Site) -> None:
    open_draft(page, site)
    write(page, " And more.")
    wait_for(page, r"^Kept \d\d:\d\d:\d\d$")
    assert site.run(STORED) == "1 <p>As it was saved.</p>"
    page.keyboard.press("Control+s")
    wait_for(page, "^Saved as version 2$")
    page.keyboard.type(" Yet more.")
    page.keyboard.press("Control+s")
    wait_for(page, "^Saved as version 3$")
    assert site.run(STORED) == "3 <p>As it was saved. And more. Yet more.</p>"
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert "Yet more" not in text_box(page).inner_text()


def test_after_a_crash_the_words_are_offered_and_one_key_takes_them(
    page: Page, site: Site, browser: Browser
) -> None:
    url = open_draft(page, site)
    write(page, " Then it crashed.")
    wait_for(page, "^Kept")
    state = page.context.storage_state()
    page.close(run_before_unload=False)
    again = browser.new_context(base_url=site.url, storage_state=state).new_page()
    be_impatient(again)
    again.goto(url)
    expect(again.get_by_text("were not saved.")).to_be_visible()
    assert "crashed" not in text_box(again).inner_text()
    again.keyboard.press("Control+Shift+Enter")
    expect(text_box(again)).to_contain_text("Then it crashed.")
    wait_for(again, "^Kept")
    again.keyboard.press("Control+s")
    wait_for(again, "^Saved as version 2$")
    again.goto(url)
    text_box(again)
    expect(again.get_by_text("were not saved.")).to_have_count(0)


def test_while_the_server_is_away_the_browser_keeps_them(page: Page, site: Site) -> None:
    url = open_draft(page, site)
    site.kill()
    write(page, " Offline.")
    wait_for(page, "^Offline: kept in this browser$")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    page.goto("about:blank")
    site.start()
    page.goto(url)
    expect(page.get_by_text("were not saved.")).to_be_visible()
    page.get_by_role("button", name="Take them").click()
    expect(text_box(page)).to_contain_text("As it was saved. Offline.")


def test_what_is_typed_while_the_server_takes_its_time_is_kept_as_well(page: Page, site: Site) -> None:
    open_draft(page, site)
    waiting: list[Route] = []
    page.route("**/keep/?*", lambda route: waiting.append(route), times=1)
    with page.expect_request(re.compile("/keep/")):
        write(page, " One.")
    page.keyboard.type(" Two.")
    page.wait_for_function("() => Object.values(localStorage).some((kept) => kept.includes('Two'))")
    with page.expect_request(lambda sent: "Two" in (sent.post_data or "")):
        waiting.pop().continue_()
    wait_for(page, "^Kept")


def test_when_the_login_has_ended_the_page_goes_on_after_the_next(page: Page, site: Site) -> None:
    open_draft(page, site)
    page.context.clear_cookies()
    write(page, " Logged out.")
    wait_for(page, "^Logged out: kept in this browser$")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Log in in a new tab").click()
    tab = opened.value
    tab.locator("#id_username").fill(site.username)
    tab.locator("#id_password").fill(site.password)
    tab.locator("[type=submit]").click()
    tab.wait_for_url("**/admin/")
    tab.close()
    wait_for(page, "^Kept")
    expect(page.get_by_text("You are logged out.")).to_have_count(0)
    page.keyboard.press("Control+s")
    wait_for(page, "^Saved as version 2$")


def test_a_new_article_becomes_one_where_it_stands_and_errors_stand_at_their_fields(
    page: Page, site: Site
) -> None:
    be_impatient(page)
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    write(page, "Without a headline. ")
    page.keyboard.press("Control+s")
    headline = page.get_by_role("textbox", name="Headline", exact=True)
    expect(headline).to_be_focused()
    expect(page.locator(".field-headline .errorlist")).to_have_text("This field is required.")
    page.keyboard.type("Now it has one")
    page.keyboard.press("Control+s")
    # The page of its own comes when nobody is typing, and goes on from what was saved.
    page.keyboard.type(", and goes on and on", delay=60)
    page.wait_for_url("**/change/")
    expect(headline).to_have_value("Now it has one, and goes on and on")
    wait_for(page, "^Kept ")
    assert site.run(STORED) == "1 <p>Without a headline.</p>"
    page.keyboard.press("Control+s")
    wait_for(page, "^Saved as version 2$")
    # Whoever goes back sees what is saved, not what the browser remembers of its fields.
    headline.fill("Remembered by the browser")
    page.goto("/admin/")
    # What is sent while a page is left may arrive after the next one: before it did, nothing can be offered.
    assert any("Remembered" in site.run(TYPED) for _attempt in range(20))
    page.go_back()
    expect(headline).to_have_value("Now it has one, and goes on and on")
    expect(page.get_by_text("were not saved.")).to_be_visible()


def test_two_tabs_of_one_person_lose_nothing_of_either(page: Page, site: Site) -> None:
    other = page.context.new_page()
    url = open_draft(page, site)
    be_impatient(other)
    other.goto(url)
    write(page, " In one tab.")
    wait_for(page, "^Kept")
    other.get_by_role("textbox", name="Headline", exact=True).fill("In the other")
    wait_for(other, "^Kept")
    kept = "from publishing.models import Buffer; print(Buffer.objects.count(), end='')"
    assert site.run(kept) == "2"
    page.reload()
    expect(page.get_by_text("There is 1 older text besides.")).to_be_visible()


HELD = "Object.keys(localStorage).filter(key => key.startsWith('newsroom-words')).length"


def test_words_in_the_browser_are_no_other_accounts_and_go_at_logout(page: Page, site: Site) -> None:
    other = page.context.new_page()
    url = open_draft(page, site)
    page.route("**/keep/**", lambda route: route.abort())
    write(page, " Held here.")
    wait_for(page, "^Offline")
    page.close(run_before_unload=False)
    site.run("from tests.factories import make_user; make_user('editor', username='ed')")
    other.context.clear_cookies()
    log_in(other, site, username="ed")
    other.goto(url)
    text_box(other)
    expect(other.get_by_text("were not saved.")).to_have_count(0)
    assert other.evaluate(HELD) == 1
    other.context.clear_cookies()
    other.route("**/keep/**", lambda route: route.abort())
    log_in(other, site)
    other.goto("/admin/")
    other.on("dialog", lambda asked: asked.accept())
    other.get_by_role("button", name="Log out").click()
    other.wait_for_url("**/logout/")
    assert other.evaluate(HELD) == 0
