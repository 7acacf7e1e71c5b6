"""Leaving a page with something typed asks first; what a link shows is said on it."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browsers import log_in, open_tab, text_box
from tests.sites import Site

pytestmark = pytest.mark.browser

ARTICLE = """
from articles.models import Article
from publishing.workflow import create, publish, save_revision
article = Article()
create(working_copy=article, payload={"headline": "Live", "body": "<p>One.</p>"}, actor=None)
publish(working_copy=article, version=1, actor=None)
save_revision(working_copy=article, payload={"headline": "Rewrite"}, version=1, actor=None)
print(article.pk)
"""
NO_ROOM = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asked before leaving; it is told to stay."""
    found: list[str] = []

    def stay(dialog: Dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return found


def leave(page: Page, link: str) -> None:
    """Follow a link, and wait for the question that stops it."""
    with page.expect_event("dialog"):
        page.get_by_role("link", name=link).first.click(no_wait_after=True)


def test_a_form_asks_before_it_leaves_what_was_typed(page: Page, site: Site, asked: list[str]) -> None:
    log_in(page, site)
    page.goto("/admin/publishing/tag/add/")
    page.get_by_label("Name:", exact=True).press("x")
    leave(page, "Tags")
    page.get_by_label("Web address:", exact=True).fill("?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_be_visible()
    # The form that came back holds what was typed before.
    leave(page, "Tags")
    assert asked == ["beforeunload", "beforeunload"]
    assert page.url.endswith("/admin/publishing/tag/add/")


@pytest.mark.soak
def test_a_fix_by_itself_asks_too(page: Page, site: Site, asked: list[str]) -> None:
    log_in(page, site)
    page.goto(f"/admin/articles/article/{site.run(ARTICLE).strip()}/fix/")
    page.locator(".ProseMirror").click()
    page.keyboard.type("x")
    leave(page, "Back to the draft")
    assert asked == ["beforeunload"]


def test_a_text_is_left_without_a_question_since_its_words_are_kept(
    page: Page, site: Site, asked: list[str]
) -> None:
    address = f"/admin/articles/article/{site.run(ARTICLE).strip()}/change/"
    log_in(page, site)
    page.goto(address)
    text_box(page).click()
    page.keyboard.type("x")
    page.goto("/admin/")
    page.goto(address)
    expect(page.get_by_text("were not saved.")).to_be_visible()
    assert asked == []


def test_a_text_asks_where_nothing_can_keep_its_words(page: Page, site: Site, asked: list[str]) -> None:
    page.add_init_script(NO_ROOM)
    address = f"/admin/articles/article/{site.run(ARTICLE).strip()}/change/"
    log_in(page, site)
    page.goto(address)
    text_box(page).click()
    page.keyboard.type("x")
    leave(page, "Articles")
    assert asked == ["beforeunload"]
    assert page.url.endswith(address)


@pytest.mark.soak
def test_a_page_nobody_typed_on_is_left_without_a_question(page: Page, site: Site, asked: list[str]) -> None:
    address = f"/admin/articles/article/{site.run(ARTICLE).strip()}/change/"
    log_in(page, site)
    page.goto(address)
    page.locator(".ProseMirror").click()
    open_tab(page, "History")
    page.get_by_role("link", name="Preview of saved version 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rewrite")
    page.go_back()
    page.get_by_label("Headline", exact=True).fill("Typed")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Saved as version 3")
    assert not asked
