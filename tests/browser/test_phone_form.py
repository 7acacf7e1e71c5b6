"""The form of an article on a phone: every button in sight, and a tag made where it is chosen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, open_tab
from tests.sites import Site

pytestmark = pytest.mark.browser

DRAFT = """
from articles.models import Article
from publishing.models import Tag
from publishing.records import save_record
from publishing.workflow import create
tag = save_record(record=Tag(), changes={"name": "Zoo"}, version=0, actor=None)
article = Article()
payload = {"headline": "Too much", "body": "<p>Its words.</p>", "tags": [tag.key]}
create(working_copy=article, payload=payload, actor=None)
print(article.pk)
"""


@pytest.fixture(name="form")
def open_form(page: Page, site: Site) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    address = f"/admin/articles/article/{site.run(DRAFT).strip()}/change/"
    log_in(page, site)
    page.goto(address)
    return page


@pytest.mark.soak
def test_no_button_lies_beyond_the_edge_and_a_new_tag_comes_last_of_those_chosen(form: Page) -> None:
    for name in ("Panel", "Save", "Publish…"):
        button = form.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390, name
    assert form.evaluate(
        "[...document.querySelectorAll('.submit-row')].every(row => row.scrollWidth <= row.clientWidth)"
    )
    open_tab(form, "Details")
    field = form.get_by_label("Add a tag", exact=True)
    field.fill("Aquarium")
    expect(form.locator(".picker-list [aria-selected=true]:visible")).to_be_visible()
    field.press("Enter")
    chosen = form.locator(".field-tags .picked li")
    expect(chosen).to_contain_text(["Zoo", "Aquarium"])
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form.locator("#kept")).to_have_text("Saved as version 2")
    expect(chosen).to_contain_text(["Zoo", "Aquarium"])
