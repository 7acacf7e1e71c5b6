"""Pasting as somebody at work meets it: at once, undone at once, never in the way, and never dangerous."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browsers import all_read, log_in, text_box
from tests.hostile_clipboards import RUNNING, TOO_MUCH, single
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

PASTE = """([html, text]) => {
    const data = new DataTransfer()
    if (html) data.setData("text/html", html)
    data.setData("text/plain", text)
    document.querySelector(".words .ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><h2>Why</h2>
<p class=MsoNormal>It is so.<a href="#_ftn1" name="_ftnref1">[1]</a></p><p class=MsoNormal>The end</p>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>
<a href="#_ftnref1" name="_ftn1">[1]</a> A study, https://example.org/study</p></div></div></body></html>"""
GUARDED = """() => {
    const text = document.querySelector(".words .ProseMirror")
    const odd = [...text.querySelectorAll("*")].filter(
        (element) =>
            /^(SCRIPT|IFRAME|OBJECT|EMBED|FORM|STYLE|LINK|META|BASE|SVG|MATH)$/i.test(element.tagName) ||
            [...element.attributes].some(
                ({name, value}) => name.startsWith("on") || /^\\s*(javascript|vbscript|data):/i.test(value)
            )
    )
    const ours = ["#writing-data", "#strips", "form.desk [name=csrfmiddlewaretoken]", "[name=version]"]
    return {
        hit: window.hit ?? 0,
        odd: odd.map((element) => element.outerHTML.slice(0, 200)),
        stored: text.editor.getHTML(),
        page: ours.map((found) => document.querySelectorAll(found).length),
        base: document.baseURI === location.href,
    }
}"""
RELEASE = """FOR IMMEDIATE RELEASE

Harbour wall to be rebuilt before the winter storms

By Mira Holt

The old wall in the harbour of Lindau will be taken down and rebuilt before the storms of
the winter, the town said on Monday, and nobody will be able to moor there from September
until the end of the year at least.

What it costs

The work costs 4 million euros, of which the state pays half. "We could not wait any
longer," said Jonas Weber, who leads the works. The wall was last repaired in 1962, after
a storm had taken away a third of its stones.

Boats that lie in the harbour have to be gone by the end of August, and their owners get a
place in Bregenz for as long as the work takes, for the same money. Most of them have
agreed already, the town said.

Sources:
The wall of Lindau, a report. https://example.org/wall
"""


def paste(page: Page, html: str, text: str = "") -> None:
    page.evaluate(PASTE, [html, text])


def body(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def begin(page: Page, site: Site, typed: str = "") -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).fill("Pasted")
    text_box(page).click()
    page.keyboard.type(typed)


@pytest.mark.soak
def test_a_paste_is_summed_up_taken_back_at_once_and_saved_with_its_notes(
    page: Page, site: Site, complaints: list[str]
) -> None:
    begin(page, site, "Before.")
    paste(page, WORD)
    about = page.get_by_role("region", name="About this draft")
    expect(about).to_contain_text("Pasted from Word: 1 heading, 1 note.")
    expect(text_box(page).get_by_role("img", name="Note that waits for its source: A study")).to_be_visible()
    about.get_by_role("button", name="Undo").press("Enter")
    assert body(page) == "<p>Before.</p>"
    expect(text_box(page)).to_be_focused()
    paste(page, WORD)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")
    expect(about).to_contain_text("Made of notes: 1 source.")
    assert "data-reference=" in body(page)
    text_box(page).click()
    page.keyboard.press("Control+End")
    paste(page, WORD.replace("study", "other"))
    about.get_by_role("button", name="Make 1 source").click()
    expect(text_box(page).get_by_role("img", name="Source 2: A other")).to_be_visible()
    assert not complaints


def test_a_whole_article_fills_its_fields_and_is_taken_back_at_once(
    page: Page, site: Site, complaints: list[str]
) -> None:
    begin(page, site)
    headline = page.get_by_label("Headline", exact=True)
    about, bylines = (
        page.get_by_role("region", name="About this draft"),
        page.get_by_role("list", name="Bylines"),
    )
    paste(page, "", RELEASE)
    all_read(page)
    expect(about).to_contain_text("looks like a whole article, with the headline and the byline of its own")
    assert "<p>Harbour wall" in body(page) and "<h2>What it costs</h2>" in body(page)
    about.get_by_role("button", name="Take over").press("Enter")
    expect(headline).to_have_value("Harbour wall to be rebuilt before the winter storms")
    page.keyboard.press("Control+z")
    expect(headline).to_have_value("Pasted")
    headline.fill("")
    text_box(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    paste(page, "", RELEASE)
    all_read(page)
    expect(headline).to_have_value("Harbour wall to be rebuilt before the winter storms")
    expect(bylines).to_contain_text("Mira Holt")
    expect(about).to_contain_text("1 line set aside")
    about.get_by_role("button", name="Undo").press("Enter")
    expect(headline).to_have_value("")
    expect(bylines).to_be_hidden()
    paste(page, "", RELEASE)
    all_read(page)
    expect(headline).not_to_have_value("")
    assert "RELEASE" not in body(page) and body(page).count("data-waiting=") == 1
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "Harbour wall to be rebuilt before the winter storms"
    )
    assert body(page).count("data-reference=") == 1 and "data-speaker" in body(page)
    page.goto(page.url.replace("/change/", "/history/"))
    expect(page.locator("main")).to_contain_text("FOR IMMEDIATE RELEASE")
    assert not complaints


def test_what_is_typed_while_it_is_read_stands_behind_and_saving_waits(page: Page, site: Site) -> None:
    begin(page, site, "One ")
    held = []
    page.route("**/paste/", lambda route: held.append(route))
    paste(page, "<p>three</p><p>four</p>")
    expect(page.locator(".editor-pasting")).to_be_visible()
    page.keyboard.type(" five")
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Zero ")
    held[0].continue_()
    page.wait_for_url("**/change/")
    assert body(page) == "<p>Zero One three</p><p>four five</p>"


def test_without_the_server_the_browser_reads_what_it_can(page: Page, site: Site) -> None:
    begin(page, site)
    page.route("**/paste/", lambda route: route.abort())
    paste(page, '<p>so <span style="font-weight:700">bold</span> <a data-reference="madeup12345">x</a></p>')
    expect(page.get_by_role("region", name="About this draft")).to_contain_text("notes could not be read")
    assert body(page) == "<p>so <strong>bold</strong> x</p>"


@pytest.mark.soak
def test_plain_words_come_at_once_and_keys_nobody_knows_lead_nowhere(page: Page, site: Site) -> None:
    begin(page, site)
    paste(page, "", "one line")
    assert body(page) == "<p>one line</p>"
    nobody, nothing = '<a data-person="madeup12345">Mira</a>', '<a data-reference="madeup12345"></a>'
    paste(page, f'<p data-pm-slice="1 1 []"> and {nobody}{nothing}</p>')
    all_read(page)
    assert body(page) == "<p>one line and Mira</p>"
    paste(page, '<p data-pm-slice="1 1 []">!<a data-waiting="Holt"></a></p>')
    assert body(page) == '<p>one line and Mira!<a data-waiting="Holt"></a></p>'


def run_unguarded(page: Page, some: Sequence[str]) -> int:
    """Return how many clipboards run where nothing guards."""
    ran = 0
    for html in some:
        page.goto("about:blank")
        page.set_content(f"<!doctype html><body>{html}", wait_until="commit")
        with suppress(PlaywrightError):
            page.wait_for_function("() => window.hit > 0", timeout=2_000)
            ran += 1
    return ran


def test_hostile_clipboards_do_nothing(browser: Browser, site: Site) -> None:
    # Without its policy the page has nothing but its own care.
    page = browser.new_page(base_url=site.url, bypass_csp=True)
    begin(page, site)
    here, whole = page.url, page.evaluate(GUARDED)["page"]
    clipboards = list(single(how_many(60, soak=300)))
    # One paste of many takes as long as one; in the long run each is pasted alone.
    together = how_many(12, soak=1)
    some = ["".join(clipboards[at : at + together]) for at in range(0, len(clipboards), together)]
    for html in [*some, *TOO_MUCH[: how_many(2, soak=len(TOO_MUCH))]]:
        paste(page, html, "Kept")
        all_read(page)
    # And where the browser has to read them by itself.
    page.route("**/paste/", lambda route: route.abort())
    for html in some:
        paste(page, html, "Kept")
        all_read(page)
    said = page.evaluate(GUARDED)
    assert (said["hit"], said["odd"], said["page"], said["base"]) == (0, [], whole, True)
    assert page.url == here
    assert "Kept" in said["stored"]
    for trace in ("madeup", "javascript:", "vbscript:", "__proto__"):
        assert trace not in said["stored"], trace


def test_the_same_clipboards_run_where_nothing_guards(page: Page) -> None:
    some = RUNNING[: how_many(6, soak=len(RUNNING))]
    assert run_unguarded(page, some) * 4 >= len(some) * 3
