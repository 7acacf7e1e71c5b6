"""Every kind of page, wide and narrow, light and dark: no barrier, nothing cut off, nothing stopped."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in, open_tab, text_box
from tests.examining import WIDE, Examiner, listed
from tests.sites import Site, copied
from tests.soaking import SOAK, how_many

pytestmark = pytest.mark.browser

# All kinds of pages in `make soak`, in every run the fullest of each template: what is found there is found
# in the run of whoever did it.
ADMIN = "admin_pages" if SOAK else "admin_templates"
BUILD = f"""
import json
from django.test import Client
from django.test.utils import setup_test_environment
from accounts.models import User
from tests.page_kinds import START, admin_pages, admin_templates, public_pages
from tests.promises.crawler import crawl
from tests.whole_site import build_whole_site
setup_test_environment()
owner = User.objects.get()
secret = build_whole_site(owner=owner)
client = Client()
client.force_login(owner)
answers = crawl(START, leave_out=("/images/", "/static/"))
print(json.dumps({{"public": public_pages(answers), "admin": {ADMIN}(client), "secret": secret}}))
"""
MOST_OF_ONE_KIND = how_many(2, soak=3)


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
    # The fullest and the barest of each kind.
    found = [path for kind in pages["public"].values() for path in (*kind[: MOST_OF_ONE_KIND - 1], kind[-1])]
    faults = examiner.open_all("/", dict.fromkeys([*found, "/nonsense/"]))
    assert not any(faults.values()), listed(faults)
    assert_faults_are_found(examiner)


def test_colleagues_meet_no_barrier(page: Page, site: Site, pages: dict[str, dict]) -> None:
    examiner = Examiner(page)
    faults = examiner.open_all("/admin/login/", pages["secret"].values())
    log_in(page, site)
    page.goto("/admin/")
    assert page.url == f"{site.url}/admin/", "what is looked at is not the login page again and again"
    faults |= examiner.open_all("/admin/find/", [*pages["admin"].values(), *IN_OTHER_STATES])
    assert not any(faults.values()), listed(faults)


IN_OTHER_STATES = (
    "/admin/nonsense/",
    "/admin/articles/article/?q=nothing+has+this+name",
    "/admin/articles/article/add/?_popup=1",
    "/admin/profiles/person/?_popup=1",
)


@pytest.mark.soak
def test_nor_in_forms_that_came_back_and_in_boxes_that_open(
    page: Page, site: Site, pages: dict[str, dict]
) -> None:
    examiner = Examiner(page)
    log_in(page, site)
    faults = {}
    for path in ("/admin/accounts/user/add/", "/admin/profiles/person/1/correct/"):
        page.goto(path)
        page.locator(".submit-row .default").click()
        expect(page.locator(".errorlist, .errornote").first).to_be_visible()
        faults[f"{path}, refused"] = examiner.faults()
    page.goto("/admin/articles/article/add/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errorlist").first).to_be_visible()
    # The browser says of every refused answer that it was one.
    faults["a text, refused"] = [fault for fault in examiner.faults() if "status of 422" not in fault]
    page.goto("/admin/articles/article/1/change/")
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
    page.goto("/admin/articles/article/add/")
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
    found = " ".join(examiner.faults_at_once())
    assert all(barrier in found for barrier in BARRIERS), found
