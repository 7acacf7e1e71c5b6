"""The checks beside the text, in a real browser: led to, mended, left as they are, marked in the margin."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, text_box
from tests.sites import Site

pytestmark = pytest.mark.browser

ROWS = """
import json
from articles.models import Article
from profiles.models import Person
from publishing.workflow import create
person = Person()
create(working_copy=person, payload={"name": "Mira Holt"}, actor=None)
body = (
    "<p>The columnist Mira Holt watched, and <strong>480</strong> chips were built.</p>"
    '<p>Then <q data-quote="q1">“The board was carried in by hand”</q> it was told. [TK]</p>'
    "<ul><li><p>One</p></li><li><p>Two TK</p></li></ul>"
)
article = Article()
create(working_copy=article, payload=article.payload() | {"headline": "A machine", "body": body}, actor=None)
print(json.dumps({"pk": article.pk, "person": person.key}))
"""


@pytest.fixture
def rows(site: Site, page: Page) -> dict[str, str]:
    """An article with something to look at, opened by somebody who may change it."""
    found: dict[str, str] = json.loads(site.run(ROWS))
    log_in(page, site)
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(f"{site.url}/admin/articles/article/{found['pk']}/change/#checks")
    expect(page.locator(".check-mark").first).to_be_visible()
    return found


def selected(page: Page) -> str:
    return str(page.evaluate("() => getSelection().toString()"))


def stored(site: Site) -> str:
    return site.run("from articles.models import Article; print(Article.objects.get().body, end='')")


@pytest.mark.soak
def test_each_line_leads_to_its_place_by_hand_and_by_key(page: Page, rows: dict[str, str]) -> None:
    checks = page.locator("#checks")
    checks.get_by_role("link", name="2 placeholders").click()
    expect(text_box(page)).to_be_focused()
    assert selected(page) == "[TK]"
    page.keyboard.press("F8")
    page.keyboard.press("F8")
    assert selected(page) == "TK"
    page.keyboard.press("Shift+F8")
    assert selected(page) == "[TK]"
    # The margin says the same, nothing of it is in the text, and it can be switched off for good.
    assert "who speaks?" in " ".join(page.locator(".check-mark").all_text_contents())
    assert "who speaks" not in page.locator("textarea[name=body]").input_value()
    page.get_by_label("Marks in the margin").uncheck()
    expect(page.locator(".check-mark")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Marks in the margin")).not_to_be_checked()
    expect(page.locator(".check-mark")).to_have_count(0)


def test_a_name_is_linked_from_its_line_and_saved(page: Page, site: Site, rows: dict[str, str]) -> None:
    page.locator("#checks li", has_text="Mira Holt is named").get_by_role("button", name="Link…").click()
    expect(text_box(page).locator(f'[data-person="{rows["person"]}"]')).to_have_text("Mira Holt")
    page.keyboard.press("Control+S")
    expect(page.locator("#kept")).to_contain_text("version 2")
    assert f'<a data-person="{rows["person"]}">Mira Holt</a>' in stored(site)
    expect(page.get_by_text("Mira Holt is named")).to_have_count(0)


@pytest.mark.soak
def test_a_finding_is_left_with_a_reason_by_keys_alone_and_asked_again(
    page: Page, rows: dict[str, str]
) -> None:
    line = page.locator(".check", has_text="Quotation without a speaker")
    line.get_by_text("Leave it…").focus()
    page.keyboard.press("Enter")
    line.get_by_role("combobox").select_option("protected")
    line.get_by_role("button", name="Leave it").press("Enter")
    expect(line).to_have_count(0)
    expect(page.locator("#checks-title")).to_be_focused()
    left = page.locator(".left-checks")
    left.locator("summary").click()
    expect(left).to_contain_text("Who said it has to be protected")
    left.get_by_role("button", name="Ask again").click()
    expect(line).to_have_count(1)


@pytest.mark.soak
def test_bare_words_get_their_speaker_from_their_line(page: Page, site: Site, rows: dict[str, str]) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda problem: faults.append(str(problem)))
    text_box(page).get_by_text("watched").click()
    page.keyboard.press("End")
    page.keyboard.type(' "Nobody in the whole room was looking at the machine," she said.')
    page.keyboard.press("ArrowDown")
    line = page.locator(".check", has_text="Quotations without a speaker")
    line.get_by_role("button", name="Who speaks…").first.click()
    card = page.get_by_role("dialog", name="“Nobody in the whole")
    card.get_by_role("combobox", name="Who speaks").fill("A guard")
    page.keyboard.press("Enter")
    expect(text_box(page).locator('q[data-speaker="A guard"]')).to_have_count(1)
    assert faults == []


@pytest.mark.soak
def test_a_paragraph_is_judged_when_it_was_left(page: Page, site: Site) -> None:
    log_in(page, site)
    page.goto(f"{site.url}/admin/articles/article/add/#checks")
    checks = page.locator("#checks")
    page.get_by_role("textbox", name="Headline").fill("A machine of many chips")
    text_box(page).click()
    page.keyboard.type("It had 480 chips.")
    # Kept and looked at, but for the paragraph the caret is in.
    expect(page.locator("#checks-said")).to_contain_text("As of")
    expect(checks.get_by_role("link", name="No tag")).to_be_visible()
    expect(checks.get_by_text("Figures without a source")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(checks.get_by_role("link", name="Figures without a source")).to_be_visible()
    expect(page.locator(".check-mark")).to_have_text("no source")
    expect(page.locator("[data-count=checks]")).to_have_text("4")
    expect(text_box(page)).to_be_focused()
