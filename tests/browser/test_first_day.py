"""The first day of a newsroom: from the demo to its own first article, by what the screens say alone.

No address is typed but those that the start prints: the public home page's and the admin's.
"""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browsers import PATIENCE as USUAL_PATIENCE
from tests.browsers import open_tab, text_box
from tests.databases import place_of
from tests.examining import Examiner
from tests.sites import Site, free_port

pytestmark = pytest.mark.browser

NAME = "The Harbour Gazette"
HEADLINE = "The harbour gets a second crane"
TEXT = "It lifts forty tonnes, and it came by sea."
TAG, SOURCE, BYLINE = "Harbour", "Harbour plan 2026", "Ana Silva"
PASSWORD = "a way to the desk"
PATIENCE = 60_000
"""Milliseconds: how fast the machine is, is not asked here."""


@pytest.fixture
def site(site_template: Site, tmp_path: Path) -> Iterator[Site]:
    """A site at its first start, with the demo, and the login that the start printed."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "static").symlink_to(site_template.data_dir / "static")
    (folder / "local.env").write_bytes((site_template.data_dir / "local.env").read_bytes())
    shutil.copy(place_of("migrated"), folder / "newsroom.sqlite3")
    url = f"sqlite:///{folder}/newsroom.sqlite3"
    made = Site(data_dir=folder, database_url=url, port=free_port(), demo="yes")
    printed = made.manage("prepare").stdout
    made.username, made.password = re.search(r"Login: +(\S+), password (.+) \(kept", printed).groups()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def owner(page: Page) -> Iterator[Page]:
    """The owner's browser, which waits as long as a slow machine needs."""
    page.set_default_timeout(PATIENCE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect.set_options(timeout=PATIENCE)
    yield page
    expect.set_options(timeout=USUAL_PATIENCE)


def test_from_the_demo_to_the_first_article_of_ones_own(owner: Page, site: Site, tmp_path: Path) -> None:
    examiner, began = Examiner(owner), time.monotonic()
    log_in_as_printed(owner, site)
    see_the_demo(owner)
    start_my_own_newsroom(owner)
    give_it_a_name(owner)
    add_a_logo(owner, tmp_path)
    see_name_and_logo_on_the_public_page(owner)
    link = invite_a_colleague(owner)
    join(owner, link)
    write_the_first_article(owner)
    publish_it(owner)
    read_it(owner)
    see_what_is_done(owner)
    assert time.monotonic() - began < 5 * 60
    assert examiner.stopped() == []


def log_in_as_printed(owner: Page, site: Site) -> None:
    owner.goto("/admin/")
    owner.get_by_label("Username").fill(site.username)
    owner.get_by_label("Password").fill(site.password)
    owner.get_by_role("button", name="Log in").click()
    expect(owner.get_by_role("heading", name="Your desk")).to_be_visible()


def see_the_demo(owner: Page) -> None:
    expect(owner.get_by_text("What you see is the demo newsroom.")).to_be_visible()
    expect(first_steps(owner).get_by_role("link")).to_have_count(5)
    expect(first_steps(owner).get_by_text("Done")).to_have_count(0)
    view_site(owner)
    expect(owner.get_by_role("link", name="Turing’s two scenes")).to_be_visible()
    back_to_the_desk(owner)


def start_my_own_newsroom(owner: Page) -> None:
    owner.get_by_role("link", name="Start my own newsroom").click()
    owner.get_by_role("button", name="Take the demo away").click()
    expect(owner.get_by_role("heading", name="Your desk")).to_be_visible()
    expect(owner.get_by_text("What you see is the demo newsroom.")).to_have_count(0)
    view_site(owner)
    expect(owner.get_by_text("Nothing has been published yet.")).to_be_visible()
    expect(owner.get_by_role("link", name="Turing’s two scenes")).to_have_count(0)
    back_to_the_desk(owner)


def give_it_a_name(owner: Page) -> None:
    first_steps(owner).get_by_role("link", name="Give your newsroom its name").click()
    owner.get_by_label("Name:", exact=True).fill(NAME)
    save(owner, said="Saved. Readers see it now.")
    go_to_the_desk(owner)


def add_a_logo(owner: Page, folder: Path) -> None:
    picture = folder / "logo.png"
    Image.new("RGBA", (800, 200), (10, 60, 120, 255)).save(picture)
    first_steps(owner).get_by_role("link", name="Add your logo").click()
    owner.get_by_label("or a new logo:").set_input_files(picture)
    save(owner, said="Saved. Readers see it now.")


def see_name_and_logo_on_the_public_page(owner: Page) -> None:
    owner.get_by_role("link", name="See it on the site").click()
    expect(owner).to_have_title(NAME)
    logo = owner.get_by_role("banner").get_by_role("img", name=NAME)
    expect(logo).to_be_visible()
    owner.wait_for_function("image => image.complete && image.naturalWidth", arg=logo.element_handle())
    back_to_the_desk(owner)


def invite_a_colleague(owner: Page) -> str:
    """Return the link that the owner copies."""
    first_steps(owner).get_by_role("link", name="Invite your colleagues").click()
    owner.get_by_label("First name").fill("Ana")
    owner.get_by_label("Last name").fill("Silva")
    owner.get_by_label("Email address").fill("ana@example.org")
    owner.get_by_label("Editors").check()
    owner.get_by_role("button", name="Make the invitation").click()
    owner.get_by_role("button", name="Copy").click()
    expect(owner.get_by_text("Copied.", exact=True)).to_be_visible()
    link: str = owner.evaluate("navigator.clipboard.readText()")
    assert link == owner.get_by_label("Link for Ana Silva").input_value()
    owner.get_by_role("link", name="Done", exact=True).click()
    return link


def join(owner: Page, link: str) -> None:
    """Open the link in a browser of the colleague's own, who chooses a password and is at the desk."""
    assert owner.context.browser
    context = owner.context.browser.new_context()
    colleague = context.new_page()
    colleague.set_default_timeout(PATIENCE)
    colleague.goto(link)
    expect(colleague.get_by_role("heading", name="Welcome, Ana Silva")).to_be_visible()
    for label in ("Password:", "The same again:"):
        colleague.get_by_label(label, exact=True).fill(PASSWORD)
    colleague.get_by_role("button", name="Join").click()
    expect(colleague.get_by_role("heading", name="Your desk")).to_be_visible()
    expect(colleague.get_by_role("region", name="First steps")).to_have_count(0)
    expect(colleague.get_by_role("link", name="Write", exact=True)).to_be_visible()
    context.close()


def write_the_first_article(owner: Page) -> None:
    go_to_the_desk(owner)
    owner.get_by_role("link", name="Write", exact=True).click()
    owner.get_by_label("Headline", exact=True).fill(HEADLINE)
    box = text_box(owner)
    box.click()
    owner.keyboard.type(TEXT)
    expect(box).to_have_text(TEXT)
    open_tab(owner, "Details")
    owner.get_by_label("Add a tag", exact=True).fill(TAG)
    take_marked(owner, TAG)
    owner.get_by_role("button", name="Add a byline…").press("Enter")
    owner.keyboard.type(BYLINE)
    take_marked(owner, BYLINE)
    open_tab(owner, "Sources")
    owner.get_by_role("button", name="Add a source…").press("Enter")
    owner.keyboard.type(SOURCE)
    expect(owner.get_by_text("Not known yet.")).to_be_visible()
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("button", name=f"Remove: {SOURCE}")).to_be_visible()
    save(owner, said="Saved as version 1")
    owner.wait_for_url("**/change/**")


def take_marked(owner: Page, words: str) -> None:
    """Take what the picker marks, once it is what was typed, and see it in the list."""
    expect(owner.locator(".picker-list [aria-selected=true]:visible")).to_contain_text(words)
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("button", name=f"Remove: {words}")).to_be_visible()


def publish_it(owner: Page) -> None:
    owner.get_by_role("button", name="Publish…").click()
    expect(owner.get_by_role("button", name="Publish now")).to_be_visible()
    if (reason := owner.get_by_label("They stay because")).count():
        reason.select_option("wanted")
    owner.get_by_role("button", name="Publish now").click()
    expect(owner.get_by_text("Readers see exactly this")).to_be_visible()


def read_it(owner: Page) -> None:
    owner.goto("/")
    owner.get_by_role("link", name=HEADLINE).first.click()
    expect(owner.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(owner.get_by_text(TEXT)).to_be_visible()
    expect(owner.get_by_text(BYLINE).first).to_be_visible()
    expect(owner.get_by_role("link", name=TAG, exact=True).first).to_be_visible()
    expect(owner.get_by_label("Reference", exact=True)).to_contain_text(SOURCE)


def see_what_is_done(owner: Page) -> None:
    back_to_the_desk(owner)
    done = first_steps(owner).get_by_role("listitem").filter(has_text="Done")
    expect(done.get_by_role("link")).to_have_text(
        ["Give your newsroom its name", "Add your logo", "Invite your colleagues"]
    )
    expect(owner.get_by_role("region", name="Just published").get_by_text(HEADLINE)).to_be_visible()


def first_steps(page: Page) -> Locator:
    return page.get_by_role("region", name="First steps")


def view_site(page: Page) -> None:
    page.get_by_role("link", name="View site").click()
    expect(page.get_by_role("heading", name="Your desk")).to_have_count(0)


def back_to_the_desk(page: Page) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def go_to_the_desk(page: Page) -> None:
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()


def save(page: Page, *, said: str) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(said).first).to_be_visible()
