"""The search of readers in a real browser, and texts in the search box of colleagues."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.examining import Examiner
from tests.sites import Site

pytestmark = pytest.mark.browser

ROWS = """
from tests.factories import *
person = make_person(name="Liang Wenfeng", occupation="Founder", published=True)
make_published_article(headline="Liang speaks", slug="liang-speaks", tags=[make_tag("Models").key],
    body=mentioning(person) + quoting("We never wait", person=person))
make_published_article(headline="קול חדש", language="he", slug="voice", body=text_of("Liang בעברית."))
make_article(headline="Not yet out", body=text_of("What nobody knows of Liang so far."))
"""


@pytest.fixture
def home(page: Page, site: Site) -> Page:
    """The front page, with something to find."""
    site.run(ROWS)
    page.goto("/")
    return page


def box(page: Page):
    return page.get_by_role("combobox", name="Words to look for")


def options(page: Page):
    return page.get_by_role("option")


def test_keys_choose_close_and_search(home: Page, complaints: list[str]) -> None:
    box(home).fill("liang")
    expect(options(home)).to_have_count(2)
    expect(box(home)).to_have_attribute("aria-expanded", "true")
    expect(home.locator("[aria-activedescendant]")).to_have_count(0)
    home.keyboard.press("Escape")
    expect(options(home)).to_have_count(0)
    expect(box(home)).to_have_value("liang")
    home.keyboard.press("ArrowDown")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("ArrowDown")
    expect(options(home).first).to_have_attribute("aria-selected", "true")
    # The Enter that ends a word in an input method is its own.
    home.evaluate("""() => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))""")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("Enter")
    home.wait_for_url("**/people/liang-wenfeng/")
    box(home).fill("liang speaks")
    home.keyboard.press("Enter")
    home.wait_for_url("**/search/?q=liang+speaks")
    expect(home.get_by_role("link", name="Liang speaks")).to_be_visible()
    expect(box(home)).to_have_value("liang speaks")
    assert complaints == []


@pytest.mark.soak
def test_an_answer_to_what_was_taken_back_is_not_shown(home: Page) -> None:
    with home.expect_request("**/search/starting/?q=liang"):
        box(home).press_sequentially("liang", delay=5)
    box(home).fill("")
    home.wait_for_timeout(500)
    expect(options(home)).to_have_count(0)
    expect(box(home)).to_have_value("")


@pytest.mark.soak
def test_without_scripts_it_is_a_form(home: Page, site: Site) -> None:
    context = home.context.browser.new_context(base_url=site.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/tags/")
    plain.get_by_role("searchbox").fill("liang")
    plain.keyboard.press("Enter")
    plain.get_by_role("link", name="Quotes 1").click()
    plain.wait_for_url("**/search/?q=liang&kind=quotes")
    expect(plain.get_by_text("We never wait")).to_be_visible()
    plain.get_by_role("searchbox").fill("wait")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/search/?q=wait&kind=quotes")
    context.close()


@pytest.mark.soak
def test_its_pages_are_accessible_and_fit(home: Page) -> None:
    examiner = Examiner(home)
    for path in ("/search/?q=liang", "/search/?q=liang&kind=quotes&tag=models", "/search/?q=nothing"):
        assert examiner.open(path) == []
    home.goto("/tags/")
    box(home).fill("liang")
    expect(options(home)).to_have_count(2)
    home.keyboard.press("ArrowDown")
    assert examiner.faults() == []


@pytest.mark.soak
def test_colleagues_find_texts_after_names(home: Page, site: Site) -> None:
    log_in(home, site)
    home.goto("/admin/")
    home.keyboard.press("Control+k")
    home.keyboard.type("liang")
    group = home.get_by_role("group", name="In the text")
    expect(group.get_by_role("option")).to_have_count(2)
    expect(group).to_contain_text("What nobody knows of Liang so far.")
    expect(home.locator("#find").get_by_role("option")).to_have_count(4)
    for _ in range(2):
        home.keyboard.press("ArrowUp")
    marked = home.locator("#find [aria-selected=true]")
    expect(marked).to_have_count(1)
    home.keyboard.press("Enter")
    home.wait_for_url("**/admin/articles/article/*/change/")
