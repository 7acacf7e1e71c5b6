"""The pictures in the README and the docs, taken of the demo newsroom: `.venv/bin/python -m tools.pictures`.

Needs requirements-dev.txt and Chromium.
"""

import io

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tools.browsing import chromium, log_in, served_newsroom
from tools.local_env import ROOT

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES, COLOURS = 80_000, 128
PHONE, DESKTOP = (390, 780), (1280, 860)
SOURCE = "https://archive.example.org/letters/1843"
UNFINISHED = "What one line cannot do"
SELECT = """(box, words) => {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const at = texts.currentNode.data.indexOf(words)
        if (at < 0) continue
        box.focus()
        getSelection().setBaseAndExtent(texts.currentNode, at, texts.currentNode, at + words.length)
        return
    }
}"""
PASTE = """(element, words) => {
    const data = new DataTransfer()
    data.setData("text/plain", words)
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
    if (element.dispatchEvent(event)) document.execCommand("insertText", false, words)
}"""


def main() -> None:
    """Serve a demo newsroom of its own, and take every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served_newsroom(demo=True) as newsroom, chromium() as browser:
        for name, size in (("article-on-a-phone", PHONE), ("article-on-a-desktop", DESKTOP)):
            page = open_at(browser, newsroom.address, size)
            page.goto("/")
            page.locator("main h2 a").first.click()
            keep(page, name)
        page = open_at(browser, newsroom.address, DESKTOP)
        log_in(page)
        keep(page, "desk")
        address = first_article(page)
        phone = open_at(browser, newsroom.address, PHONE)
        log_in(phone)
        open_text(phone, address)
        keep(phone, "writing-on-a-phone")
        with_checks(page)
        citing_and_correcting(page, address)


def first_article(page: Page) -> str:
    """Return where the first article is written that readers see."""
    page.goto("/admin/articles/article/?public=live")
    return page.locator("#result_list tbody th a").first.get_attribute("href") or ""


def open_text(page: Page, address: str) -> None:
    """Open an article, once its text can be written."""
    page.goto(address)
    page.locator(".words .ProseMirror").wait_for()


def with_checks(page: Page) -> None:
    """Take the writing desk with a draft in which something is found."""
    page.goto("/admin/")
    open_text(page, page.get_by_role("link", name=UNFINISHED).first.get_attribute("href") or "")
    keep(page, "writing")


def citing_and_correcting(page: Page, address: str) -> None:
    """Take the picker with a new source, and a correction of a figure."""
    open_text(page, address)
    page.locator(".words .ProseMirror > p").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.press("Control+Shift+C")
    page.get_by_role("dialog").get_by_role("combobox").evaluate(PASTE, SOURCE)
    page.get_by_role("dialog").get_by_label("Title", exact=True).fill("Letters of 1843")
    keep(page, "citing")
    page.keyboard.press("Escape")
    page.locator(".words .ProseMirror").evaluate(SELECT, "176")
    page.keyboard.type("175")
    page.get_by_text("Kept ").first.wait_for()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#publish-panel ins").first).to_be_visible()
    page.locator("[name=publish-change][value=correction]").check()
    keep(page, "correcting")


def open_at(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    """Open an empty page as wide as a phone or a desktop, twice as sharp as it is wide."""
    width, height = size
    return browser.new_page(
        base_url=address, viewport={"width": width, "height": height}, device_scale_factor=2
    )


def keep(page: Page, name: str) -> None:
    """Keep what is seen as a small PNG: few colours, and half as sharp if that is not enough."""
    page.wait_for_load_state("networkidle")
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    path = FOLDER / f"{name}.png"
    for scale in (1.0, 0.75, 0.5):
        size = (round(taken.width * scale), round(taken.height * scale))
        small = taken.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, Image.Quantize.FASTOCTREE)
        small.save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            break
    print(f"{path.relative_to(ROOT)}: {size[0]} × {size[1]}, {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
