"""Bringing in as somebody at work meets it: dropped, pasted, looked at, left and come back to."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import log_in
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

MANY = how_many(5, soak=11)
"""With one more they are counted, and no longer named."""
START = "/admin/articles/article/bring-in/"
WORK = """
from jobs.working import work_off
work_off()
"""
PIECE = """PRESS RELEASE
{0} on the port
By Marta Helm

The harbour flooded on Monday. “{0} took the cranes,” said Ana Ruiz, the harbour master. [1]

Sources

[1] A year of water. https://water.example/{0}
"""
DROP = """(files) => {
    const data = new DataTransfer()
    for (const [name, text] of files) data.items.add(new File([text], name, {type: "text/plain"}))
    document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}))
}"""
PASTE = """([html, text]) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    data.setData("text/plain", text)
    const box = document.getElementById("plain")
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
    box.value = text
    box.dispatchEvent(new Event("input", {bubbles: true}))
}"""
HOSTILE = """<h1>Rain</h1><p>By <img src=x onerror="window.hit = 1"></p>
<p>The port <script>window.hit = 1</script><a href="javascript:window.hit = 1">was</a> closed.</p>
<p onclick="window.hit = 1">“No,” said <b style="background:url(x)">Ana Ruiz</b>. </p><iframe src=/></iframe>
<table><tr><td onmouseover="window.hit = 1">x</td></tr></table><base href="//evil.example/">"""


def drop(page: Page, files: list[list[str]]) -> None:
    expect(page.locator(".drop.ready")).to_be_visible()
    page.evaluate(DROP, files)


def test_files_are_dropped_read_while_one_looks_on_and_made_drafts(
    page: Page, site: Site, complaints: list[str]
) -> None:
    log_in(page, site)
    page.goto("/admin/")
    page.get_by_role("link", name="Bring in…").click()
    many = [[f"text{number}.txt", PIECE.format(f"Rain{number}")] for number in range(MANY)]
    drop(page, [*many, ["a.pdf", "%PDF-1.7"], [".DS_Store", "x"]])
    expect(page.locator(".chosen")).to_contain_text(f"({MANY + 1})")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_text(f"Files are being read: 0 of {MANY + 1}")).to_be_visible()
    # It can be left, and come back to.
    page.goto(START)
    page.locator(".runs a").click()
    site.run(WORK)
    expect(page.get_by_role("checkbox")).to_have_count(MANY)
    expect(page.get_by_text("this is a PDF")).to_be_visible()
    page.get_by_role("checkbox", name="text0.txt").uncheck()
    page.get_by_role("button", name="Make drafts").click()
    expect(page.get_by_text(f"Drafts are being made: 2 of {MANY + 1}")).to_be_visible()
    site.run(WORK)
    expect(page.get_by_text(f"{MANY - 1} drafts were made.")).to_be_visible()
    page.get_by_role("link", name="Rain2 on the port").click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("Rain2 on the port")
    assert not complaints


@pytest.mark.soak
def test_a_pasted_text_is_looked_at_and_made_a_draft_by_keyboard(
    page: Page, site: Site, complaints: list[str]
) -> None:
    log_in(page, site)
    page.goto(START)
    html = "<h1>Rain</h1><p>By Marta Helm</p><p>The harbour <b>flooded</b>.</p><p>And the port.</p>"
    expect(page.locator(".drop.ready")).to_be_visible()
    page.evaluate(PASTE, [html, "Rain\nBy Marta Helm\nThe harbour flooded.\nAnd the port."])
    expect(page.get_by_text("Pasted with its formatting.")).to_be_visible()
    page.get_by_label("Or a text").focus()
    for _key in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#progress progress")).to_be_visible()
    site.run(WORK)
    # A single one is shown as soon as it is read.
    expect(page.get_by_role("heading", name="Rain")).to_be_visible()
    expect(page.locator(".words strong")).to_have_text("flooded")
    page.get_by_label("Marta Helm").focus()
    page.keyboard.type("A new")
    for _key in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#progress progress")).to_be_visible()
    site.run(WORK)
    expect(page.get_by_text("1 draft was made.")).to_be_visible()
    assert "Marta Helm" in site.run("from profiles.models import Person; print(Person.objects.get().name)")
    assert not complaints


@pytest.mark.soak
def test_each_remark_stands_beside_its_line_and_nothing_runs_or_spills(
    page: Page, site: Site, complaints: list[str]
) -> None:
    log_in(page, site)
    page.goto(START)
    page.evaluate(
        DROP, [["a.txt", PIECE.format("Rain")], ['<img src=x onerror="window.hit=1">.html', HOSTILE]]
    )
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".delivered > li")).to_have_count(2)
    site.run(WORK)
    expect(page.get_by_role("checkbox")).to_have_count(2)
    places = [link.get_attribute("href") or "" for link in page.locator(".delivered h2 a").all()]
    page.goto(places[0])
    aside, remark = page.locator(".line", has_text="PRESS RELEASE").locator(".words, .remark").all()
    (first, second) = (aside.bounding_box(), remark.bounding_box())
    assert first and second and abs(first["y"] - second["y"]) < 12 and second["x"] > first["x"] + 300
    page.goto(places[1])
    expect(page.get_by_text("was closed.")).to_be_visible()
    for place in (START, *places):
        page.goto(place)
        for width in (1360, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (width, place)
    assert page.evaluate("window.hit") is None
    assert not complaints


@pytest.mark.soak
def test_without_scripts_it_is_an_ordinary_form(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    page.goto(START)
    files = [(f"{name}.txt", PIECE.format(name)) for name in ("Rain", "Snow")]
    payload = [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files]
    page.get_by_label("Files").set_input_files(payload)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read", exact=True).click()
    site.run(WORK)
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("link", name=re.compile("Snow")).first.click()
    page.get_by_label(re.compile("^Marta Helm")).select_option(label="A new person")
    page.get_by_role("button", name="Keep this").click()
    page.get_by_role("button", name="Make drafts").click()
    site.run(WORK)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("2 drafts were made.")).to_be_visible()
    context.close()
