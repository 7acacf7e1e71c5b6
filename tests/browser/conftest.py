"""One served site and one profile for all these modules: each test finds both as they were prepared."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsers import show_failure
from tests.databases import place_of
from tests.sites import Site, copied

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try once more what a browser on a busy machine was too slow for; the closing line counts it."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def served(site_template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that is being served; browser tests run on SQLite only, so its database is a file."""
    with copied(site_template, tmp_path_factory.mktemp("served") / "var", name="") as made:
        made.start()
        yield made


@pytest.fixture
def site(served: Site) -> Site:
    """That site with nothing in it but its administrator."""
    if served.process is None:  # A test that killed the server has failed.
        served.start()
    take_back(served)
    return served


@pytest.fixture(scope="session")
def profiles() -> dict[str, BrowserContext]:
    """The profiles there are by the address of their site."""
    return {}


@pytest.fixture(name="page")
def page_of_a_clean_profile(
    site: Site, browser: Browser, profiles: dict[str, BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A page of a profile that remembers nothing of a test before, but for the scripts it has loaded."""
    profile = profiles.get(site.url)
    if profile not in browser.contexts:
        profile = profiles[site.url] = browser.new_context(base_url=site.url)
        # It stays open: to close the last page of a window and to open another window is slow.
        profile.new_page()
    page = profile.new_page()
    forget = {"origin": site.url, "storageTypes": "all"}
    profile.new_cdp_session(page).send("Storage.clearDataForOrigin", forget)
    yield page
    show_failure(page, request)
    for context in browser.contexts:
        leave(context) if context is profile else context.close()


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained of: errors, and what the security policy stopped."""
    found: list[str] = []
    page.on("pageerror", lambda problem: found.append(str(problem)))
    page.on("console", lambda message: message.type == "error" and found.append(message.text))
    return found


def leave(profile: BrowserContext) -> None:
    """Close the pages of a profile that is used again, all but its empty one, and log out there."""
    for page in profile.pages[1:]:
        page.close()
    profile.clear_cookies()
    profile.clear_permissions()


def take_back(site: Site) -> None:
    """Put the prepared database over a site's own while its server goes on, and its pictures away."""
    with (
        closing(sqlite3.connect(place_of("site"))) as prepared,
        closing(sqlite3.connect(site.data_dir / "newsroom.sqlite3", timeout=20)) as own,
    ):
        prepared.backup(own)
    shutil.rmtree(site.data_dir / "images", ignore_errors=True)
