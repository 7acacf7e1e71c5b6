"""A draft deleted and put back, and the demo taken away, by keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsers import log_in, open_tab
from tests.sites import Site

pytestmark = pytest.mark.browser

DRAFT = """
from articles.models import Article
from publishing.workflow import create
article = Article()
create(working_copy=article, payload={"headline": "Too much", "body": "<p>Its words.</p>"}, actor=None)
print(article.pk)
"""
DEMO = """
from demo.models import DemoRow
from articles.models import Article
DemoRow.objects.create(kind="articles.article", object_key=Article.objects.get().key)
"""


def press(element: Locator) -> None:
    """Use an element as somebody without a mouse does."""
    element.focus()
    element.press("Enter")


@pytest.mark.soak
def test_a_draft_is_deleted_and_put_back(page: Page, site: Site) -> None:
    address = f"/admin/articles/article/{site.run(DRAFT).strip()}/change/"
    log_in(page, site)
    page.goto(address)
    open_tab(page, "Publish")
    press(page.get_by_role("link", name="Delete…"))
    press(page.get_by_role("button", name="Put in the bin"))
    expect(page.get_by_text("“Too much” is in the bin.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("In the bin", exact=True)).to_be_visible()
    expect(page.get_by_text("Its words.")).to_be_visible()
    page.goto("/admin/articles/article/")
    press(page.get_by_role("link", name="Bin (1)"))
    press(page.get_by_role("button", name="Put back “Too much”"))
    expect(page.get_by_text("“Too much” is a draft again.")).to_be_visible()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Too much")


@pytest.mark.soak
def test_several_are_deleted_from_the_list(page: Page, site: Site) -> None:
    site.run(DRAFT)
    site.run(DRAFT)
    log_in(page, site)
    page.goto("/admin/articles/article/")
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_label("Action:").select_option(label="Delete drafts…")
    press(page.get_by_role("button", name="Go"))
    press(page.get_by_role("button", name="Put in the bin"))
    expect(page.get_by_text("2 drafts are in the bin.")).to_be_visible()


@pytest.mark.soak
def test_the_demo_is_taken_away(page: Page, site: Site) -> None:
    site.run(DRAFT)
    site.run(DEMO)
    log_in(page, site)
    page.goto("/admin/")
    press(page.get_by_role("link", name="Start my own newsroom…"))
    press(page.get_by_role("button", name="Take the demo away"))
    expect(page.get_by_text("The demo is gone. This is your own newsroom now.")).to_be_visible()
    expect(page.get_by_role("link", name="Start my own newsroom…")).to_have_count(0)
