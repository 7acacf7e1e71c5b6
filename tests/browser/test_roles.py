"""What each role may do, ticked by keyboard; and what a fact checker does with it: reading, and a note."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, open_tab
from tests.sites import Site

pytestmark = pytest.mark.browser

MADE = """
from tests import factories as make
body = "<p>The harbour cost a hundred dollars.</p><p>Nobody   knows <b>why it</b> was built.</p>"
article = make.make_article(headline="The harbour", body=body, actor=make.make_user("reporter"))
checker = make.make_user("fact checker", username="carla", first_name="Carla")
print(article.pk)
"""


@pytest.mark.soak
def test_rights_are_ticked_and_saved_by_keyboard_on_a_phone(
    page: Page, site: Site, complaints: list[str]
) -> None:
    log_in(page, site)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/admin/accounts/user/roles/")
    box = page.get_by_role("checkbox", name="Fact checkers").nth(3)
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: Fact checkers.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_text("May now: Write and change profiles of people.")).to_be_visible()
    assert complaints == []


@pytest.mark.soak
def test_a_fact_checker_notes_on_what_is_selected_and_the_writer_is_led_there(
    page: Page, site: Site, complaints: list[str]
) -> None:
    pk = site.run(MADE).strip().splitlines()[-1]
    log_in(page, site, username="carla")
    page.goto(f"/admin/articles/article/{pk}/change/")
    page.locator(".to-read p", has_text="Nobody").select_text()
    page.get_by_role("button", name="Note on these words: Nobody").click()
    expect(page.get_by_label("About these words")).to_have_value("Nobody knows why it was built.")
    page.keyboard.type("Who says so?")
    page.get_by_role("button", name="Leave the note").click()
    expect(page.get_by_text("The note is there for your colleagues.")).to_be_visible()
    expect(page.locator("#private-notes li")).to_contain_text("Who says so?")
    log_in(page, site)
    page.goto(f"/admin/articles/article/{pk}/change/?")
    open_tab(page, "Checks")
    page.get_by_role("button", name="Who says so?").click()
    assert page.evaluate("getSelection().toString()").startswith("Nobody")
    page.locator("#private-notes").get_by_role("button", name="Settled").click()
    expect(page.locator("#private-notes ol").first.locator("li")).to_have_count(0)
    assert complaints == []
