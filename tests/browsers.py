"""A real browser for tests marked `browser`: the system's Chromium, driven by Playwright.

Playwright's loop runs in the test's own thread, where Django then refuses database calls. So a browser test
prepares its site through `site.manage` and `site.run`, and the loop counts as running only while a module of
browser tests does.
"""

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

from tests.sites import Site

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Browser tests need Chromium: on Debian and Ubuntu “sudo apt-get install chromium”"
# No sandbox: it does not work for root. Nothing beyond this machine is resolved.
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
SCREENSHOTS = Path(__file__).resolve().parent.parent / "var" / "screenshots"
OUTCOME = pytest.StashKey[bool]()
PATIENCE = 15_000
"""Milliseconds in which a page on a busy machine shows what is expected of it."""
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Remember for the fixtures whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report.failed
    return report


def chromium() -> str:
    """Return the browser's path; without one, skip the test, or fail it where it must not be skipped."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; its own process takes longest to start."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module", name="browser")
def one_browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser for the tests of a module; each has a profile of its own there."""
    executable = chromium()
    driver = request.getfixturevalue("playwright")
    with in_the_loop_of(driver):
        browser = driver.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def in_the_loop_of(driver: Playwright) -> Iterator[None]:
    """Have Playwright's loop be the one that runs in this thread; it is never left, only waited in."""
    asyncio._set_running_loop(driver._loop)
    yield
    asyncio._set_running_loop(None)


@pytest.fixture(name="page")
def browser_page(site: Site, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a fresh profile, on a fresh site: `page.goto("/admin/")` goes there."""
    page = browser.new_page(base_url=site.url)
    yield page
    show_failure(page, request)
    for context in browser.contexts:
        context.close()


def show_failure(page: Page, request: pytest.FixtureRequest) -> None:
    """Keep a picture of the page when its test has failed."""
    if request.node.stash.get(OUTCOME, False):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9]+", "-", request.node.nodeid).strip("-")
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def log_in(page: Page, site: Site, *, username: str = "") -> None:
    """Be logged in as the administrator, or as somebody else; the form is tried where it is meant."""
    session = site.session_of(username) if username else site.session
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])


def log_in_by_form(page: Page, site: Site) -> None:
    """Log in to the admin as the administrator does, and be at the desk."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("#id_username").fill(site.username)
    page.locator("#id_password").fill(site.password)
    page.locator("[type=submit]").click()
    page.wait_for_url(f"{site.url}/admin/")


def text_box(page: Page) -> Locator:
    """Return the editor, once it has taken the place of the bare text area."""
    box = page.locator(".ProseMirror")
    expect(box).to_have_accessible_name("Text")
    return box


def open_tab(page: Page, name: str) -> None:
    """Open a tab of the writing desk's panel; on a phone the panel first."""
    button, tab = page.locator("#panel-button"), page.get_by_role("tab", name=name)
    if button.is_visible() and button.get_attribute("aria-expanded") == "false":
        button.click()
    if tab.get_attribute("aria-selected") != "true":
        tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")


def all_read(page: Page) -> None:
    """Wait until the server has read what was pasted."""
    expect(page.locator(".editor-pasting")).to_have_count(0)
