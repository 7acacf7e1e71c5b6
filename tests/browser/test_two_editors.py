"""Two people at one draft, in two browsers: merged where they do not collide, decided by hand elsewhere."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser

ROWS = """
from tests import factories as make
ana = make.make_user("reporter", username="ana", first_name="Ana", last_name="Lang")
source = make.make_reference(title="Deep Blue")
body = make.text_of("Alpha 🎉 stands first.", "Beta stands second.") + make.citing(source, "Gamma is cited.")
article = make.make_article(headline="Two at once", body=body, standfirst="A summary.", actor=ana)
print(article.pk)
"""

DRAFT = """
from articles.models import Article
article = Article.objects.get()
print(article.version, article.standfirst, article.body, sep="|")
"""


def hear(*pages: Page) -> list[str]:
    """Collect what the enforced policy reports on these pages."""
    reports: list[str] = []
    for page in pages:
        page.on("console", lambda said: reports.append(said.text) if "Security Policy" in said.text else None)
    return reports


def draft(site: Site) -> list[str]:
    return site.run(DRAFT).strip().split("|")


def ana(browser: Browser, site: Site) -> Page:
    """Open a second browser, logged in as Ana."""
    page = browser.new_page(base_url=site.url)
    log_in(page, site, username="ana")
    return page


def write_behind(page: Page, words: str, more: str) -> None:
    """Type at the end of a paragraph."""
    page.locator(".words .ProseMirror p", has_text=words).click()
    page.keyboard.press("End")
    page.keyboard.type(more)


def saved_as(page: Page, number: int) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("#kept")).to_have_text(f"Saved as version {number}")


def test_two_are_merged_and_both_are_told_without_losing_place_or_undo(
    page: Page, browser: Browser, site: Site
) -> None:
    address = f"/admin/articles/article/{site.run(ROWS).strip()}/change/"
    log_in(page, site)
    other = ana(browser, site)
    reports = hear(page, other)
    for one in (page, other):
        one.goto(address)
        expect(one.locator(".words .ProseMirror")).to_be_visible()
    write_behind(other, "Alpha", " Ana adds this.")
    expect(other.locator("#others")).to_contain_text("has this open")
    saved_as(other, 2)

    write_behind(page, "Gamma", " Mine comes here")
    page.keyboard.press("Control+s")
    strip = page.locator("[data-strip=theirs]")
    expect(strip).to_contain_text("Ana Lang’s 3 words and yours are both in saved version 4.")
    expect(page.locator("#kept")).to_have_text("Saved as version 4")
    expect(page.locator(".ProseMirror .theirs")).to_have_text("Ana adds this.")
    page.keyboard.type(", and goes on.")
    expect(page.locator(".words .ProseMirror p", has_text="Gamma")).to_contain_text(
        "Mine comes here, and goes on."
    )
    strip.get_by_role("button", name="Show them").click()
    expect(page.locator(".words .ProseMirror")).to_be_focused()
    strip.get_by_role("button", name="Seen").click()
    expect(strip).to_have_count(0)
    expect(page.locator(".ProseMirror .theirs")).to_have_count(0)
    saved_as(page, 5)
    version, _summary, body = draft(site)
    assert version == "5" and "Alpha 🎉 stands first. Ana adds this." in body
    assert "Mine comes here, and goes on." in body and "data-reference" in body

    other.reload()
    since = other.locator("[data-strip=theirs]")
    expect(since).to_contain_text("Since you last looked: 6 words by")
    expect(other.locator(".ProseMirror .theirs")).to_have_text("Mine comes here, and goes on.")
    since.get_by_role("button", name="Seen").click()
    expect(since).to_have_count(0)
    other.reload()
    expect(other.locator(".words .ProseMirror")).to_be_visible()
    expect(other.locator("[data-strip=theirs]")).to_have_count(0)
    assert reports == []


@pytest.mark.soak
def test_who_is_behind_hears_of_it_and_takes_it_in(page: Page, browser: Browser, site: Site) -> None:
    address = f"/admin/articles/article/{site.run(ROWS).strip()}/change/"
    log_in(page, site)
    other = ana(browser, site)
    for one in (page, other):
        one.goto(address)
        expect(one.locator(".words .ProseMirror")).to_be_visible()
    write_behind(other, "Beta", " Hers.")
    saved_as(other, 2)
    # As after a quarter of a minute, or when one comes back to the tab.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#others")).to_contain_text("Ana Lang")
    newer = page.locator("[data-strip=newer]")
    expect(newer).to_contain_text("Ana Lang saved version 2.")
    newer.get_by_role("button", name="Take it in").click()
    expect(page.locator(".ProseMirror .theirs")).to_have_text("Hers.")
    assert draft(site)[0] == "2", "nothing of one’s own makes no version"
    page.goto("/admin/articles/article/")
    expect(page.get_by_text("Ana Lang is writing here")).to_be_visible()


def test_two_tabs_that_collide_are_decided_by_keyboard_place_by_place(page: Page, site: Site) -> None:
    address = f"/admin/articles/article/{site.run(ROWS).strip()}/change/"
    second = page.context.new_page()
    reports = hear(page, second)
    log_in(page, site)
    for one in (page, second):
        one.goto(address)
        expect(one.locator(".words .ProseMirror")).to_be_visible()
    write_behind(second, "Gamma", " In the second tab.")
    second.locator("#id_standfirst").fill("A summary of the second tab.")
    saved_as(second, 2)
    write_behind(page, "Gamma", " In the first tab.")
    write_behind(page, "Alpha", " Only here.")
    page.locator("#id_standfirst").fill("A summary of the first tab.")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/collision/?kept=3")
    expect(page.get_by_role("heading", level=2)).to_have_text("You changed the same 2 places twice.")
    summary, text = page.get_by_role("group", name="Summary"), page.get_by_role("group", name="Text")
    page.keyboard.press("Tab")
    expect(summary.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(summary.get_by_role("textbox")).to_have_value("A summary of the second tab.")
    text.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    box = text.locator(".ProseMirror")
    expect(box).to_contain_text("In the second tab.")
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Written here.")
    expect(text.get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_role("button", name="Save the result").press("Enter")
    page.wait_for_url("**/change/")
    version, standfirst, body = draft(site)
    assert (version, standfirst) == ("4", "A summary of the second tab.")
    assert "Alpha 🎉 stands first. Only here." in body
    assert "In the second tab." in body and "Written here." in body and "data-reference" in body
    assert reports == []
