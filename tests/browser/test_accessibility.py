"""Every kind of page, wide and narrow, light and dark: no barrier, nothing cut off, nothing stopped."""

import json
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, open_tab, text_box
from tests.examining import WIDE, Examiner, listed
from tests.sites import Site, copied
from tests.soaking import how_many

pytestmark = pytest.mark.browser

BUILD = """
import json
from django.test import Client
from django.test.utils import setup_test_environment
from accounts.models import User
from tests.page_kinds import START, admin_pages, public_pages
from tests.promises.crawler import crawl
from tests.whole_site import build_whole_site
setup_test_environment()
owner = User.objects.get()
secret = build_whole_site(owner=owner)
client = Client()
client.force_login(owner)
answers = crawl(START, leave_out=("/images/", "/static/"))
print(json.dumps({"public": public_pages(answers), "admin": admin_pages(client), "secret": secret}))
"""
MOST_OF_ONE_KIND = how_many(2, soak=3)
OF_ALL_PAGES = how_many(3, soak=1)


@pytest.fixture(scope="module")
def whole_site(
    site_template: Site, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Site]:
    """A site that is being served, with something in every state; tests only look at it."""
    folder = tmp_path_factory.mktemp("whole") / "var"
    with copied(site_template, folder, name=f"newsroom_whole_{worker_id}") as made:
        made.start()
        yield made


@pytest.fixture(scope="module")
def pages(whole_site: Site) -> dict[str, dict]:
    """The addresses of every kind of page there."""
    found = json.loads(whole_site.run(BUILD).splitlines()[-1])
    # The administrator set up a second factor, which ended the login there was.
    whole_site.session = whole_site.session_of(whole_site.username)
    return found


@pytest.fixture
def site(whole_site: Site) -> Site:
    return whole_site


def test_readers_meet_no_barrier(page: Page, pages: dict[str, dict]) -> None:
    examiner = Examiner(page)
    paths = ["/nonsense/"]
    for found in pages["public"].values():
        # The fullest and the barest of each kind.
        paths += dict.fromkeys([*found[: MOST_OF_ONE_KIND - 1], found[-1]])
    faults = {path: examiner.open(path) for path in paths}
    assert not any(faults.values()), listed(faults)
    assert_faults_are_found(examiner)


def test_colleagues_meet_no_barrier(page: Page, site: Site, pages: dict[str, dict]) -> None:
    examiner = Examiner(page)
    faults = {path: examiner.open(path) for path in ("/admin/login/", *pages["secret"].values())}
    log_in(page, site)
    page.goto("/admin/")
    assert page.url == f"{site.url}/admin/", "what is looked at is not the login page again and again"
    paths = [*pages["admin"].values(), *IN_OTHER_STATES]
    # All of them are looked at in `make soak`; in one run a third, in the next another.
    faults |= {path: examiner.open(path) for path in random.sample(paths, len(paths) // OF_ALL_PAGES)}
    assert not any(faults.values()), listed(faults)


IN_OTHER_STATES = (
    "/admin/nonsense/",
    "/admin/articles/article/?q=nothing+has+this+name",
    "/admin/articles/article/add/?_popup=1",
    "/admin/profiles/person/?_popup=1",
)


def test_nor_in_forms_that_came_back_and_in_boxes_that_open(
    page: Page, site: Site, pages: dict[str, dict]
) -> None:
    examiner = Examiner(page)
    log_in(page, site)
    faults = {}
    for kind in ("accounts_user_add", "draft_correct"):
        page.goto(pages["admin"][kind])
        page.locator(".submit-row .default").click()
        expect(page.locator(".errorlist, .errornote").first).to_be_visible()
        faults[f"{kind}, refused"] = examiner.faults()
    page.goto(pages["admin"]["articles_article_add"])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_be_visible()
    # The browser says of every refused answer that it was one.
    faults["a text, refused"] = [fault for fault in examiner.faults() if "status of 422" not in fault]
    page.goto(pages["admin"]["articles_article_change"])
    open_tab(page, "Details")
    page.get_by_label("Add a tag", exact=True).fill("hist")
    expect(page.get_by_role("option", name="History").first).to_be_visible()
    faults["choosing a tag"] = examiner.faults()
    page.keyboard.press("Escape")
    page.set_viewport_size(WIDE)
    text_box(page).click()
    page.get_by_role("toolbar").get_by_role("button", name="Source", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    faults["citing a source"] = examiner.faults()
    page.keyboard.press("Escape")
    page.goto(pages["admin"]["articles_article_add"])
    page.get_by_label("Headline", exact=True).fill("Typed before the login ended")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_have_text("Logged out: kept in this browser")
    faults["the login has ended"] = examiner.faults()
    assert not any(faults.values()), listed(faults)


BARRIERS = {
    "label": "<input type=text>",
    "color-contrast": "<p class=faint>Faint</p>",
    "too wide": "<pre>{}</pre>".format("long " * 200),
    "target-size": "<a href=/>1</a><a href=/>2</a>",
}
PUT_IN = """barriers => {
    document.querySelector("main").insertAdjacentHTML("beforeend", barriers)
    document.querySelector("main .faint").style.color = "#999"
    document.head.append(Object.assign(document.createElement("script"), {text: "1"}))
}"""


def assert_faults_are_found(examiner: Examiner) -> None:
    """Control: put faults into a page; every one must be found."""
    page = examiner.page
    page.goto("/")
    page.evaluate(PUT_IN, "".join(BARRIERS.values()))
    found = " ".join(examiner.faults())
    assert "script-src" in found
    assert all(barrier in found for barrier in BARRIERS), found
