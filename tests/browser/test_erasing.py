"""Erasing a person by keyboard, on a wide screen and on a phone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import log_in
from tests.sites import Site

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("SHOTS", "")
MADE = """
from tests import factories as make
from publishing import workflow
ana = make.make_person(name="Ana Ruiz", aliases=["A. Ruiz"], published=True)
make.make_published_article(headline="The flood of last winter", body=make.mentioning(ana))
make.make_article(headline="Not out yet", body=make.mentioning(ana))
from colleagues.leaving import deactivate
left = make.make_user("editor", username="edna", first_name="Edna", last_name="Roe")
deactivate(user=left, actor=None)
print(ana.pk, left.pk)
"""


def shoot(page: Page, name: str) -> None:
    """Keep pictures of a page, wide and narrow, light and dark, for somebody to look at."""
    for width, height in ((1360, 900), (390, 844)) if SHOTS else ():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


@pytest.mark.soak
def test_a_person_is_erased_by_keyboard_on_a_phone(page: Page, site: Site, complaints: list[str]) -> None:
    person, colleague = site.run(MADE).strip().splitlines()[-1].split()
    log_in(page, site)
    page.goto(f"/admin/accounts/user/{colleague}/change/")
    page.get_by_role("link", name="Erase…").click()
    shoot(page, "colleague")
    page.goto(f"/admin/profiles/person/{person}/change/")
    address = page.get_by_role("link", name="Erase for good…", include_hidden=True).get_attribute("href")
    page.goto(str(address))
    shoot(page, "person")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("radio", name="The name stays").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("an official")
    page.keyboard.press("Tab")
    page.keyboard.type("Ana")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not the name.")).to_be_visible()
    shoot(page, "refused")
    field = page.get_by_label("Type “Ana Ruiz” to confirm")
    field.fill("Ana Ruiz")
    field.press("Enter")
    expect(page.get_by_text("It is erased.")).to_be_visible()
    shoot(page, "erased")
    assert "Ana Ruiz" not in page.content()
    page.goto("/people/")
    expect(page.get_by_text("Ana Ruiz")).to_have_count(0)
    assert complaints == []
