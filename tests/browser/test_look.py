"""What readers see: nothing runs out of the page at any width, and long pieces can be found one's way in."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import take_back
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

CONTENT = "from tests.browser.awkward import make; print(make(), end='')"
WIDTHS = (320, 768, 1920, 390, 640, 1024, 1280)[: how_many(3, soak=7)]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def source(served: Site) -> str:
    """Awkward content on the served site, that tests only look at; the address of a source there."""
    take_back(served)
    return served.run(CONTENT)


@pytest.fixture
def site(served: Site, source: str) -> Site:
    return served


def test_nothing_runs_out_of_the_page(page: Page, source: str) -> None:
    paths = ["/", "/tags/", "/tags/tag/", "/people/", "/people/person/", source, "/nonsense/"]
    paths += ["/articles/article-4/", "/articles/article-5/"]
    wide = []
    for path in paths:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            beyond = page.evaluate(TOO_WIDE)
            wide += [(path, width, beyond)] if beyond > 0 else []
    assert wide == []


def test_the_contents_of_a_long_article_stay_in_sight_and_lead_to_their_places(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 1360, "height": 800})
    page.goto("/articles/article-5/")
    contents = page.get_by_role("navigation", name="In this article")
    contents.get_by_role("link", name="Part 3").click()
    heading = page.get_by_role("heading", name="Part 3")
    expect(heading).to_be_in_viewport()
    expect(contents.get_by_role("link", name="Part 4")).to_be_in_viewport()
    beside, text = contents.bounding_box(), heading.bounding_box()
    assert beside and text and beside["x"] + beside["width"] <= text["x"]
    # Beside the sources, which are part of the text, it stands clear of them.
    page.locator("#sources").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 600)")
    beside, sources = contents.bounding_box(), page.locator("#sources").bounding_box()
    assert beside and sources and beside["x"] + beside["width"] <= sources["x"]


def test_a_note_shows_its_source_beside_the_text_to_pointer_and_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 1360, "height": 800})
    page.goto("/articles/article-5/")
    note = page.locator("#note-2-a")
    line = "getComputedStyle(document.querySelector('#note-2-a'), '::after').content"
    assert page.evaluate(line) == "none"
    note.hover()
    assert "Donaudampf" in page.evaluate(line)
    page.mouse.move(0, 0)
    page.locator("#note-1-a").focus()
    page.keyboard.press("Tab")
    expect(note).to_be_focused()
    assert "Donaudampf" in page.evaluate(line)
    page.set_viewport_size({"width": 900, "height": 800})
    assert page.evaluate(line) == "none", "it would stand in the text"


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(page: Page) -> None:
    page.goto("/articles/article-0/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
