"""One served site for all these modules: each test finds it as it was prepared."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page

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


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complained of: errors, and what the security policy stopped."""
    found: list[str] = []
    page.on("pageerror", lambda problem: found.append(str(problem)))
    page.on("console", lambda message: message.type == "error" and found.append(message.text))
    return found


def take_back(site: Site) -> None:
    """Put the prepared database over a site's own while its server goes on, and its pictures away."""
    with (
        closing(sqlite3.connect(place_of("site"))) as prepared,
        closing(sqlite3.connect(site.data_dir / "newsroom.sqlite3", timeout=20)) as own,
    ):
        prepared.backup(own)
    shutil.rmtree(site.data_dir / "images", ignore_errors=True)
