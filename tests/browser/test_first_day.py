"""The first day of a new newsroom, walked by what stands on the screen, with no documentation read."""

import re
import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browsers import text_box
from tests.examining import Examiner
from tests.sites import Site

pytestmark = pytest.mark.browser

NAME = "The Harbour Gazette"


@pytest.fixture
def site(empty_site: Site) -> Site:
    """A site as it is after the first start: with the demo."""
    empty_site.manage("demo")
    empty_site.start()
    return empty_site


def test_from_the_first_login_to_the_first_article(page: Page, site: Site, tmp_path: Path) -> None:
    examiner, began = Examiner(page), time.monotonic()
    look_around(page, site)
    take_the_demo_away(page)
    give_it_name_and_logo(page, tmp_path)
    invite_a_colleague(page)
    write_and_publish(page)
    see_it_as_readers_do(page)
    assert time.monotonic() - began < 5 * 60
    assert examiner.stopped() == []


def look_around(page: Page, site: Site) -> None:
    """Log in, and find what there is to do."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(site.username)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    steps = page.get_by_role("region", name="First steps")
    expect(steps.get_by_role("link", name="Give your newsroom its name")).to_be_visible()
    expect(steps.get_by_role("listitem")).to_have_count(5)


def take_the_demo_away(page: Page) -> None:
    page.get_by_role("link", name="Start my own newsroom").click()
    page.get_by_role("button", name="Take the demo away").click()
    expect(page.get_by_text("The demo is gone.")).to_be_visible()
    expect(page.get_by_text("Nothing is waiting.")).to_be_visible()


def give_it_name_and_logo(page: Page, folder: Path) -> None:
    logo = folder / "logo.png"
    Image.new("RGB", (600, 150), (10, 60, 120)).save(logo)
    page.get_by_role("link", name="Give your newsroom its name").click()
    page.get_by_label("Name:").fill(NAME)
    page.get_by_label("or a new file").first.set_input_files(logo)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Readers see it now.")).to_be_visible()
    go_home(page)
    expect(step(page, "Give your newsroom its name")).to_contain_text("Done")
    expect(step(page, "Add your logo")).to_contain_text("Done")


def invite_a_colleague(page: Page) -> None:
    """Invite somebody; in a browser of their own they join, and stand at their desk."""
    step(page, "Invite your colleagues").get_by_role("link").click()
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Last name").fill("Silva")
    page.get_by_label("Email address").fill("ana@example.org")
    page.get_by_label("Editors").check()
    page.get_by_role("button", name="Make the invitation").click()
    link = page.get_by_label("Link for Ana Silva").input_value()
    browser = page.context.browser
    assert browser
    hers = browser.new_page()
    hers.goto(link)
    expect(hers.get_by_role("heading", name="Welcome, Ana Silva")).to_be_visible()
    hers.get_by_label("Password:").fill("a way to the desk")
    hers.get_by_label("The same again").fill("a way to the desk")
    hers.get_by_role("button", name="Join").click()
    expect(hers.get_by_role("heading", name="Your desk")).to_be_visible()
    hers.context.close()
    go_home(page)


def write_and_publish(page: Page) -> None:
    page.get_by_role("link", name="Add article").click()
    page.get_by_label("Headline:", exact=True).fill("The bridge opens on Friday")
    page.get_by_label("Summary:", exact=True).fill("After nine years the two banks meet.")
    text_box(page).click()
    page.keyboard.type("The mayor cuts the ribbon at noon.")
    with page.expect_popup() as opened:
        page.get_by_title("Add another tag").click()
    opened.value.get_by_label("Name:").fill("Harbour")
    save_and_close(opened.value)
    sources = page.get_by_role("group", name="Sources of the whole article")
    with page.expect_popup() as opened:
        sources.get_by_title("Add another source").first.click()
    opened.value.get_by_label("Title:", exact=True).fill("Plan of the new bridge")
    opened.value.get_by_label("Address:", exact=True).fill("https://harbour.example/plan")
    save_and_close(opened.value)
    chosen = sources.get_by_role("combobox").first
    expect(chosen).to_have_accessible_name("Source: Plan of the new bridge")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("State: Published")).to_be_visible()


def save_and_close(popup: Page) -> None:
    """Save in a small window, which then closes by itself."""
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()


def see_it_as_readers_do(page: Page) -> None:
    page.get_by_role("link", name="View site").click()
    expect(page).to_have_title(re.compile(NAME))
    expect(page.get_by_role("img", name=NAME)).to_be_visible()
    page.get_by_role("link", name="The bridge opens on Friday").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The bridge opens on Friday")
    expect(page.get_by_text("The mayor cuts the ribbon at noon.")).to_be_visible()
    expect(page.get_by_role("link", name="Plan of the new bridge")).to_have_attribute(
        "href", "https://harbour.example/plan"
    )
    expect(page.get_by_role("link", name="Harbour", exact=True).first).to_have_attribute(
        "href", "/tags/harbour/"
    )


def go_home(page: Page) -> None:
    """Go back to the desk by the newsroom's name."""
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def step(page: Page, words: str) -> Locator:
    """Return one of the first steps."""
    return page.get_by_role("region", name="First steps").get_by_role("listitem").filter(has_text=words)
