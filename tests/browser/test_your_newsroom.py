"""A newsroom becomes its owner's own: from the first steps to a page that shows it."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser


def picture(path: Path, size: tuple[int, int]) -> Path:
    Image.new("RGBA", size, (10, 60, 120, 255)).save(path)
    return path


@pytest.mark.soak
def test_name_logo_colour_and_menu_are_set_on_one_page(page: Page, site: Site, tmp_path: Path) -> None:
    log_in(page, site)
    page.goto("/admin/")
    page.get_by_role("link", name="Add your logo").click()
    page.locator("#id_logo_upload").set_input_files(picture(tmp_path / "logo.png", (800, 200)))
    page.locator("#id_icon_upload").set_input_files(picture(tmp_path / "icon.png", (256, 256)))
    page.locator("#id_name").fill("The Harbour Gazette")
    page.locator("#id_accent").fill("#0b5cab")
    page.locator("#id_menu-0-label").fill("Everybody")
    page.locator("#id_menu-0-address").fill("/people/")
    page.locator("#id_menu-0-address").press("Enter")
    expect(page.get_by_text("Saved. Readers see it now.")).to_be_visible()
    # Of pictures, the picture itself tells which is meant: of the one chosen, and of those offered.
    chosen = page.locator(".field-logo .select2-selection .thumbnail")
    expect(chosen).to_be_visible()
    chosen.click()
    offered = page.locator(".select2-results__option .thumbnail")
    expect(offered).to_have_count(2)
    assert offered.first.evaluate("image => image.naturalWidth") > 0
    page.keyboard.press("Escape")

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/people/")
    logo = page.locator(".site-header").get_by_role("img", name="The Harbour Gazette")
    expect(logo).to_be_visible()
    assert logo.evaluate("image => image.complete && image.naturalWidth") > 0
    here = page.get_by_role("link", name="Everybody")
    expect(here).to_have_attribute("aria-current", "page")
    expect(page).to_have_title("People – The Harbour Gazette")
    accent = page.evaluate("getComputedStyle(document.documentElement).accentColor")
    assert accent == "rgb(11, 92, 171)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).accentColor") != accent
    assert said == []
