"""The page a text is written on: how much of the text is seen, where the focus is, which keys lead where."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import log_in, text_box
from tests.examining import Examiner
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

STATES = """
import json
from publishing import workflow
from tests import factories as make
long = dict(
    headline="The machine that looked at two hundred million positions a second",
    standfirst="In 1997 a computer beat the world champion at chess. It searched; it did not learn. "
    "What the match settled, and what it left open.",
    body=make.text_of(*["Some words that go on for a line or two. " * 4] * 12),
)
draft = make.make_article(**long)
live = make.make_published_article(**long)
changed = make.make_published_article(**long)
make.save(changed, short_headline="Another")
later = make.make_scheduled_article(starts_at=make.tomorrow(), **long)
sent = make.make_article(**long)
workflow.submit(working_copy=sent, version=1, actor=None, note="Here it is.")
workflow.send_back(working_copy=sent, version=1, actor=None, note="Who says the board was carried? " * 9)
binned = make.make_article(**long)
workflow.bin_draft(working_copy=binned, version=1, actor=None)
rows = dict(draft=draft, live=live, changed=changed, later=later, sent=sent, binned=binned)
print(json.dumps({name: f"/admin/articles/article/{row.pk}/change/" for name, row in rows.items()}))
"""
ARTICLE = """
from tests import factories as make
body = "<h2>First part</h2>" + make.text_of("One word and one more.", *["More of it. " * 30] * 9)
body += "<h2>Second part</h2><p>The <strong>One</strong> that is last, won’t be one’s own.</p>"
article = make.make_article(headline="Short", standfirst="In short.", body=body)
print(f"/admin/articles/article/{article.pk}/change/")
"""
STATES_SEEN = (*("sent", "later", "draft", "live", "changed", "binned")[: how_many(2, soak=6)], "new")
TOP = "document.querySelector('.words .ProseMirror, .words-text').getBoundingClientRect().top"
PASTED = """box => {
    box.value = 'Pasted\\nwords'
    box.dispatchEvent(new Event('input', {bubbles: true}))
}"""
ENDS_A_WORD = """box => {
    // The Enter that ends a word of an input method, as Safari sends it.
    const key = {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true}
    box.dispatchEvent(new KeyboardEvent('keydown', key))
}"""
WIDE, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}


def test_the_text_begins_within_the_first_third_whatever_the_state(page: Page, site: Site) -> None:
    addresses = json.loads(site.run(STATES)) | {"new": "/admin/articles/article/add/"}
    log_in(page, site)
    examiner, tops = Examiner(page), {}
    for state in STATES_SEEN:
        address = addresses[state]
        page.goto(address)
        page.locator(".words .ProseMirror, .words-text p").first.wait_for()
        for size, limit in ((WIDE, 300), (PHONE, 844 / 3)):
            page.set_viewport_size(size)
            tops[state, size["width"]] = page.evaluate(TOP)
            assert tops[state, size["width"]] <= limit, (state, tops)
            assert page.locator(".strip:visible").count() <= 1
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert beyond <= 0, (state, size)
    page.evaluate("scrollTo(0, 9999)")
    for name in ("Panel", "Save", "Publish…"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    assert examiner.stopped() == []


@pytest.mark.soak
def test_somebody_begins_where_the_words_are_missing_and_enter_goes_on(page: Page, site: Site) -> None:
    address = site.run(ARTICLE).strip()
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    headline, box = page.get_by_label("Headline", exact=True), text_box(page)
    expect(headline).to_be_focused()
    headline.evaluate(ENDS_A_WORD)
    expect(headline).to_be_focused()
    # Nobody waits for the next frame before typing on.
    page.evaluate("() => { window.kept = requestAnimationFrame; window.requestAnimationFrame = () => 0 }")
    for words in ("A headline of its own", "A summary"):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.evaluate("() => { window.requestAnimationFrame = window.kept }")
    page.keyboard.type("The text.")
    page.get_by_label("Summary", exact=True).evaluate(PASTED)
    expect(page.get_by_label("Summary", exact=True)).to_have_value("Pasted words")
    margin = page.locator("[data-margin=headline]")
    expect(margin).to_be_empty()
    headline.fill("h" * 65)
    expect(margin).to_have_text("65 · search cuts at 60")
    headline.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Saved as version 1")
    # A first save leads to the page of what was saved: going on before it is there would be called off.
    page.wait_for_url("**/change/**")
    page.wait_for_load_state("networkidle")
    page.goto(address)
    expect(text_box(page)).to_be_focused()
    expect(page.locator("#counts")).to_have_text("828 words · 5 min")


@pytest.mark.soak
def test_the_panel_is_driven_by_keys_and_remembers_itself(page: Page, site: Site) -> None:
    address = site.run(ARTICLE).strip()
    log_in(page, site)
    page.goto(address)
    box, checks = text_box(page), page.get_by_role("tab", name="Checks")
    expect(checks).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    page.keyboard.press("F6")
    expect(checks).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="People")).to_be_visible()
    page.keyboard.press("Shift+F6")
    expect(box).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.reload()
    expect(page.get_by_role("tabpanel", name="People")).to_be_visible()
    page.keyboard.press("Control+.")
    expect(page.get_by_role("complementary", name="Side panel")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("complementary", name="Side panel")).to_be_hidden()
    page.get_by_role("tab", name="Details").click()
    page.get_by_label("Web address").fill("???")
    page.keyboard.press("Control+.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("tabpanel", name="Details")).to_be_visible()
    expect(page.get_by_label("Web address")).to_be_focused()
    page.get_by_role("tab", name="Details").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Details")).to_be_focused()


@pytest.mark.soak
def test_words_are_found_and_replaced_by_keys_and_undone(page: Page, site: Site) -> None:
    address = site.run(ARTICLE).strip()
    log_in(page, site)
    page.goto(address)
    box = text_box(page)
    expect(box).to_be_focused()
    before = box.inner_html()
    page.keyboard.press("Control+Alt+f")
    page.keyboard.type("one")
    bar = page.get_by_role("search", name="Find in the text")
    expect(bar.get_by_role("status")).to_have_text("1 of 4")
    expect(box.locator(".found-word")).to_have_count(4)
    page.keyboard.press("Enter")
    expect(bar.get_by_role("status")).to_have_text("2 of 4")
    page.keyboard.press("Shift+Enter")
    # Signs that mean something in a pattern are words here.
    faults: list[str] = []
    page.on("pageerror", lambda problem: faults.append(str(problem)))
    page.locator("#finding-what").fill("well-known? (a.b*c+[d]{e}|f^g$h/i\\j)")
    expect(box.locator(".found-word")).to_have_count(0)
    page.locator("#finding-what").fill("one")
    expect(box.locator(".found-word")).to_have_count(4)
    assert faults == []
    bar.get_by_label("Match case").check()
    expect(bar.get_by_role("status")).to_have_text("1 of 2")
    bar.get_by_label("Match case").uncheck()
    bar.get_by_label("Replace by").fill("Two")
    bar.get_by_label("Replace by").press("Enter")
    expect(box).to_contain_text("One word and Two more.")
    bar.get_by_role("button", name="Replace all").press("Enter")
    expect(bar.get_by_role("status")).to_have_text("Replaced: 3")
    expect(box).to_contain_text("Two word and Two more.")
    expect(box.locator("strong")).to_have_text("Two")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_contain_text("won’t be Two’s own")
    page.keyboard.press("Control+z")
    expect(box).to_contain_text("One word and Two more.")
    page.keyboard.press("Control+z")
    expect(box).to_contain_text("One word and one more.")
    assert box.inner_html() == before
    page.get_by_role("navigation", name="Outline").get_by_role("link", name="Second part").click()
    expect(box.get_by_role("heading", name="Second part")).to_be_in_viewport()
    page.keyboard.type("The ")
    expect(box.get_by_role("heading", name="The Second part")).to_be_visible()


@pytest.mark.soak
def test_without_scripts_it_is_a_form_with_everything_on_it(site: Site, browser: Browser) -> None:
    address = site.run(ARTICLE).strip()
    page = browser.new_context(base_url=site.url, java_script_enabled=False, viewport=WIDE).new_page()
    log_in(page, site)
    page.goto(address)
    for part in ("Publish", "Checks", "People", "Sources", "Details", "History"):
        expect(page.locator(f"#{part.lower()}")).to_be_visible()
    page.get_by_label("Web address").fill("of-its-own")
    page.get_by_label("Headline", exact=True).fill("Typed\nin two rows")
    page.get_by_label("Text", exact=True).fill("<p>Plain.</p>")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Saved as version 2")
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Typed in two rows")
    page.locator(".menu summary").click()
    expect(page.get_by_role("navigation", name="Sections").get_by_role("link", name="People")).to_be_visible()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.context.close()
