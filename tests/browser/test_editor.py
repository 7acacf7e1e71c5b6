"""The text editor in a real browser, under the real content security policy."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import all_read, log_in, open_tab, text_box
from tests.sites import Site
from tests.soaking import how_many

pytestmark = pytest.mark.browser

ROWS = """
from publishing.models import Tag
from publishing.records import save_record
from publishing.workflow import create
from profiles.models import Person
from references.models import Reference
import json
import re
person = Person()
create(working_copy=person, payload={"name": "Liang Wenfeng", "occupation": "Founder"}, actor=None)
source = save_record(record=Reference(), changes={"title": "A report"}, version=0, actor=None)
tag = save_record(record=Tag(), changes={"name": "Chips", "slug": "chips"}, version=0, actor=None)
print(json.dumps({"person": person.key, "source": source.key, "tag": tag.key}))
"""

EVERY_NODE = (
    "<h2>A heading</h2>"
    '<p>Plain <strong>bold</strong> <em>italic</em> <a href="https://example.com/">link</a>'
    '<a data-reference="{source}" data-locator="p. 4"></a>. '
    '<a data-person="{person}">Liang Wenfeng</a> <span data-note="n1">noted</span> '
    '<q data-quote="k3" data-speaker="an analyst" data-reference="{source}">“One part,”</q> said one. '
    '<q data-quote="k3" data-speaker="an analyst" data-reference="{source}">“Two parts.”</q></p>'
    "<h3>A smaller one</h3>"
    "<ul><li><p>One</p><ul><li><p>Inner</p></li></ul></li><li><p>Two</p></li></ul>"
    '<ol start="3"><li><p>Three</p></li></ol>'
    '<blockquote data-quote="k4" data-person="{person}" data-reference="{source}"><p>Block</p></blockquote>'
    '<blockquote data-pull=""><p>A pull quote</p></blockquote>'
    "<hr>"
    "<table><thead><tr><th><p>A</p></th><th><p>B</p></th></tr></thead>"
    '<tbody><tr><td colspan="2"><p>C</p></td></tr></tbody></table>'
    '<figure data-image="abcdefghijkm" data-alt="What it shows" data-size="wide">'
    "<figcaption>A <em>caption</em></figcaption></figure>"
    '<figure data-embed="https://www.youtube.com/watch?v=abc"></figure>'
    "<p>The end.</p>"
)

PASTE = """html => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    document.querySelector(".prose-editor .ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""


@pytest.fixture
def keys(site: Site) -> dict[str, str]:
    """The keys of a person, a source and a tag."""
    return json.loads(site.run(ROWS))


def press(page: Page, key: str) -> None:
    """Press a key no faster than a hand: a browser tells of a moved caret only with its next frame."""
    page.keyboard.press(key)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def stored_body(site: Site) -> str:
    return site.run("from articles.models import Article; print(Article.objects.get().body, end='')")


def test_an_article_is_written_and_published(
    page: Page, site: Site, keys: dict[str, str], complaints: list[str]
) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).fill("A model shakes the market")
    box = text_box(page)
    box.click()
    bar = page.get_by_role("toolbar", name="Text")
    bar.get_by_role("button", name="Heading", exact=True).click()
    page.keyboard.type("What it costs")
    press(page, "Enter")
    page.keyboard.type("It is  ")
    press(page, "Control+b")
    page.keyboard.type("very cheap")
    press(page, "Control+b")
    page.keyboard.type(", says ")
    bar.get_by_role("button", name="Person").click()
    dialog = page.get_by_role("dialog", name="Link a person")
    dialog.get_by_role("combobox").fill("liang")
    expect(dialog.get_by_role("option", selected=True)).to_have_count(1)
    press(page, "Enter")
    expect(dialog).to_be_hidden()
    page.keyboard.type(".")
    bar.get_by_role("button", name="Source").click()
    dialog = page.get_by_role("dialog", name="Cite a source")
    dialog.get_by_role("combobox").fill("report")
    dialog.get_by_role("option", name="A report").click()
    dialog.get_by_label("Page or place").fill("p. 4")
    dialog.get_by_role("button", name="Insert").click()
    expect(box.get_by_role("img", name="Source 1: A report., p. 4")).to_have_text("1")
    expect(page.get_by_role("region", name="Sources, as readers will see them")).to_contain_text("A report.")
    open_tab(page, "Details")
    page.get_by_label("Add a tag", exact=True).fill("Chips")
    expect(page.locator(".picker-list [aria-selected=true]:visible")).to_contain_text("Chips")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")
    expect(page.locator("#kept")).to_have_text("Saved as version 1")
    assert stored_body(site) == (
        "<h2>What it costs</h2><p>It is <strong>very cheap</strong>, says "
        f'<a data-person="{keys["person"]}">Liang Wenfeng</a>.'
        f'<a data-reference="{keys["source"]}" data-locator="p. 4"></a></p>'
    )
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("checkbox", name="Liang Wenfeng").check()
    page.get_by_label("They stay because").select_option("wanted")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Readers see exactly this")).to_be_visible()
    page.goto("/articles/a-model-shakes-the-market/")
    expect(page.get_by_role("heading", level=1)).to_have_text("A model shakes the market")
    expect(page.get_by_role("heading", level=2, name="What it costs")).to_be_visible()
    expect(page.get_by_role("link", name="Liang Wenfeng")).to_have_attribute("href", "/people/liang-wenfeng/")
    expect(page.get_by_role("link", name="Chips").first).to_be_visible()
    assert not complaints


def test_what_the_contract_holds_comes_through_the_editor_unchanged(
    page: Page, site: Site, keys: dict[str, str], complaints: list[str]
) -> None:
    body = EVERY_NODE.format(**keys)
    made = site.run(
        "from articles.models import Article; from publishing.workflow import create; a = Article();"
        f"create(working_copy=a, payload={{'headline': 'All', 'body': {body!r}}}, actor=None);"
        "print(a.body, end='')"
    )
    assert made == body
    log_in(page, site)
    page.goto("/admin/articles/article/")
    page.locator("#result_list").get_by_role("link", name="All").click()
    text_box(page).get_by_text("The end.").click()
    press(page, "End")
    page.keyboard.type(" Really.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Saved as version 2")
    assert stored_body(site) == body.replace("The end.", "The end. Really.")
    assert not complaints


def test_typed_spaces_are_spaces(page: Page, site: Site) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    text_box(page).click()
    page.keyboard.type("one  two ")
    page.keyboard.type(" three")
    assert page.locator("textarea[name=body]").input_value() == "<p>one  two  three</p>"


@pytest.mark.soak
def test_a_pasted_slice_builds_nothing_around_itself(page: Page, site: Site, complaints: list[str]) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    text_box(page).click()
    context = json.dumps(["libraryFigure", {"image": "evil", "alt": "evil"}, "heading", {"level": 9}])
    slice_of = f"1 1 {context}".replace('"', "&quot;")
    page.evaluate(PASTE, f'<p data-pm-slice="{slice_of}">Pasted words</p>')
    all_read(page)
    body = page.locator("textarea[name=body]").input_value()
    assert body == "<p>Pasted words</p>"
    assert not complaints
    page.evaluate(PASTE, '<p data-pm-slice="1 1 -99999 []">More</p><img src=x onerror="window.hit=1">')
    all_read(page)
    assert not page.evaluate("window.hit")


def test_the_toolbar_works_by_keyboard_alone(page: Page, site: Site) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    box = text_box(page)
    box.click()
    page.keyboard.type("Bold")
    press(page, "Control+a")
    page.get_by_role("button", name="Heading", exact=True).focus()
    press(page, "ArrowRight")
    press(page, "ArrowRight")
    expect(page.get_by_role("button", name="Bold", exact=True)).to_be_focused()
    press(page, "Enter")
    expect(box.locator("strong")).to_have_text("Bold")
    expect(page.get_by_role("button", name="Bold", exact=True)).to_have_attribute("aria-pressed", "true")


@pytest.mark.soak
def test_the_editors_names_are_those_of_the_contract(page: Page, site: Site) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    text_box(page).click()
    config = json.loads(
        page.locator("textarea[name=body]").get_attribute("data-django-prose-editor-configurable") or ""
    )
    names = set(config["extensions"])
    exported = page.evaluate(
        "async addresses => (await Promise.all(addresses.map(a => import(a)))).flatMap(m => Object.keys(m))",
        config["js_modules"],
    )
    from_package = page.evaluate("async () => Object.keys(await import('django-prose-editor/editor'))")
    assert names <= {*exported, *from_package}


@pytest.mark.soak
def test_the_parts_of_a_quote_change_their_speaker_together_unless_one_is_split_off(
    page: Page, site: Site, keys: dict[str, str]
) -> None:
    two = '<q data-quote="k3" data-speaker="an analyst" data-reference="{0}">{1}</q>'
    stored = (
        f"<p>{two.format(keys['source'], '“One <strong>part</strong>,”')} said one.</p>"
        f"<p>{two.format(keys['source'], '“And two.”')}</p><p>The end.</p>"
    )
    fields = f"{{'headline': 'All', 'body': {stored!r}}}"
    site.run(
        "from articles.models import Article; from publishing.workflow import create; "
        f"create(working_copy=Article(), payload=Article().payload() | {fields}, actor=None)"
    )
    log_in(page, site)
    page.goto("/admin/articles/article/")
    page.locator("#result_list").get_by_role("link", name="All").click()
    quote = page.get_by_role("toolbar", name="Text").get_by_role("button", name="Quote")
    dialog = page.get_by_role("dialog", name="“And two.”")
    body = page.locator("textarea[name=body]")

    text_box(page).get_by_text("“And two.").click()
    quote.click()
    expect(dialog).to_contain_text("Quotation in several parts: 2")
    expect(dialog.get_by_role("combobox", name="Source")).to_have_value("A report")
    dialog.get_by_role("combobox", name="Who speaks").fill("a lawyer")
    dialog.get_by_role("button", name="Done").click()
    assert body.input_value() == stored.replace("an analyst", "a lawyer")

    text_box(page).get_by_text("“And two.").click()
    quote.click()
    expect(dialog.get_by_role("combobox", name="Who speaks")).to_have_value("a lawyer")
    dialog.get_by_role("combobox", name="Who speaks").fill("a judge")
    dialog.get_by_label("Only this part").check()
    dialog.get_by_role("button", name="Done").click()
    first, second = re.findall('data-quote="([a-z0-9]+)" data-speaker="([a-z ]+)"', body.input_value())
    assert (first, second[1]) == (("k3", "a lawyer"), "a judge")
    assert second[0] != "k3"
    text_box(page).get_by_text("“And two.").click()
    quote.click()
    expect(dialog.get_by_label("Only this part")).to_have_count(0)


CARET_IS_KNOWN = """() => {
    const {state, view} = document.querySelector(".prose-editor .ProseMirror").editor
    const seen = document.getSelection()
    const [anchor, head] = [[seen.anchorNode, seen.anchorOffset], [seen.focusNode, seen.focusOffset]]
        .map(([node, offset]) => view.posAtDOM(node, offset))
    return anchor === state.selection.anchor && head === state.selection.head
}"""


# For 200 ms after it got the focus, the editor takes a jump to the very beginning for the browser's own doing
# and undoes it. No hand is that fast after closing a dialog.
FOCUS_IS_OLD = """() => {
    const {view} = document.querySelector(".prose-editor .ProseMirror").editor
    return Date.now() - view.input.lastFocus > 220
}"""


def move(page: Page, key: str) -> None:
    """Move the caret, and wait until the editor knows."""
    page.wait_for_function(FOCUS_IS_OLD)
    press(page, key)
    page.wait_for_function(CARET_IS_KNOWN)


def link_a_person(page: Page, name: str) -> None:
    """Open the dialog, search and insert, all by keyboard but for the button."""
    page.get_by_role("toolbar", name="Text").get_by_role("button", name="Person").click()
    dialog = page.get_by_role("dialog", name="Link a person")
    dialog.get_by_role("combobox").fill(name)
    expect(dialog.get_by_role("option", selected=True)).to_have_count(1)
    press(page, "Enter")
    expect(dialog).to_be_hidden()


BEHIND = [
    ("He met Mr Liang", ["Shift+Control+ArrowLeft"], "<p>He met Mr {Liang}, twice.</p>"),
    ("Mr Liang", ["Shift+Home"], "<p>{Mr Liang}, twice.</p>"),
    ("", [], "<p>{Liang Wenfeng}, twice.</p>"),
    (" came.", ["Home"], "<p>{Liang Wenfeng}, twice. came.</p>"),
]


@pytest.mark.soak
def test_what_is_typed_beside_a_linked_name_stands_beside_it(
    page: Page, site: Site, keys: dict[str, str]
) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    body = page.locator("textarea[name=body]")
    linked = f'<a data-person="{keys["person"]}">'
    for before, moves, after in BEHIND[: how_many(2, soak=len(BEHIND))]:
        text_box(page).click()
        press(page, "Control+a")
        press(page, "Delete")
        page.keyboard.type(before)
        for key in moves:
            move(page, key)
        link_a_person(page, "liang")
        page.keyboard.type(", twice.")
        assert body.input_value() == after.replace("{", linked).replace("}", "</a>")
    press(page, "Control+a")
    press(page, "Delete")
    link_a_person(page, "liang")
    move(page, "Home")
    page.keyboard.type("Mr ")
    assert body.input_value() == f"<p>Mr {linked}Liang Wenfeng</a></p>"
