"""Pictures in the text, in a real browser: pasted, dropped, missing, described, and how they are cropped."""

import base64
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import all_read, log_in, text_box
from tests.images.samples import encoded, two_halves
from tests.sites import Site

pytestmark = pytest.mark.browser

PUT = """([kind, files, html, target]) => {
    const data = new DataTransfer()
    for (const {name, data: coded} of files) {
        const letters = atob(coded)
        const bytes = Uint8Array.from(letters, letter => letter.charCodeAt(0))
        data.items.add(new File([bytes], name, {type: "image/jpeg"}))
    }
    if (html) data.setData("text/html", html)
    const element = document.querySelector(target)
    const {left, bottom} = element.getBoundingClientRect()
    const more = {bubbles: true, cancelable: true, clientX: left + 20, clientY: bottom - 2}
    if (kind === "paste") element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, ...more}))
    else element.dispatchEvent(new DragEvent("drop", {dataTransfer: data, ...more}))
}"""
TEXT = ".prose-editor .ProseMirror"
PICTURE = """
import json
from tests import factories as make
image = make.make_image(title="The harbour", alt="", size=(1200, 400))
body = make.text_of("Before.") + make.picturing(image) + make.text_of("After.")
article = make.make_article(headline="A stage", body=body)
print(json.dumps({"image": image.key, "picture": image.pk, "article": article.pk}))
"""
NAMES = """
import json
from images.models import Image
print(json.dumps({image.key: image.title for image in Image.objects.all()}))
"""


def photo(width: int) -> str:
    return base64.b64encode(encoded(two_halves((width, 40)))).decode()


def put(page: Page, kind: str, *files: tuple[str, str], html: str = "", target: str = TEXT) -> None:
    """Paste or drop files and HTML."""
    page.evaluate(PUT, [kind, [{"name": name, "data": data} for name, data in files], html, target])


def press(page: Page, *keys: str) -> None:
    """Press keys no faster than a hand: a browser tells of a moved caret only with its next frame."""
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


LAST_BLOCK_AWAY = f"""() => {{
    const {{ editor }} = document.querySelector('{TEXT}')
    const {{ content, lastChild }} = editor.state.doc
    editor.commands.deleteRange({{ from: content.size - lastChild.nodeSize, to: content.size }})
}}"""


def written(page: Page) -> str:
    return page.evaluate(f"() => document.querySelector('{TEXT}').editor.getHTML()")


def saved(page: Page, site: Site, version: int) -> str:
    """Save, and return what is stored."""
    page.locator("[name=_save]").first.click()
    expect(page.locator("input[name=version]")).to_have_value(str(version))
    return site.run("from articles.models import Article; print(Article.objects.get().body, end='')")


def test_pictures_go_into_the_text_in_order_and_one_that_fails_keeps_no_other(
    page: Page, site: Site, complaints: list[str]
) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill("Two pictures")
    text_box(page).click()
    page.keyboard.type("Words.")
    broken = base64.b64encode(b"no picture at all").decode()
    put(page, "paste", ("first.jpg", photo(80)), ("broken.jpg", broken), ("last_one.jpg", photo(90)))
    page.keyboard.type(" More words.")
    boxes = page.locator(".editor-upload")
    expect(page.locator(".editor-figure")).to_have_count(2)
    expect(boxes).to_have_count(1)
    expect(boxes).to_contain_text("Not uploaded: broken.jpg")
    expect(boxes).to_contain_text("This is not a picture we can read. Upload a JPEG, PNG or WebP file.")
    boxes.get_by_role("button", name="Try again").click()
    expect(boxes).to_contain_text("Not uploaded: broken.jpg")
    boxes.get_by_role("button", name="Take away").click()
    expect(boxes).to_have_count(0)
    put(page, "drop", ("dropped.jpg", photo(100)), target=f"{TEXT} > :last-child")
    expect(page.locator(".editor-figure")).to_have_count(3)
    put(page, "paste", ("again.jpg", photo(80)))
    expect(boxes).to_contain_text("This picture was already in the library: “first”.")
    known = json.loads(site.run(NAMES))
    shown = [known[key] for key in re.findall('data-image="([^"]*)"', written(page))]
    assert shown == ["first", "first", "last one", "dropped"]
    assert written(page).startswith("<p>Words. More words.</p>")
    assert "broken" not in written(page)
    assert [said for said in complaints if "422" not in said] == []


@pytest.mark.soak
def test_what_a_paste_lacks_leaves_a_place_that_a_picture_is_dropped_on(
    page: Page, site: Site, complaints: list[str]
) -> None:
    log_in(page, site)
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill("From a document")
    text_box(page).click()
    html = (
        "<p>One. <img src='https://elsewhere.example/a.png' alt='A chart'></p>"
        f"<p><span><img src='data:image/jpeg;base64,{photo(70)}'></span></p>"
        "<p>Two.<img src='file:///C:/clip_image001.png' width='300' height='200'></p>"
        "<p>Three <img alt='😀' src='https://elsewhere.example/e.png'><img src='x.gif' width='1'></p>"
    )
    put(page, "paste", html=html)
    all_read(page)
    gaps = page.locator(".editor-gap")
    expect(page.locator(".editor-figure")).to_have_count(1)
    expect(gaps).to_have_count(2)
    expect(gaps.first).to_contain_text("Picture 1 was not in what you pasted: drop it here")
    expect(gaps.first).to_contain_text("A chart")
    expect(gaps.last).to_contain_text("Picture 3 was not in what you pasted: drop it here")
    assert "Three 😀" in written(page)
    put(page, "drop", ("chart.jpg", photo(60)), target=".editor-gap")
    expect(page.locator(".editor-figure")).to_have_count(2)
    body = saved(page, site, 1)
    assert body.count("<figure data-image=") == 2
    assert 'data-alt="A chart"' in body
    assert '<p>Two.</p><figure data-gap="3"></figure>' in body
    expect(page.locator(".editor-gap")).to_have_count(1)
    page.locator(".editor-gap").get_by_role("button", name="Remove").click()
    assert "data-gap" not in written(page)
    assert complaints == []


@pytest.mark.soak
def test_a_picture_is_described_where_it_stands_by_keyboard_alone(
    page: Page, site: Site, complaints: list[str]
) -> None:
    made = json.loads(site.run(PICTURE))
    log_in(page, site)
    page.goto(f"/admin/articles/article/{made['article']}/change/")
    expect(page.locator(".editor-figure")).to_contain_text("Not described yet")
    text_box(page).focus()
    press(page, "Control+Home", "ArrowDown")
    expect(page.locator(".editor-figure.ProseMirror-selectednode")).to_be_visible()
    press(page, "Enter")
    expect(page.get_by_label("What it shows, for readers who cannot see it")).to_be_focused()
    page.keyboard.type("Ships at dusk")
    press(page, "Escape")
    expect(text_box(page)).to_be_focused()
    press(page, "ArrowDown")
    page.keyboard.type("The caption")
    press(page, "ArrowUp", "ArrowUp")
    assert f'data-image="{made["image"]}" data-alt="Ships at dusk"><figcaption>The caption</' in written(page)
    press(page, "Control+Home", "End", "ArrowDown", "Enter")
    expect(page.get_by_label("What it shows, for readers who cannot see it")).to_be_focused()
    press(page, "Tab", "Space")
    group = page.get_by_role("group", name="Picture: The harbour")
    group.get_by_role("radio", name="Wide", exact=True).check()
    press(page, "Escape")
    expect(page.locator(".editor-figure")).to_contain_text("Decoration only")
    assert (
        saved(page, site, 2) == f'<p>Before.</p><figure data-image="{made["image"]}" data-size="wide" '
        'data-decorative=""><figcaption>The caption</figcaption></figure><p>After.</p>'
    )
    # The last block of a text too has its caption before what follows.
    page.evaluate(LAST_BLOCK_AWAY)
    text_box(page).focus()
    press(page, "Control+Home", "End", "ArrowDown", "ArrowDown", "Home")
    page.keyboard.type("Last: ")
    assert written(page).endswith("<figcaption>Last: The caption</figcaption></figure>")
    assert complaints == []


@pytest.mark.soak
def test_what_crops_keep_is_set_by_keys(page: Page, site: Site, complaints: list[str]) -> None:
    made = json.loads(site.run(PICTURE))
    log_in(page, site)
    page.goto(f"/admin/images/image/{made['picture']}/change/")
    mark = page.get_by_role("application", name="What matters most")
    mark.focus()
    square = page.get_by_role("img", name="How it is cropped 1:1")
    before = square.get_attribute("viewBox")
    press(page, *["Shift+ArrowLeft"] * 4, "ArrowUp")
    expect(page.get_by_text("10 % from the left, 49 % from the top")).to_be_visible()
    assert square.get_attribute("viewBox") != before
    expect(page.get_by_label("What matters most, from the left")).to_have_value("10")
    page.locator("[name=_continue]").click()
    page.goto(f"/admin/articles/article/{made['article']}/change/")
    page.locator(".editor-figure img").click()
    page.get_by_role("button", name="Description and size…").click()
    page.get_by_role("button", name="What crops keep…").click()
    dialog = page.get_by_role("dialog", name="What crops keep")
    expect(dialog.get_by_text("10 % from the left, 49 % from the top")).to_be_visible()
    press(page, "ArrowRight")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    point = "from images.models import Image; print(Image.objects.get().focus, end='')"
    assert site.run(point) == "(11, 49)"
    assert complaints == []
