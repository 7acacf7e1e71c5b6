"""Writing a text: everything the contract holds, typed, shown as readers will see it, and never lost."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import all_read, log_in, text_box
from tests.sites import Site

pytestmark = pytest.mark.browser

ROWS = """
from publishing.records import save_record
from publishing.workflow import create
from profiles.models import Person
from references.models import Reference
import json
person = Person()
create(working_copy=person, payload={"name": "Mira Holt", "occupation": "Columnist"}, actor=None)
made = [save_record(record=Reference(), changes=changes, version=0, actor=None) for changes in (
    {"title": "Behind Deep Blue"}, {"title": "Deep Blue"}, {"title": "A talk", "confidential": True})]
print(json.dumps([person.key, *(source.key for source in made)]))
"""

PASTE = """([text, html]) => {
    const data = new DataTransfer()
    data.setData("text/plain", text)
    if (html) data.setData("text/html", html)
    document.querySelector(".words .ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
}"""


def press(page: Page, *keys: str) -> None:
    """Press keys no faster than a hand: a browser tells of a moved caret only with its next frame."""
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def body(page: Page) -> str:
    """Return what is written, with quotations and notes by one name."""
    text = page.locator("textarea[name=body]").input_value().replace("&nbsp;", "\u00a0")
    return re.sub(r'data-(quote|note)="[a-z0-9]+"', r'data-\1="ID"', text)


def write_anew(page: Page, language: str = "en") -> None:
    """Begin with an empty text, in a language."""
    if not page.url.endswith("/add/"):
        page.goto("/admin/articles/article/add/")
    text_box(page).click()
    press(page, "Control+a", "Delete")
    page.evaluate(
        "code => { const field = document.querySelector('[name=language]'); field.value = code;"
        "field.dispatchEvent(new Event('change', {bubbles: true})) }",
        language,
    )


def paste(page: Page, text: str, html: str = "") -> None:
    page.evaluate(PASTE, [text, html])
    all_read(page)


def choose(page: Page, title: str, words: str) -> None:
    """Choose in the picker by keyboard, once it has found the one that is meant."""
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog).to_be_visible()
    page.keyboard.type(words)
    expect(dialog.get_by_role("option", selected=True)).to_contain_text(words)
    press(page, "Enter")
    expect(dialog).to_have_count(0)


def open_draft(page: Page, site: Site, stored: str) -> None:
    fields = {"headline": "All", "body": stored}
    made = site.run(
        "from articles.models import Article; from publishing.workflow import create; a = Article();"
        f"create(working_copy=a, payload=a.payload() | {fields!r}, actor=None); print(a.pk)"
    )
    page.goto(f"/admin/articles/article/{made.strip()}/change/")
    expect(text_box(page)).to_be_visible()


@pytest.mark.soak
def test_marks_are_set_as_the_language_writes_them_and_undone_at_once(page: Page, site: Site) -> None:
    log_in(page, site)
    for language, typed, written in (
        (
            "en",
            "She said \"it's the dogs' day\" -- and 'so it is' ... --- \"'Yes,' he said.\"",
            "She said “it’s the dogs’ day” – and ‘so it is’ … — “‘Yes,’ he said.”",
        ),
        ("de", "Er sagte \"ich bin's, 'wirklich'\".", "Er sagte „ich bin’s, ‚wirklich‘“."),
        (
            "fr",
            'Il dit "oui" ! Et : l\'eau " non "',
            "Il dit «\u00a0oui\u00a0»\u202f! Et\u00a0: l’eau «\u00a0non\u00a0»",
        ),
        ("sv", '"ja" sa\'n', "”ja” sa’n"),
    ):
        write_anew(page, language)
        page.keyboard.type(typed)
        assert body(page) == f"<p>{written}</p>"
    for undo in ("Backspace", "Control+z"):
        write_anew(page)
        page.keyboard.type('6 "')
        press(page, undo)
        page.keyboard.type("x --")
        assert body(page) == '<p>6 "x –</p>'
    write_anew(page)
    page.keyboard.type('https://example.org/a--b"c. Then')
    link = '<a href="https://example.org/a--b%22c">https://example.org/a--b"c</a>'
    assert body(page) == f"<p>{link}. Then</p>"


def test_every_node_is_written_by_keyboard_alone(page: Page, site: Site, complaints: list[str]) -> None:
    person, source, *_others = json.loads(site.run(ROWS))
    log_in(page, site)
    write_anew(page)
    write = page.keyboard.type
    write("## Searching")
    press(page, "Enter")
    write("**Bold**, *slanted*, 10")
    press(page, "Control+Alt+.")
    write("25")
    press(page, "Control+Alt+.")
    write(" and H")
    press(page, "Control+Alt+,")
    write("2")
    press(page, "Control+Alt+,")
    write("O. Then @")
    choose(page, "Link a person", "Mira Holt")
    write(" wrote [[")
    choose(page, "Cite a source", "Behind Deep Blue")
    write(": see ")
    press(page, "Control+k")
    write("example.org/page")
    press(page, "Tab")
    write("this")
    press(page, "Enter")
    write(".")
    press(page, "Shift+Enter")
    write("It knew")
    press(page, "Shift+Home")
    write('"')
    card = page.get_by_role("dialog", name="“It knew”")
    expect(card).to_contain_text("Quotation")
    write("an official")
    press(page, "Enter")
    write(" she said.")
    press(page, "Control+Alt+m")
    expect(page.get_by_role("dialog")).to_contain_text("never public")
    write("Who is she?")
    press(page, "Enter", "Enter")
    write("- one")
    press(page, "Enter", "Enter")
    write("1. first")
    press(page, "Enter", "Enter")
    write("> a block")
    press(page, "Enter", "Enter")
    write("---")
    write("/table")
    press(page, "Enter")
    expect(page.get_by_role("dialog", name="Table")).to_be_visible()
    write("2")
    press(page, "Tab")
    write("2")
    press(page, "Enter")
    write("A")
    press(page, "Tab")
    write("B")
    press(page, "Tab", "ArrowDown")
    paste(page, "https://vimeo.com/123")
    write("/x")
    press(page, "Escape")
    write(" The end.")
    written = body(page).replace(person, "PERSON").replace(source, "SOURCE")
    assert written == (
        "<h2>Searching</h2><p><strong>Bold</strong>, <em>slanted</em>, 10<sup>25</sup> and H<sub>2</sub>O. "
        'Then <a data-person="PERSON">Mira Holt</a> wrote <a data-reference="SOURCE"></a>: see '
        '<a href="https://example.org/page">this</a>.</p>'
        '<p><q data-quote="ID" data-speaker="an official">“It knew”</q> she '
        '<span data-note="ID">said</span>.</p>'
        "<ul><li><p>one</p></li></ul><ol><li><p>first</p></li></ol>"
        '<blockquote data-quote="ID"><p>a block</p></blockquote><hr>'
        "<table><tbody><tr><th><p>A</p></th><th><p>B</p></th></tr>"
        "<tr><td><p></p></td><td><p></p></td></tr></tbody></table>"
        '<figure data-embed="https://vimeo.com/123"></figure><p>/x The end.</p>'
    )
    assert not complaints


@pytest.mark.soak
def test_what_is_pasted_comes_as_it_will_be_stored(page: Page, site: Site, complaints: list[str]) -> None:
    log_in(page, site)
    write_anew(page)
    paste(
        page,
        "Bold",
        '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> one<br>two '
        '<a href="/about/">ours</a> <a href="javascript:alert(1)">none</a> '
        '10<span style="vertical-align:super">2</span> <span data-note="other">noted</span></p></b>',
    )
    assert body(page) == (
        f'<p><strong>Bold</strong> one</p><p>two <a href="{site.url}/about/">ours</a> none '
        "10<sup>2</sup> noted</p>"
    )
    assert not complaints


@pytest.mark.soak
def test_an_address_is_completed_or_refused_where_it_is_given(page: Page, site: Site) -> None:
    log_in(page, site)
    write_anew(page)
    page.keyboard.type("see this")
    press(page, "Shift+Control+ArrowLeft", "Control+k")
    card = page.get_by_role("dialog", name="Link")
    address = card.get_by_label("Address")
    for refused in ("javascript:alert(1)", "this page", "http://", "ftp://example.org", "mailto:nobody"):
        address.fill(refused)
        press(page, "Enter")
        expect(card.get_by_role("alert")).not_to_be_empty()
    address.fill("/about/")
    press(page, "Enter")
    expect(card).to_have_count(0)
    page.keyboard.type(", and")
    assert body(page) == f'<p>see <a href="{site.url}/about/">this</a>, and</p>'
    press(page, "Shift+Control+ArrowLeft")
    paste(page, "https://example.org/")
    page.keyboard.type(".")
    assert body(page).endswith(', <a href="https://example.org/">and</a>.</p>')
    press(page, "Enter")
    paste(page, "https://vimeo.com/123")
    expect(text_box(page).get_by_text("From Vimeo")).to_be_visible()
    press(page, "Control+z")
    assert body(page).endswith("<p>https://vimeo.com/123</p>")


@pytest.mark.soak
def test_sources_and_speakers_are_shown_as_readers_will_see_them(
    page: Page, site: Site, complaints: list[str]
) -> None:
    person, first, second, secret = json.loads(site.run(ROWS))
    stored = (
        f'<p>One.<a data-reference="{second}"></a> Two.<a data-reference="{secret}"></a> '
        f'Three.<a data-reference="{first}" data-locator="p. 4"></a> '
        f'Four.<a data-reference="{second}"></a></p>'
        f'<p><q data-quote="k1" data-person="{person}">“It knew.”</q></p>'
        f'<blockquote data-quote="k2" data-person="{person}" data-reference="{first}"><p>Only faster.</p>'
        "</blockquote><p>The end.</p>"
    )
    log_in(page, site)
    open_draft(page, site, stored)
    text = text_box(page)
    marks = text.locator(".editor-citation:visible")
    expect(marks).to_have_text(["1", "confidential", "2", "1", "2"])
    expect(text.locator("footer")).to_contain_text("— Mira Holt")
    expect(text.locator("[data-said]")).to_have_attribute("data-said", "Mira Holt")
    listed = page.get_by_role("region", name="Sources, as readers will see them")
    expect(listed.get_by_role("listitem")).to_have_text(["Deep Blue.", "Behind Deep Blue."])
    expect(listed).not_to_contain_text("A talk")

    marks.nth(2).click()
    card = page.get_by_role("dialog", name="Behind Deep Blue")
    expect(card).to_contain_text("Source 2 · cited 2 × here")
    press(page, "Escape")
    expect(text).to_be_focused()
    page.keyboard.type("!")
    expect(marks).to_have_text(["1", "confidential", "2", "1", "2"])
    press(page, "Backspace", "ArrowLeft", "Enter")
    expect(card.get_by_label("Page or place")).to_have_value("p. 4")
    card.get_by_label("Page or place").fill("p. 5")
    press(page, "Enter")
    assert 'data-locator="p. 5"' in body(page)
    marks.first.click()
    page.get_by_role("dialog", name="Deep Blue").get_by_role("button", name="Remove").click()
    expect(marks).to_have_text(["confidential", "1", "2", "1"])
    expect(listed.get_by_role("listitem")).to_have_text(["Behind Deep Blue.", "Deep Blue."])
    text.get_by_text("Mira Holt").click()
    expect(
        page.get_by_role("dialog", name="Only faster.").get_by_role("combobox", name="Source")
    ).to_have_value("Behind Deep Blue")
    assert not complaints


@pytest.mark.soak
def test_a_private_note_is_listed_settled_and_found_again(page: Page, site: Site) -> None:
    log_in(page, site)
    open_draft(page, site, "<p>It cost a hundred dollars.</p>")
    text_box(page).get_by_text("It cost").click()
    press(page, "Home", "Control+Alt+m")
    page.keyboard.type("Ask the museum.")
    press(page, "Enter")
    notes = page.get_by_role("region", name="Private notes")
    expect(notes).to_contain_text("Ask the museum. admin")
    assert body(page) == '<p><span data-note="ID">It</span> cost a hundred dollars.</p>'
    page.reload()
    expect(notes).to_contain_text("no longer in the text")
    notes.get_by_role("button", name="Let it go").click()
    expect(notes).to_be_hidden()
    assert (
        site.run("from articles.models import ArticleNote; print(ArticleNote.objects.count(), end='')") == "0"
    )
