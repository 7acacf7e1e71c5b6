"""Leaving a page with something typed asks first; what a link shows is said on it."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browsers import log_in, open_tab
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


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asked before leaving; it is told to stay."""
    found: list[str] = []

    def stay(dialog: Dialog) -> None:
        found.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return found


@pytest.mark.parametrize("field", ["headline", "text", "list"])
def test_a_link_asks_before_it_leaves_what_was_typed(
    page: Page, site: Site, asked: list[str], field: str
) -> None:
    address = f"/admin/articles/article/{site.run(ARTICLE).strip()}/change/"
    log_in(page, site)
    page.goto(address)
    box = page.locator(".ProseMirror")
    if field == "headline":
        page.get_by_label("Headline", exact=True).press("x")
    elif field == "list":
        box.click()
        page.get_by_role("button", name="Bullet list").click()
    else:
        box.click()
        page.keyboard.type("x")
    page.get_by_role("link", name="Articles").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith(address)


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


def test_a_form_that_came_back_asks_for_what_was_typed_before(
    page: Page, site: Site, asked: list[str]
) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).press("x")
    page.get_by_label("Web address", exact=True).press("?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Use letters, digits and hyphens.")).to_be_visible()
    page.get_by_role("link", name="Articles").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_a_fix_being_typed_asks_too(page: Page, site: Site, asked: list[str]) -> None:
    address = f"/admin/articles/article/{site.run(ARTICLE).strip()}/fix/"
    log_in(page, site)
    page.goto(address)
    page.locator(".ProseMirror").click()
    page.keyboard.type("x")
    page.get_by_role("link", name="Back to the draft").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
