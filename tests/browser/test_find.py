"""The search box in a real browser: its keys, its list, slow answers, and without scripts."""

import json
from itertools import cycle

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browsers import log_in
from tests.examining import IN_EVERY_RUN
from tests.sites import Site

pytestmark = pytest.mark.browser

PAGES = ("/admin/find/?q=liang", "/admin/edit/articles/liang/")
ROWS = """
from tests.factories import *
make_person(name="Liang Wenfeng", aliases=["梁文锋"], occupation="Founder")
make_published_article(headline="Liang speaks", slug="liang-speaks")
make_article(headline="Nothing to do with it")
"""


@pytest.fixture
def desk(page: Page, site: Site) -> Page:
    """The admin's first page, with something to find."""
    site.run(ROWS)
    log_in(page, site)
    page.goto("/admin/")
    return page


def box(page: Page):
    return page.get_by_role("combobox", name="Find articles")


def options(page: Page):
    return page.locator("#find").get_by_role("option")


def test_keys_find_choose_open_and_close(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    expect(box(desk)).to_be_focused()
    desk.keyboard.type("liang")
    expect(options(desk)).to_have_count(2)
    expect(box(desk)).to_have_attribute("aria-expanded", "true")
    expect(desk.get_by_role("status").filter(has_text="Found: 2")).to_have_count(1)
    expect(desk.locator("[aria-activedescendant]")).to_have_count(0)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    marked = options(desk).nth(1)
    expect(marked).to_have_attribute("aria-selected", "true")
    expect(box(desk)).to_have_attribute("aria-activedescendant", marked.get_attribute("id"))
    desk.keyboard.press("ArrowDown")
    expect(options(desk).nth(0)).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Escape")
    expect(options(desk)).to_have_count(0)
    expect(box(desk)).to_be_focused()
    expect(box(desk)).to_have_value("liang")
    expect(box(desk)).to_have_attribute("aria-expanded", "false")
    desk.keyboard.press("ArrowDown")
    expect(options(desk)).to_have_count(2)
    wanted = options(desk).filter(has_text="Founder")
    desk.keyboard.press("ArrowUp")
    expect(options(desk).nth(1)).to_have_attribute("aria-selected", "true")
    if wanted.get_attribute("aria-selected") != "true":
        desk.keyboard.press("ArrowUp")
    expect(wanted).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/admin/profiles/person/*/change/")


@pytest.mark.soak
def test_a_slash_leads_to_the_box_unless_somebody_is_typing(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(box(desk)).to_be_focused()
    expect(box(desk)).to_have_value("")
    desk.keyboard.type("1/2")
    expect(box(desk)).to_have_value("1/2")
    desk.goto("/admin/articles/article/add/")
    headline = desk.get_by_label("Headline", exact=True)
    headline.click()
    desk.keyboard.type("and/or")
    expect(headline).to_have_value("and/or")
    desk.locator(".ProseMirror").click()
    desk.keyboard.type("and/or")
    expect(desk.locator(".ProseMirror")).to_have_text("and/or")
    headline.click()
    desk.keyboard.press("Control+k")
    expect(box(desk)).to_be_focused()


def test_a_late_answer_never_replaces_a_newer_one(desk: Page) -> None:
    waiting: list[Route] = []

    def answer(route: Route) -> None:
        if "q=old" in route.request.url:
            waiting.append(route)
        else:
            route.fulfill(json={"results": [{"label": "New answer", "detail": "", "url": "/admin/"}]})

    desk.route("**/admin/find/?q=*", answer)
    # A browser that cannot take a question back: the old answer does arrive.
    desk.evaluate("AbortController.prototype.abort = () => {}")
    desk.keyboard.press("Control+k")
    with desk.expect_request("**/admin/find/?q=old"):
        desk.keyboard.type("old")
    box(desk).fill("new")
    expect(options(desk).filter(has_text="New answer")).to_have_count(1)
    old = {"results": [{"label": "Old answer", "detail": "", "url": "/admin/"}]}
    with desk.expect_response("**/admin/find/?q=old") as late:
        waiting[0].fulfill(body=json.dumps(old), content_type="application/json")
    late.value.finished()
    # Whatever the page does with it, it does before its next task.
    desk.evaluate("new Promise((done) => setTimeout(done))")
    expect(options(desk)).to_have_text(["New answer"])


@pytest.mark.soak
def test_an_answer_that_comes_after_closing_is_not_shown(desk: Page) -> None:
    waiting: list[Route] = []
    desk.route("**/admin/find/?q=*", lambda route: waiting.append(route))
    desk.keyboard.press("Control+k")
    with desk.expect_request("**/admin/find/?q=liang"):
        desk.keyboard.type("liang")
    box(desk).fill("")
    expect(options(desk)).to_have_count(0)
    waiting[0].abort()
    expect(desk.locator("#find [role=status]")).to_have_text("")


@pytest.mark.soak
def test_a_search_that_fails_says_so(desk: Page) -> None:
    desk.route("**/admin/find/?q=*", lambda route: route.fulfill(status=500, body="no"))
    desk.keyboard.press("Control+k")
    desk.keyboard.type("liang")
    expect(desk.locator("#find [role=status]")).to_contain_text("did not work")


@pytest.mark.soak
def test_enter_alone_shows_everything_found_or_opens_what_was_pasted(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("liang")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/admin/find/?q=liang")
    expect(desk.get_by_role("heading", name="People")).to_be_visible()
    expect(box(desk)).to_have_value("liang")
    desk.keyboard.press("Control+k")
    box(desk).fill("/articles/liang-speaks/?from=feed")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/admin/articles/article/*/change/")


@pytest.mark.soak
def test_a_click_opens_and_leaving_closes(desk: Page) -> None:
    box(desk).fill("文锋")
    expect(options(desk)).to_have_count(1)
    desk.keyboard.press("Tab")
    expect(options(desk)).to_have_count(0)
    box(desk).fill("wenfeng liang")
    options(desk).click()
    desk.wait_for_url("**/admin/profiles/person/*/change/")


@pytest.mark.soak
def test_without_scripts_it_is_a_form(page: Page, site: Site) -> None:
    site.run(ROWS)
    context = page.context.browser.new_context(base_url=site.url, java_script_enabled=False)
    plain = context.new_page()
    log_in(plain, site)
    plain.goto("/admin/")
    field = plain.get_by_label("Find articles")
    field.fill("liang")
    field.press("Enter")
    plain.wait_for_url("**/admin/find/?q=liang")
    expect(plain.get_by_role("link", name="Liang speaks")).to_be_visible()
    plain.get_by_role("link", name="Liang Wenfeng").click()
    plain.wait_for_url("**/admin/profiles/person/*/change/")
    context.close()


@pytest.mark.soak
def test_the_box_its_list_and_its_page_are_accessible_and_fit(desk: Page) -> None:
    for (size, scheme), address in zip(IN_EVERY_RUN, cycle(PAGES), strict=False):
        desk.set_viewport_size(size)
        desk.emulate_media(color_scheme=scheme)
        desk.goto(address)
        box(desk).fill("liang")
        expect(options(desk)).to_have_count(2)
        desk.keyboard.press("ArrowDown")
        assert faults(desk) == []


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page, its list open, and whether the page is too wide for its window."""
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = Axe().run(page).response["violations"]
    return [*(fault["id"] for fault in found), *(["too wide"] if too_wide else [])]
