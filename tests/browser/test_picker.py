"""The picker in a real browser, by keyboard: finding, making in passing, and what a look-alike does."""

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browsers import log_in, open_tab, text_box
from tests.sites import Site

pytestmark = pytest.mark.browser

STORY = "https://weekly.example.com/how-it-was-scored?utm_source=feed"
PAGE = """<!doctype html>
<html lang="en"><head><title>How the match was scored | Demo Weekly</title>
<meta property="og:site_name" content="Demo Weekly"><meta name="date" content="1997-05-12"></head></html>"""
ROWS = """
from publishing.records import save_record
from publishing.workflow import create
from profiles.models import Person
from references.models import Reference
for name, line in (("Mira Holt", "Columnist"), ("Mira Holt", "Chess referee"), ("Jonas Weil", "Physicist")):
    create(working_copy=Person(), payload={"name": name, "occupation": line}, actor=None)
save_record(record=Reference(), changes={"title": "Deep Blue", "doi": "10.1016/s0004-3702(01)00129-1"},
            version=0, actor=None)
"""
STORED = """
import json
from articles.models import Article
from profiles.models import Person
from references.models import Reference
body = Article.objects.latest("pk").body
people = {person.key: f"{person.name}, {person.occupation}" for person in Person.objects.all()}
sources = {
    source.key: [source.title, source.url, str(source.publisher or ""), source.issued, source.is_incomplete]
    for source in Reference.objects.all()
}
print(json.dumps({
    "body": body,
    "people": [who for key, who in people.items() if key in body],
    "sources": [what for key, what in sources.items() if key in body],
    "all": [len(people), len(sources)],
}))
"""
PASTE = """([element, words]) => {
    const data = new DataTransfer()
    data.setData("text/plain", words)
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})
    if (element.dispatchEvent(event)) document.execCommand("insertText", false, words)
}"""

# Faster than the picker can open.
AT_ONCE = """async letters => {
    for (const letter of letters) {
        document.execCommand("insertText", false, letter)
        await null
    }
}"""


@pytest.fixture
def box(page: Page, site: Site) -> Locator:
    """An open new article with a headline and the beginning of a text, the caret behind it."""
    site.run(ROWS)
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=False).first.fill("The machine")
    box = text_box(page)
    box.click()
    page.keyboard.type("It lost in 1996. The games that could follow number about 10")
    return box


def open_picker(page: Page, keys: str) -> Locator:
    """Open the picker by what is typed in the text, or by a shortcut."""
    if keys.startswith("Control"):
        page.keyboard.press(keys)
    else:
        page.keyboard.type(keys)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    return dialog


def paste(dialog: Locator, words: str) -> None:
    field = dialog.get_by_role("combobox")
    field.page.evaluate(PASTE, [field.element_handle(), words])


def a_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (64, 48), (30, 90, 70)).save(buffer, "PNG")
    return buffer.getvalue()


def stored(page: Page, site: Site, version: int = 1) -> Any:
    """Save, and return what is in the database."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved as version {version}").first).to_be_visible()
    # A new text goes on at the address that it has from then on.
    page.wait_for_url("**/change/**")
    return json.loads(site.run(STORED))


def test_a_new_source_is_cited_with_a_paste_and_an_enter(
    page: Page, site: Site, box: Locator, complaints: Any
) -> None:
    dialog = open_picker(page, "[[")
    expect(dialog.get_by_text("… The games that could follow number about 10")).to_be_visible()
    paste(dialog, STORY)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.keyboard.type(" in all.")
    # Another item at the same address, its page's own words pasted; then the first again.
    dialog = open_picker(page, "Control+Shift+c")
    paste(dialog, STORY)
    expect(dialog.get_by_role("option")).to_have_count(1)
    dialog.get_by_role("button", name="It is another item at this address").click()
    expect(dialog.get_by_label("Which item it is")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    dialog = open_picker(page, "Control+Shift+c")
    paste(dialog, "https://weekly.example.com/scored")
    paste(dialog, PAGE)
    expect(dialog.get_by_label("Title", exact=True)).to_have_value("How the match was scored")
    expect(dialog.get_by_label("Publisher")).to_have_value("Demo Weekly")
    dialog.get_by_label("Page or place").fill("p. 4")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    saved = stored(page, site)
    assert "10<a data-reference=" in saved["body"] and "</a> in all.<a" in saved["body"]
    assert 'data-locator="p. 4"' in saved["body"]
    assert sorted(saved["sources"]) == [
        ["How the match was scored", "https://weekly.example.com/scored", "Demo Weekly", "1997-05-12", True],
        ["weekly.example.com/how-it-was-scored", STORY, "", "", True],
    ]
    assert not complaints


@pytest.mark.soak
def test_people_are_told_apart_made_and_found_again(
    page: Page, site: Site, box: Locator, complaints: Any
) -> None:
    dialog = open_picker(page, " @")
    page.keyboard.type("mira")
    expect(dialog.get_by_role("option")).to_have_count(3)
    expect(
        dialog.get_by_role("status").filter(has_text="Found: 2. Enter takes the marked one.")
    ).to_be_visible()
    page.keyboard.press("ArrowDown")
    [line] = dialog.locator("[aria-selected=true] span").all_inner_texts()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.keyboard.type(" and")
    dialog = open_picker(page, " @")
    page.keyboard.type("Otto Grau")
    expect(dialog.get_by_text("Nobody of that name.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("One line")).to_be_focused()
    page.keyboard.type("Arbiter")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.keyboard.type(" and")
    page.keyboard.type(" ")
    page.evaluate(AT_ONCE, "@Jo")
    expect(dialog.get_by_role("combobox")).to_have_value("Jo")
    page.keyboard.type("nas Weill")
    dialog.get_by_role("button", name="Use that one: Jonas Weil").click()
    expect(dialog).to_be_hidden()
    page.keyboard.type(".")
    saved = stored(page, site)
    assert saved["all"][0] == 4
    assert sorted(saved["people"]) == sorted(
        [f"Mira Holt, {line.split(' · ')[0]}", "Otto Grau, Arbiter", "Jonas Weil, Physicist"]
    )
    assert "</a> and <a" in saved["body"] and saved["body"].endswith("</a>.</p>")
    assert not complaints


TAG = """
from publishing.models import Tag
from publishing.records import save_record
save_record(record=Tag(), changes={"name": "Computers", "synonyms": ["Machines"]}, version=0, actor=None)
"""
TOLD = """
import json
from articles.models import Article
article = Article.objects.latest("pk")
print(json.dumps({
    "tags": [link.tag.name for link in article.draft_tags.order_by("position")],
    "credits": [[str(one.person or one.name), one.role, one.is_agency]
                for one in article.draft_credits.order_by("position")],
    "sources": [str(one.reference) for one in article.draft_sources.order_by("position")],
}))
"""


@pytest.mark.soak
def test_what_goes_with_an_article_is_listed_moved_and_added_by_keyboard(
    page: Page, site: Site, box: Locator, complaints: Any
) -> None:
    site.run(TAG)
    open_tab(page, "Details")
    field = page.get_by_label("Add a tag", exact=True)
    for words in ("Chess", "machines"):
        field.fill(words)
        expect(page.locator(".picker-list [aria-selected=true]:visible")).to_be_visible()
        page.keyboard.press("Enter")
        expect(field).to_have_value("")
    up = page.get_by_role("button", name="Move up: Computers")
    up.press("Enter")
    expect(page.get_by_role("button", name="Move up: Computers")).to_be_focused()
    page.get_by_role("button", name="Add a byline…").press("Enter")
    page.keyboard.type("Reuters")
    expect(page.locator(".picker-list [aria-selected=true]:visible")).to_contain_text("as plain text")
    page.keyboard.press("Enter")
    page.get_by_label("An agency or a desk, not a person").check()
    page.get_by_label("Role: Reuters").fill("Reporting")
    page.get_by_role("button", name="Add a byline…").press("Enter")
    page.keyboard.type("Jonas")
    expect(page.locator(".picker-list [aria-selected=true]:visible")).to_contain_text("Jonas Weil")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move up: Jonas Weil").press("Enter")
    open_tab(page, "Sources")
    page.get_by_role("button", name="Add a source…").press("Enter")
    page.keyboard.type("deep")
    expect(page.locator(".picker-list [aria-selected=true]:visible")).to_contain_text("Deep Blue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove: Deep Blue")).to_be_visible()
    stored(page, site)
    told = json.loads(site.run(TOLD))
    assert told["tags"] == ["Computers", "Chess"]
    assert told["credits"] == [["Jonas Weil", "", False], ["Reuters", "Reporting", True]]
    assert told["sources"] == ["Deep Blue"]
    open_tab(page, "Details")
    page.get_by_role("button", name="Remove: Jonas Weil").press("Enter")
    page.get_by_role("button", name="Remove: Computers").press("Enter")
    stored(page, site, version=2)
    told = json.loads(site.run(TOLD))
    assert (told["tags"], told["credits"]) == (["Chess"], [["Reuters", "Reporting", True]])
    assert not complaints


@pytest.mark.soak
def test_tab_leads_to_the_next_field_and_escape_back_to_the_caret(
    page: Page, site: Site, box: Locator
) -> None:
    page.keyboard.press("ArrowLeft")
    # A browser says a moment later where the caret is.
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    dialog = open_picker(page, "Control+Shift+c")
    page.keyboard.type("deep")
    expect(dialog.get_by_role("option", name="Deep Blue")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("Page or place")).to_be_focused()
    expect(dialog.get_by_role("combobox")).to_have_value("Deep Blue")
    page.keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.type("!")
    assert (
        stored(page, site)["body"] == "<p>It lost in 1996. The games that could follow number about 1!0</p>"
    )


@pytest.mark.soak
def test_on_a_phone_it_comes_from_below(page: Page, site: Site, box: Locator) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    dialog = open_picker(page, " @")
    page.keyboard.type("Jonas")
    expect(dialog.get_by_role("option", name="Jonas Weil")).to_be_visible()
    place = dialog.bounding_box()
    assert place is not None
    assert (place["x"], round(place["y"] + place["height"]), place["width"]) == (0, 844, 390)
    assert place["y"] > 200
    dialog.get_by_role("option", name="Jonas Weil").click()
    expect(dialog).to_be_hidden()
    expect(box.get_by_text("Jonas Weil")).to_be_visible()
    page.get_by_role("toolbar").get_by_role("button", name="Picture").click()
    dialog = page.get_by_role("dialog")
    assert dialog.evaluate("element => element.scrollWidth <= element.clientWidth")
    picture = {"name": "board.png", "mimeType": "image/png", "buffer": a_picture()}
    dialog.get_by_label("Drop pictures here, paste them, or choose files").set_input_files(picture)
    expect(dialog.get_by_label("What the picture shows")).to_be_focused()
    page.keyboard.type("A board")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(box.get_by_role("img", name="A board")).to_be_visible()
