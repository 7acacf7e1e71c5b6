"""R6: no script from content. Hostile words in every column and text; on no page does anything run."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import log_in, open_tab, text_box
from tests.examining import COLLECT_REPORTS, IS_READY
from tests.hostile_clipboards import FORGED, RUNNING
from tests.sites import Site, copied
from tests.soaking import how_many

pytestmark = pytest.mark.browser

BUILD = """
import json
from django.test import Client
from django.test.utils import setup_test_environment
from accounts.models import User
from articles.models import ArticleEdition
from publishing.richtext import build
from tests import factories as make
from tests.page_kinds import START, admin_pages, public_pages
from tests.promises.crawler import crawl
from tests.promises.poison import poison
from tests.whole_site import build_whole_site
setup_test_environment()
owner = User.objects.get()
secret = build_whole_site(owner=owner)
bodies = {bodies!r}
for number, body in enumerate(bodies):
    slug = f"hostile-{{number}}"
    make.make_published_article(actor=owner, slug=slug, headline="Hostile", body=body)
    make.make_published_page(actor=owner, slug=f"{{slug}}-page", title="Hostile", body=body)
make.make_article(actor=owner, headline="Hostile draft", body={draft!r})
control = make.make_published_article(actor=owner, slug="control", headline="Nothing guards it")
client = Client()
client.force_login(owner)
public = public_pages(crawl(START, leave_out=("/images/", "/static/")))
admin = admin_pages(client)
columns = poison()
raw = build.paragraph("words") + {running!r}
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("UPDATE articles_articleedition SET body_html = %s WHERE slug = 'control'", [raw])
session = client.session.session_key
print(json.dumps(dict(public=public, admin=admin, secret=secret, columns=columns, session=session)))
"""
NOT_PUBLIC = ("data-waiting", "data-gap", "data-image")
AT_ONCE = how_many(3, soak=9)
RAN = "() => [window.hit || 0, window.reports || []]"
OF_ALL_PAGES = how_many(3, soak=1)
OF_ONE_KIND = how_many(1, soak=20)


def bodies() -> list[str]:
    """Return texts made of what runs and what forges, some of each kind in one, that can go public."""
    chosen = [part for part in (*RUNNING, *FORGED) if not any(mark in part for mark in NOT_PUBLIC)]
    return ["".join(f"<p>w</p>{part}" for part in chosen[at::AT_ONCE]) for at in range(AT_ONCE)]


@pytest.fixture(scope="module")
def poisoned(site_template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict]]:
    """A site with something in every state and hostile words in all of it, and its addresses."""
    with copied(site_template, tmp_path_factory.mktemp("poisoned") / "var", name="") as made:
        said = made.run(BUILD.format(bodies=bodies(), draft="".join(FORGED), running="".join(RUNNING[:2])))
        found = json.loads(said.splitlines()[-1])
        # The owner has a second factor by now, and the login of before has ended with that.
        made.session = found["session"]
        made.start()
        yield made, found


@pytest.fixture
def site(poisoned: tuple[Site, dict]) -> Site:
    return poisoned[0]


@pytest.fixture
def pages(poisoned: tuple[Site, dict]) -> dict:
    return poisoned[1]


@pytest.fixture
def watched(page: Page) -> Page:
    """A page that notices what its policy stops."""
    page.add_init_script(COLLECT_REPORTS)
    return page


def look(page: Page, path: str) -> list[str]:
    """Open a page; say what ran there, what was stopped, and whether it failed."""
    answer = page.goto(path)
    assert answer
    page.wait_for_function(IS_READY)
    return [*what_ran(page), *([f"answered {answer.status}"] if answer.status >= 500 else [])]


def what_ran(page: Page) -> list[str]:
    hits, reports = page.evaluate(RAN)
    return ([f"ran {hits} times"] if hits else []) + reports


def some(paths: list[str]) -> list[str]:
    """Return the same few in every run, and all of them when there is time."""
    return paths[::OF_ALL_PAGES]


def test_nothing_runs_on_readers_pages(watched: Page, pages: dict) -> None:
    assert pages["columns"] > 50, "most columns hold something hostile"
    hostile = [f"/articles/hostile-{number}/" for number in range(AT_ONCE)]
    kinds = [path for found in pages["public"].values() for path in found[:OF_ONE_KIND]]
    paths = [*hostile, *(f"/hostile-{number}-page/" for number in range(AT_ONCE)), *kinds]
    found = {path: look(watched, path) for path in paths if path != "/articles/control/"}
    assert not any(found.values()), {path: what for path, what in found.items() if what}


def test_nothing_runs_on_colleagues_pages(watched: Page, site: Site, pages: dict) -> None:
    secret = {path: look(watched, path) for path in pages["secret"].values()}
    log_in(watched, site)
    watched.goto("/admin/")
    expect(watched.get_by_role("heading", name="Your desk")).to_be_visible()
    found = secret | {path: look(watched, path) for path in some([*pages["admin"].values()])}
    assert not any(found.values()), {path: what for path, what in found.items() if what}


def test_nothing_runs_in_what_scripts_show(watched: Page, site: Site, pages: dict) -> None:
    log_in(watched, site)
    watched.goto(pages["admin"]["articles_article_change"])
    text_box(watched).click()
    for button in ("Source", "Person"):
        watched.get_by_role("toolbar").get_by_role("button", name=button, exact=True).click()
        dialog = watched.get_by_role("dialog")
        expect(dialog).to_be_visible()
        dialog.get_by_role("combobox").or_(dialog.get_by_role("searchbox")).first.fill("a")
        expect(dialog.get_by_role("option").first).to_be_visible()
        watched.keyboard.press("Escape")
    assert what_ran(watched) == []
    open_tab(watched, "Details")
    watched.get_by_label("Add a tag", exact=True).fill("hist")
    expect(watched.get_by_role("option").first).to_be_visible()
    assert what_ran(watched) == []
    watched.goto("/admin/")
    watched.keyboard.press("Control+k")
    watched.keyboard.type("the")
    expect(watched.get_by_role("option").first).to_be_visible()
    assert what_ran(watched) == []
    watched.goto("/search/")
    watched.get_by_role("searchbox").or_(watched.get_by_role("combobox")).last.press_sequentially("the")
    expect(watched.get_by_role("option").first).to_be_visible()
    assert what_ran(watched) == []


def test_control_a_text_nobody_cleaned_runs_and_is_stopped(browser: Browser, site: Site) -> None:
    unguarded = browser.new_context(bypass_csp=True, base_url=site.url).new_page()
    assert any(what.startswith("ran ") for what in look(unguarded, "/articles/control/"))
    guarded = browser.new_context(base_url=site.url).new_page()
    guarded.add_init_script(COLLECT_REPORTS)
    stopped = look(guarded, "/articles/control/")
    assert stopped and not any(what.startswith("ran ") for what in stopped)
